import { makeAttemptBook, makeAttemptReader } from '../../lambdas/aws/dynamo-attempt-book.ts';
import { makeCouponBook } from '../../lambdas/aws/dynamo-catalogue.ts';
import { makeTryCounter } from '../../lambdas/aws/dynamo-counters.ts';
import { makeHoldBook } from '../../lambdas/aws/dynamo-hold-book.ts';
import { makeRedemptionBook } from '../../lambdas/aws/dynamo-redemption-book.ts';
import { makeVoucherBook } from '../../lambdas/aws/dynamo-voucher-book.ts';
import { bookKeys, gateKeys } from '../../lambdas/aws/keys.ts';
import type { AttemptBook } from '../../lambdas/domain/attempt.ts';
import type { TryCounter } from '../../lambdas/domain/counter.ts';
import type { Coupon, Stop } from '../../lambdas/domain/coupon.ts';
import { laneOf } from '../../lambdas/domain/delivery.ts';
import type { HoldBook } from '../../lambdas/domain/hold.ts';
import type { CampaignId, ShopperId, StoreId } from '../../lambdas/domain/ids.ts';
import type { RedemptionBook } from '../../lambdas/domain/redemption.ts';
import type { Voucher } from '../../lambdas/domain/voucher.ts';
import { makeMemoryRedemptionBook } from '../fakes/memory-redemption-book.ts';
import { makeMemoryAttemptBook, makeMemoryHoldBook, makeMemoryTries } from '../fakes/memory-till-books.ts';
import { dayKey, makeRedemptionStore, markKey, totalKey } from '../fakes/redemption-store.ts';
import { plainWire } from '../fakes/wire.ts';
import { openUnguardedTables } from './open-tables.ts';

/** The books of the ledger by whoever keeps them, what a test puts into them, and what it looks at. */
export type Ledger = {
  readonly redemptions: RedemptionBook;
  readonly holds: HoldBook;
  readonly attempts: AttemptBook;
  readonly tries: TryCounter;
  put(coupon: Coupon, vouchers: readonly Voucher[]): Promise<void>;
  suspend(shopper: ShopperId): Promise<void>;
  stop(coupon: Coupon, stop: Stop): Promise<void>;
  voucher(voucher: Voucher): Promise<Voucher | undefined>;
  /** How much of the coupon's total is used, and of a store's day. */
  total(coupon: Coupon): Promise<number>;
  onDay(coupon: Coupon, store: StoreId, day: string): Promise<number>;
  isMarked(campaign: CampaignId, shopper: ShopperId): Promise<boolean>;
};

/** An opened ledger, and how to put it away. */
export type OpenedLedger = { readonly ledger: Ledger; close(): Promise<void> };

/** The fakes of the simulation, over empty tables. */
export async function openMemoryLedger(): Promise<OpenedLedger> {
  const store = makeRedemptionStore();
  const ledger: Ledger = {
    redemptions: makeMemoryRedemptionBook(store, plainWire),
    holds: makeMemoryHoldBook(store, plainWire),
    attempts: makeMemoryAttemptBook(store, plainWire),
    tries: makeMemoryTries(store, plainWire),
    put: async (coupon, vouchers) => {
      store.coupons.set(coupon.couponId, coupon);
      for (const voucher of vouchers) store.vouchers.set(voucher.voucherId, voucher);
    },
    suspend: async shopper => void store.suspended.add(shopper),
    stop: async ({ couponId }, stop) => void store.stops.set(couponId, stop),
    voucher: async ({ voucherId }) => store.vouchers.get(voucherId),
    total: async ({ couponId }) => store.used.get(totalKey(couponId)) ?? 0,
    onDay: async ({ couponId }, place, day) => store.used.get(dayKey(couponId, place, day)) ?? 0,
    isMarked: async (campaign, shopper) => (store.marks.get(markKey(campaign, shopper)) ?? 0) > 0,
  };
  return { ledger, close: async () => undefined };
}

/** The real adapters over the local AWS. */
export async function openDynamoLedger(): Promise<OpenedLedger> {
  const { dynamo, book, gate, close } = await openUnguardedTables();
  const coupons = makeCouponBook(dynamo, { book, gate });
  const vouchers = makeVoucherBook(dynamo, book);
  const usedOf = async (table: string, key: object) =>
    Number((await dynamo.get(table, { ...key }))?.['used'] ?? 0);
  const ledger: Ledger = {
    redemptions: makeRedemptionBook(dynamo, book, gate),
    holds: makeHoldBook(dynamo, book),
    tries: makeTryCounter(dynamo, gate),
    attempts: { ...makeAttemptBook(dynamo, book, gate), ...makeAttemptReader(dynamo, book) },
    put: async (coupon, issued) => {
      await coupons.create(coupon, undefined);
      for (const voucher of issued)
        await dynamo.put(book, { ...bookKeys.voucher(voucher.shopperId, voucher.voucherId), ...voucher });
    },
    suspend: async shopper => {
      await dynamo.put(book, { ...bookKeys.consents(shopper), suspendedAtMs: 1 });
    },
    stop: (coupon, stop) => coupons.stop(coupon, stop),
    voucher: ({ shopperId, voucherId }) => vouchers.find(shopperId, voucherId),
    total: ({ couponId }) => usedOf(book, bookKeys.couponTotal(couponId)),
    onDay: ({ couponId }, place, day) => usedOf(gate, gateKeys.storeDay(place, day, couponId)),
    isMarked: async (campaign, shopper) =>
      (await dynamo.get(book, bookKeys.delivery(campaign, laneOf(shopper), shopper)))?.['redeemedAtMs'] !==
      undefined,
  };
  return { ledger, close };
}
