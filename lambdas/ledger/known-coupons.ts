import type { Coupon, CouponBook } from '../domain/coupon.ts';
import type { CouponId } from '../domain/ids.ts';

/** Coupons that a function has read before. `byId` reads one anew. */
export type KnownCoupons = Pick<CouponBook, 'byId'> & {
  /** The coupon as it was when it was read last; of one that was never read, as it is now. */
  known(id: CouponId): Promise<Coupon | undefined>;
};

/** What a function keeps in mind; it dies with the function. */
export type CouponMemory = Map<CouponId, Coupon>;

/** How many coupons a function keeps in mind; each is a few kilobytes. */
const mostKept = 500;

/**
 * Keeps coupons in mind. They never change but for their stop, which is for good, so whoever is about to say no reads it
 * anew, and whoever says yes asks for the stop in the transaction. The one that was read first is forgotten first.
 */
export function makeKnownCoupons(
  coupons: Pick<CouponBook, 'byId'>,
  kept: CouponMemory = new Map(),
): KnownCoupons {
  const byId = async (id: CouponId) => {
    const coupon = await coupons.byId(id);
    if (coupon === undefined) return undefined;
    kept.set(id, coupon);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return coupon;
  };
  return { byId, known: async id => kept.get(id) ?? byId(id) };
}
