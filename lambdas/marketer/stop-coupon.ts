import type { CouponBook, Stop } from '../domain/coupon.ts';
import type { CouponId } from '../domain/ids.ts';
import { refuse } from '../domain/refusal.ts';
import { showCoupon } from './make-coupon.ts';

/** Stops a coupon for good; of several stops the first one counts, and the next completes one that broke off. Refusal: coupon.not_found. */
export function makeStopCoupon(coupons: Pick<CouponBook, 'byId' | 'stop'>) {
  return async (id: CouponId, stop: Stop) => {
    const coupon = await coupons.byId(id);
    if (coupon === undefined) return refuse('coupon.not_found');
    await coupons.stop(coupon, stop);
    return showCoupon((await coupons.byId(id)) ?? coupon);
  };
}
