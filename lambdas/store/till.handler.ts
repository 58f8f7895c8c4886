import { randomBytes } from 'node:crypto';
import { ulid } from 'ulid';
import { makeAttemptBook, makeAttemptReader } from '../aws/dynamo-attempt-book.ts';
import { makeCouponBook, makeStoreBook } from '../aws/dynamo-catalogue.ts';
import { makeTryCounter } from '../aws/dynamo-counters.ts';
import { makeHoldBook } from '../aws/dynamo-hold-book.ts';
import { makeLeavers } from '../aws/dynamo-leave-book.ts';
import { makeRedemptionBook } from '../aws/dynamo-redemption-book.ts';
import { makeConsentReader } from '../aws/dynamo-shopper-book.ts';
import { makePinLock } from '../aws/dynamo-pin-lock.ts';
import { makeTillDeviceBook } from '../aws/dynamo-till-devices.ts';
import { makeTillSessions } from '../aws/dynamo-till-sessions.ts';
import { makeTillStaffBook } from '../aws/dynamo-till-staff.ts';
import { makeUseBook } from '../aws/dynamo-use-book.ts';
import { makeVoucherBook } from '../aws/dynamo-voucher-book.ts';
import { makeDynamo } from '../aws/dynamo.ts';
import { readingTogether } from '../aws/reading-together.ts';
import { makeEdgeSecret } from '../aws/secrets.ts';
import { makeDoor } from '../door.ts';
import { journal } from '../journal.ts';
import { makeNoteAttempt } from '../ledger/note-attempt.ts';
import { makeRedeemOnce } from '../ledger/redeem-once.ts';
import { readSettings } from '../settings.ts';
import { makeCountDay } from './count-day.ts';
import { makeHoldVoucher, makeReleaseHold } from './hold-voucher.ts';
import { makeListAttempts } from './list-attempts.ts';
import { makeReadCode, makeShowAtTill } from './look-up-voucher.ts';
import { makeRedeemAtTill } from './redeem-at-till.ts';
import { makeShowStoreQr } from './show-store-qr.ts';
import { makeStaffFlows } from './staff-flows.ts';
import { makeTillVerbs } from './till.verbs.ts';
import { tillWire } from './till.wire.ts';
import { makeUndoAtTill } from './undo-at-till.ts';

const settings = readSettings('store-till');
const edge = makeEdgeSecret(settings.EDGE_SECRET_ARN);
const pepper = await edge.pepper();
const dynamo = readingTogether(makeDynamo());
const tables = { gate: settings.GATE_TABLE, book: settings.BOOK_TABLE };
const stores = makeStoreBook(dynamo, tables);
const leavers = makeLeavers(dynamo, settings.BOOK_TABLE);
const staff = makeTillStaffBook(dynamo, tables);
const devices = makeTillDeviceBook(dynamo, tables, { stores, leavers });
const sessions = makeTillSessions(dynamo, settings.GATE_TABLE, { stores, leavers, staff, devices });
const people = {
  stores,
  leavers,
  staff,
  devices,
  sessions,
  pepper,
  journal,
  tries: makeTryCounter(dynamo, settings.GATE_TABLE),
  lock: makePinLock(dynamo, settings.GATE_TABLE),
  newUlid: ulid,
  dice: randomBytes,
};
const redemptions = makeRedemptionBook(dynamo, settings.BOOK_TABLE, settings.GATE_TABLE);
const attempts = makeAttemptBook(dynamo, settings.BOOK_TABLE, settings.GATE_TABLE);
const note = makeNoteAttempt({ attempts, newUlid: ulid, journal });
const vouchers = makeVoucherBook(dynamo, settings.BOOK_TABLE);
const coupons = makeCouponBook(dynamo, tables);
const till = {
  coupons,
  redemptions,
  holds: makeHoldBook(dynamo, settings.BOOK_TABLE),
  attempts: makeAttemptReader(dynamo, settings.BOOK_TABLE),
  note,
  redeem: makeRedeemOnce({
    redemptions,
    coupons: { anew: coupons.byId },
    note,
    tries: people.tries,
    newUlid: ulid,
  }),
  consents: { of: makeConsentReader(dynamo, settings.BOOK_TABLE) },
  uses: makeUseBook(dynamo, settings.BOOK_TABLE, { consistent: true }),
  newUlid: ulid,
};

/** The till: look a voucher up, hold it, redeem it, undo it, show the store's QR, and count the day. */
export const handler = makeDoor(
  tillWire,
  makeTillVerbs({
    ...makeStaffFlows(people),
    readCode: makeReadCode({ vouchers, coupons, secrets: pepper }),
    show: makeShowAtTill(till),
    showQr: makeShowStoreQr({ pepper }),
    hold: makeHoldVoucher(till),
    release: makeReleaseHold(till),
    attempts: makeListAttempts(till),
    redeem: makeRedeemAtTill(till),
    undo: makeUndoAtTill(till),
    countDay: makeCountDay(till),
    pepper,
  }),
  { edgeSecrets: edge.accepted, guards: { till: sessions.of, device: devices.standing }, now: Date.now },
);
