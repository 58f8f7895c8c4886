import { TransactionCanceledException, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { ulid } from 'ulid';
import { makeAttemptBook } from '../../lambdas/aws/dynamo-attempt-book.ts';
import { makeCouponBook, makeStoreBook } from '../../lambdas/aws/dynamo-catalogue.ts';
import { makeTryCounter } from '../../lambdas/aws/dynamo-counters.ts';
import { makeHoldBook } from '../../lambdas/aws/dynamo-hold-book.ts';
import { makeLeavers } from '../../lambdas/aws/dynamo-leave-book.ts';
import { makeRedemptionBook } from '../../lambdas/aws/dynamo-redemption-book.ts';
import { makeConsentReader } from '../../lambdas/aws/dynamo-shopper-book.ts';
import { bookKeys } from '../../lambdas/aws/keys.ts';
import { makeVoucherBook } from '../../lambdas/aws/dynamo-voucher-book.ts';
import type { Dynamo } from '../../lambdas/aws/dynamo.ts';
import type { Coupon } from '../../lambdas/domain/coupon.ts';
import { holdId, redemptionId, secretHash, type ShopperId } from '../../lambdas/domain/ids.ts';
import { makePepper } from '../../lambdas/domain/pepper.ts';
import type { RedemptionBook } from '../../lambdas/domain/redemption.ts';
import { isRefusal, type Refusal } from '../../lambdas/domain/refusal.ts';
import { replayKey } from '../../lambdas/domain/replay.ts';
import { storeQrsFrom } from '../../lambdas/domain/store-qr.ts';
import type { Store } from '../../lambdas/domain/store.ts';
import type { Voucher } from '../../lambdas/domain/voucher.ts';
import { makeNoteAttempt } from '../../lambdas/ledger/note-attempt.ts';
import { makeKnownCoupons } from '../../lambdas/ledger/known-coupons.ts';
import { makeRedeemOnce } from '../../lambdas/ledger/redeem-once.ts';
import { makeUndoAtTill } from '../../lambdas/store/undo-at-till.ts';
import { voucherOf } from '../contracts/redeemers.ts';
import { openTillRequests } from '../contracts/till-requests.ts';
import type { EngineTables } from './engine-tables.ts';
import type { Counter, Reply, Way } from './ledger-clients.ts';

/** The PIN of stores here. */
const pin = '2468';
const pepper = makePepper('engine');

/** Reads each thing once. */
function once<Id, T>(read: (id: Id) => Promise<T>): (id: Id) => Promise<T> {
  const kept = new Map<Id, Promise<T>>();
  return id => {
    const found = kept.get(id) ?? read(id);
    kept.set(id, found);
    return found;
  };
}

type Tables = Pick<EngineTables, 'book' | 'gate'>;

/** What a test makes of the book of redemptions before the flows get it. */
type Change = (book: RedemptionBook) => RedemptionBook;

/** The flows of redemption over the real adapters, as the handlers wire them. */
function openFlows(dynamo: Dynamo, tables: Tables, change: Change) {
  const { book, gate } = tables;
  const attempts = makeAttemptBook(dynamo, book, gate);
  const note = makeNoteAttempt({ attempts, newUlid: ulid, journal: () => undefined });
  const redemptions = change(makeRedemptionBook(dynamo, book, gate));
  const tries = makeTryCounter(dynamo, gate);
  const coupons = makeCouponBook(dynamo, tables);
  const known = makeKnownCoupons(coupons);
  const stores = makeStoreBook(dynamo, tables);
  const deps = {
    vouchers: makeVoucherBook(dynamo, book),
    coupons,
    known,
    // Nobody changes a store here, and thousands of readings of them are not what a crowd is about.
    stores: { ...stores, byId: once(stores.byId) },
    leavers: makeLeavers(dynamo, book),
    consents: { of: makeConsentReader(dynamo, book) },
    holds: makeHoldBook(dynamo, book),
    tries,
    redemptions,
    note,
    redeem: makeRedeemOnce({ redemptions, coupons: known, note, tries, newUlid: ulid }),
    newUlid: ulid,
    pepper,
    secrets: pepper,
  };
  return {
    ...deps,
    ...openTillRequests(deps),
    undo: makeUndoAtTill(deps),
  };
}

/** A ledger without functions and sockets: real flows and adapters, and the engine. */
export type EngineLedger = ReturnType<typeof openFlows> & {
  open(store: Omit<Store, 'pinMac'>): Promise<Store>;
  issue(coupon: Coupon, holder: ShopperId): Promise<Voucher>;
};

/** Opens the flows, and what tests put into the tables. */
export function openEngineLedger(
  { dynamo, ...tables }: EngineTables,
  change: Change = book => book,
): EngineLedger {
  const flows = openFlows(dynamo, tables, change);
  return {
    ...flows,
    open: async store => {
      const opened = { ...store, pinMac: pepper.pinMac(store.storeId, pin) };
      await flows.stores.create(opened, undefined);
      return opened;
    },
    issue: async (coupon, holder) => {
      const voucher = voucherOf(coupon, { shopperId: holder, issuedAtMs: Date.now() });
      const { voucherId, shopperId } = voucher;
      const code = pepper.codeKey(pepper.codeOf(voucherId, voucher.codeSalt));
      await dynamo.put(tables.book, { ...bookKeys.voucher(shopperId, voucherId), ...voucher });
      await dynamo.put(tables.book, {
        ...bookKeys.byCode(code),
        shopperId,
        voucherId,
        couponId: coupon.couponId,
      });
      return voucher;
    },
  };
}

/** A write that met others all the way is a 500: nothing is known, and the page asks again under its key. */
const heard = async (asked: Promise<object | Refusal>): Promise<Reply> => {
  try {
    return replyOf(await asked);
  } catch (error) {
    if (error instanceof TransactionCanceledException || error instanceof TransactionConflictException)
      return { answer: undefined };
    throw error;
  }
};

const replyOf = (answer: object | Refusal): Reply => {
  if (isRefusal(answer)) return { answer: answer.refused };
  const { redemptionId: used, holdId: held } = answer as { redemptionId?: string; holdId?: string };
  const id = used ?? held;
  return { answer: 'ok', ...(id === undefined ? {} : { id }) };
};

/** A counter that everything is asked at by a call of its flow. */
export function openEngineCounter(ledger: EngineLedger, store: Store, voucher: Voucher): Counter {
  const { storeId } = store;
  const { voucherId, shopperId, codeSalt } = voucher;
  const code = pepper.codeOf(voucherId, codeSalt);
  const till = ({ tablet }: Way) => ({
    storeId,
    session: secretHash(`tablet-${tablet}`),
    nowMs: Date.now(),
  });
  const proofOf = ({ by }: Way) => {
    if (by === 'pin') return { kind: 'store-pin', pin } as const;
    return { kind: 'store-qr', token: storeQrsFrom(store, pepper, Date.now())[0]?.token ?? '' } as const;
  };
  return {
    voucherId,
    storeId,
    redeem: async (way, key) => {
      const nowMs = Date.now();
      const replay = replayKey(shopperId, way.by, key, code, nowMs);
      if (way.by === 'till') return heard(ledger.atTill(code, till(way), replay));
      // Each visit has a session of its own, so that tries in flight do not lock one another out.
      const session = secretHash(key);
      const proof = proofOf(way);
      return heard(ledger.onPhone({ shopperId, voucherId, storeId, session, proof, replay, nowMs }));
    },
    undo: async (_way, id, key) => {
      const nowMs = Date.now();
      const replay = replayKey(storeId, `undo|${id}`, key, 'reason', nowMs);
      const wish = { reason: '打ち間違い', atMs: nowMs, replay };
      return heard(ledger.undo(storeId, redemptionId(id), wish));
    },
    hold: way => heard(ledger.hold(code, till(way))),
    release: (way, id) => heard(ledger.release(holdId(id), code, till(way))),
  };
}
