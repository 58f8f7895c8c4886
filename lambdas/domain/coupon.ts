import type { CouponId, StoreId } from './ids.ts';
import { refuse, type Refusal } from './refusal.ts';
import type { Page } from './store.ts';
import type { Creation, ReplayKey } from './replay.ts';

/** The offer a marketer defines; times in milliseconds, no `storeIds` means every store. */
export type Coupon = {
  readonly couponId: CouponId;
  readonly title: string;
  readonly terms: string;
  readonly validFromMs: number;
  readonly validUntilMs: number;
  readonly storeIds?: readonly StoreId[];
  readonly totalLimit?: number;
  readonly perPersonLimit: number;
  readonly isPublic: boolean;
  readonly createdAtMs: number;
};

/** Keeps coupons. */
export type CouponBook = {
  create(coupon: Coupon, replay: ReplayKey | undefined): Promise<Creation<CouponId>>;
  byId(id: CouponId): Promise<Coupon | undefined>;
  list(cursor: string | undefined, limit: number): Promise<Page<Coupon>>;
};

/** Why a coupon cannot be used now, or undefined when it can. */
export function whyNotNow(coupon: Coupon, nowMs: number): Refusal | undefined {
  if (nowMs < coupon.validFromMs) {
    return refuse('coupon.not_usable_now', {
      why: 'not_yet',
      validFrom: new Date(coupon.validFromMs).toISOString(),
    });
  }
  if (nowMs >= coupon.validUntilMs) {
    return refuse('coupon.not_usable_now', {
      why: 'over',
      validUntil: new Date(coupon.validUntilMs).toISOString(),
    });
  }
  return undefined;
}

/** Why a coupon cannot be used at a store, or undefined when it can. */
export function whyNotHere(coupon: Coupon, store: StoreId): Refusal | undefined {
  return coupon.storeIds === undefined || coupon.storeIds.includes(store)
    ? undefined
    : refuse('coupon.not_at_this_store');
}
