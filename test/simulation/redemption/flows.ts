import type { HoldBook } from '../../../lambdas/domain/hold.ts';
import type { RedemptionBook } from '../../../lambdas/domain/redemption.ts';
import { makeNoteAttempt } from '../../../lambdas/ledger/note-attempt.ts';
import { makeKnownCoupons, type CouponMemory } from '../../../lambdas/ledger/known-coupons.ts';
import { makeRedeemOnce } from '../../../lambdas/ledger/redeem-once.ts';
import { makeUndoAtTill } from '../../../lambdas/store/undo-at-till.ts';
import { openTillRequests } from '../../contracts/till-requests.ts';
import type { Journal } from '../../../lambdas/journal.ts';
import { makeMemoryRedemptionBook } from '../../fakes/memory-redemption-book.ts';
import { makeMemoryAttemptBook, makeMemoryHoldBook, makeMemoryTries } from '../../fakes/memory-till-books.ts';
import type { RedemptionStore } from '../../fakes/redemption-store.ts';
import type { Wire } from '../../fakes/wire.ts';
import { pepper } from './scene.ts';

/** The books a defect may be put into. */
export type LedgerBooks = { readonly redemptions: RedemptionBook; readonly holds: HoldBook };

/** A defect to put into the ledger, to see that it is found; `store` lies behind the books it wraps. */
export type Planted = (books: LedgerBooks, store: RedemptionStore, wire: Wire) => Partial<LedgerBooks>;

/** Nouns that are only read. */
function readers(store: RedemptionStore, wire: Wire) {
  const { vouchers, codes, coupons, stores } = store;
  return {
    vouchers: {
      find: (shopper: string, id: Parameters<typeof vouchers.get>[0]) =>
        wire({ verb: 'get', about: `voucher ${id}` }, () => {
          const voucher = vouchers.get(id);
          return voucher?.shopperId === shopper ? voucher : undefined;
        }),
      behind: (code: Parameters<typeof codes.get>[0]) =>
        wire({ verb: 'get', about: 'code' }, () => {
          const id = codes.get(code);
          return id && vouchers.get(id);
        }),
    },
    coupons: {
      byId: (id: Parameters<typeof coupons.get>[0]) =>
        wire({ verb: 'get', about: `coupon ${id}` }, () => {
          const [coupon, stop] = [coupons.get(id), store.stops.get(id)];
          if (coupon === undefined || stop === undefined) return coupon;
          const words = stop.message === undefined ? {} : { stopMessage: stop.message };
          return { ...coupon, stoppedAtMs: stop.atMs, ...words };
        }),
    },
    stores: {
      byId: (id: Parameters<typeof stores.get>[0]) =>
        wire({ verb: 'get', about: `store ${id}` }, () => stores.get(id)),
    },
    leavers: { among: async () => new Set<never>() },
    consents: { of: async () => undefined },
    secrets: pepper,
    pepper,
  };
}

const silent: Journal = () => undefined;

/**
 * Every flow of the ledger as its handlers wire it, over one caller's wire; ids by the caller's own count. `memory` is what
 * the function that answers has kept in mind from requests before.
 */
export function openFlows(
  store: RedemptionStore,
  wire: Wire,
  newUlid: (nowMs: number) => string,
  memory: CouponMemory = new Map(),
  planted: Planted = () => ({}),
) {
  const books = {
    redemptions: makeMemoryRedemptionBook(store, wire),
    holds: makeMemoryHoldBook(store, wire),
  };
  const { redemptions, holds } = { ...books, ...planted(books, store, wire) };
  const tries = makeMemoryTries(store, wire);
  const note = makeNoteAttempt({ attempts: makeMemoryAttemptBook(store, wire), newUlid, journal: silent });
  const read = readers(store, wire);
  const known = makeKnownCoupons(read.coupons, memory);
  const redeem = makeRedeemOnce({ redemptions, coupons: known, note, tries, newUlid });
  const deps = { ...read, known, redemptions, holds, tries, note, redeem, newUlid };
  return {
    ...openTillRequests(deps),
    undo: makeUndoAtTill(deps),
  };
}

/** The flows of one request. */
export type Flows = ReturnType<typeof openFlows>;
