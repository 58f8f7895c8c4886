import type { Attempt, AttemptBook } from '../domain/attempt.ts';
import type { Coupon, CouponBook } from '../domain/coupon.ts';
import type { CouponId, StoreId } from '../domain/ids.ts';
import { storeDayOf } from '../domain/redemption-limits.ts';
import { refuse } from '../domain/refusal.ts';
import type { StoreBook } from '../domain/store.ts';

/** What showing refused attempts needs. */
export type AttemptListDeps = {
  readonly attempts: Pick<AttemptBook, 'newest'>;
  readonly coupons: Pick<CouponBook, 'byId'>;
  readonly stores: Pick<StoreBook, 'byId'>;
};

/** An attempt with the coupon it was about, where there was one. */
export type ShownAttempt = { readonly attempt: Attempt; readonly coupon: Coupon | undefined };

/** A clerk looks at the last of them; a day of more than these is one for whoever looks for fraud. */
const most = 50;

/** The refused attempts of the store's own day, newest first, fifty at most. */
export function makeListAttempts({ attempts, coupons, stores }: AttemptListDeps) {
  return async (storeId: StoreId, nowMs: number) => {
    const [store, newest] = await Promise.all([stores.byId(storeId), attempts.newest(storeId, most)]);
    if (store === undefined) return refuse('store.not_found');
    const today = newest.filter(({ atMs }) => storeDayOf(store, atMs) === storeDayOf(store, nowMs));
    const ids = new Set(
      today.flatMap(({ couponId }): CouponId[] => (couponId === undefined ? [] : [couponId])),
    );
    const known = new Map(await Promise.all([...ids].map(async id => [id, await coupons.byId(id)] as const)));
    return today.map((attempt): ShownAttempt => {
      const { couponId } = attempt;
      return { attempt, coupon: couponId === undefined ? undefined : known.get(couponId) };
    });
  };
}
