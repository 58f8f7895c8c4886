import { ulid } from 'ulid';
import { makeAttemptBook } from '../aws/dynamo-attempt-book.ts';
import { makeCouponBook, makeStoreBook } from '../aws/dynamo-catalogue.ts';
import { makeTryCounter } from '../aws/dynamo-counters.ts';
import { makeLeavers } from '../aws/dynamo-leave-book.ts';
import { makeRedemptionBook } from '../aws/dynamo-redemption-book.ts';
import { makeSessionGuard } from '../aws/dynamo-shopper-book.ts';
import { makeVoucherBook } from '../aws/dynamo-voucher-book.ts';
import { makeDynamo } from '../aws/dynamo.ts';
import { readingTogether } from '../aws/reading-together.ts';
import { makeEdgeSecret } from '../aws/secrets.ts';
import { makeDoor } from '../door.ts';
import { journal } from '../journal.ts';
import { makeNoteAttempt } from '../ledger/note-attempt.ts';
import { makeKnownCoupons } from '../ledger/known-coupons.ts';
import { makeRedeemOnce } from '../ledger/redeem-once.ts';
import { readSettings } from '../settings.ts';
import { makeRecallRedemption } from './recall-redemption.ts';
import { makeRedeemVerbs } from './redeem.verbs.ts';
import { makeRedeemVoucher } from './redeem-voucher.ts';
import { redeemWire } from './redeem.wire.ts';

const settings = readSettings('shopper-redeem');
const edge = makeEdgeSecret(settings.EDGE_SECRET_ARN);
const dynamo = readingTogether(makeDynamo());
const tables = { gate: settings.GATE_TABLE, book: settings.BOOK_TABLE };
const redemptions = makeRedemptionBook(dynamo, settings.BOOK_TABLE, settings.GATE_TABLE);
const attempts = makeAttemptBook(dynamo, settings.BOOK_TABLE, settings.GATE_TABLE);
const note = makeNoteAttempt({ attempts, newUlid: ulid, journal });
const tries = makeTryCounter(dynamo, settings.GATE_TABLE);
const coupons = makeKnownCoupons(makeCouponBook(dynamo, tables));
const redeem = makeRedeemVoucher({
  vouchers: makeVoucherBook(dynamo, settings.BOOK_TABLE),
  coupons,
  leavers: makeLeavers(dynamo, settings.BOOK_TABLE),
  redeem: makeRedeemOnce({ redemptions, coupons, note, tries, newUlid: ulid }),
  tries,
  newUlid: ulid,
  pepper: await edge.pepper(),
});

/** Redeems on the shopper's phone; its own function, so that an attack on verification cannot stop the till. */
export const handler = makeDoor(
  redeemWire,
  makeRedeemVerbs({
    stores: makeStoreBook(dynamo, tables),
    redeem,
    recall: makeRecallRedemption({ redemptions }),
  }),
  {
    edgeSecrets: edge.accepted,
    guards: { shopper: makeSessionGuard(dynamo, settings.GATE_TABLE) },
    now: Date.now,
  },
);
