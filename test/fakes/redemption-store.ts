import type { Limit } from '../../lambdas/domain/counter.ts';
import type { Attempt } from '../../lambdas/domain/attempt.ts';
import type { Coupon, Stop } from '../../lambdas/domain/coupon.ts';
import type {
  CampaignId,
  CouponId,
  RedemptionId,
  SecretHash,
  ShopperId,
  StoreId,
  VoucherId,
} from '../../lambdas/domain/ids.ts';
import type { Redeemed, Redemption, Undo } from '../../lambdas/domain/redemption.ts';
import type { Store } from '../../lambdas/domain/store.ts';
import type { Voucher } from '../../lambdas/domain/voucher.ts';

/** An Idempotency-Key that was used: for which request, with what answer, until when (milliseconds). */
export type UsedKey = { readonly request: SecretHash; readonly answer: Redeemed; readonly endsAtMs: number };

/** What the tables hold of redemptions, in memory; counters by the keys that `totalKey` and `dayKey` make. */
export type RedemptionStore = {
  readonly vouchers: Map<VoucherId, Voucher>;
  readonly codes: Map<SecretHash, VoucherId>;
  readonly coupons: Map<CouponId, Coupon>;
  readonly stops: Map<CouponId, Stop>;
  readonly stores: Map<StoreId, Store>;
  readonly suspended: Set<ShopperId>;
  readonly redemptions: Map<RedemptionId, Redemption>;
  readonly undos: Map<RedemptionId, Undo>;
  readonly used: Map<string, number>;
  readonly groups: Map<string, VoucherId>;
  readonly keys: Map<SecretHash, UsedKey>;
  /** How many redemptions in force count for a delivery. */
  readonly marks: Map<string, number>;
  readonly attempts: Attempt[];
  readonly counters: Map<string, number>;
  /** The tries on each counter that were not given back, by their ids. */
  readonly tries: Map<string, Set<string>>;
};

/** Empty tables. */
export function makeRedemptionStore(): RedemptionStore {
  return {
    vouchers: new Map(),
    codes: new Map(),
    coupons: new Map(),
    stops: new Map(),
    stores: new Map(),
    suspended: new Set(),
    redemptions: new Map(),
    undos: new Map(),
    used: new Map(),
    groups: new Map(),
    keys: new Map(),
    marks: new Map(),
    attempts: [],
    counters: new Map(),
    tries: new Map(),
  };
}

/** Gives a try back; one that was given back stays so. */
export function takeTryOff({ tries }: RedemptionStore, { key, tryId = '' }: Limit): void {
  tries.get(key)?.delete(tryId);
}

/** The key of a coupon's total. */
export const totalKey = (coupon: CouponId): string => `total|${coupon}`;

/** The key of a store's day of a coupon. */
export const dayKey = (coupon: CouponId, store: StoreId, day: string): string =>
  `day|${coupon}|${store}|${day}`;

/** The key of a person's group. */
export const groupKey = (shopper: ShopperId, group: string): string => `${shopper}|${group}`;

/** The key of a delivery that redemptions count for. */
export const markKey = (campaign: CampaignId, shopper: ShopperId): string => `${campaign}|${shopper}`;
