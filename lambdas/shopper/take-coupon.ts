import { whyNotGiven, type CouponBook } from '../domain/coupon.ts';
import type { CouponId, ShopperId } from '../domain/ids.ts';
import { refuse } from '../domain/refusal.ts';
import { voucherIdFor } from '../domain/voucher.ts';
import { showOffer, showVoucher, type ShowDeps } from './show-vouchers.ts';

/**
 * A shopper takes a public coupon; taking it twice is the same voucher. Refusals: coupon.not_found, coupon.stopped,
 * coupon.not_usable_now, shopper.suspended.
 */
export function makeTakeCoupon(deps: ShowDeps) {
  return async (shopperId: ShopperId, id: CouponId, nowMs: number) => {
    const coupon = await deps.coupons.byId(id);
    if (coupon === undefined || !coupon.isPublic) return refuse('coupon.not_found');
    const tooLate = whyNotGiven(coupon, nowMs);
    if (tooLate !== undefined) return tooLate;
    const voucher = { voucherId: voucherIdFor(id, shopperId), couponId: id, shopperId };
    const { secrets, vouchers } = deps;
    const codeOfSalt = (salt: number) => secrets.codeKey(secrets.codeOf(voucher.voucherId, salt));
    const salt = await vouchers.settleSalt(voucher, codeOfSalt);
    const issued = await vouchers.issue({ ...voucher, issuedAtMs: nowMs }, salt);
    return issued === 'shopper_suspended'
      ? refuse('shopper.suspended')
      : showVoucher(deps, issued, coupon, nowMs);
  };
}

/** Public coupons that can still be used; a page may hold fewer than asked for. */
export function makeListPublicCoupons(coupons: CouponBook) {
  return async (cursor: string | undefined, nowMs: number) => {
    const page = await coupons.list(cursor, 100);
    const open = page.items.filter(coupon => coupon.isPublic && whyNotGiven(coupon, nowMs) === undefined);
    return {
      items: open.map(coupon => ({ couponId: coupon.couponId, ...showOffer(coupon) })),
      ...(page.cursor === undefined ? {} : { cursor: page.cursor }),
    };
  };
}
