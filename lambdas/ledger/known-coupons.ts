import type { Coupon, CouponBook } from '../domain/coupon.ts';
import type { CouponId } from '../domain/ids.ts';

/** Coupons that a function has read before; moments in milliseconds. */
export type KnownCoupons = {
  /** The coupon as it was within the last half minute, or as it is now. */
  known(id: CouponId, nowMs: number): Promise<Coupon | undefined>;
  /** The coupon as it is now, which is known from then on. */
  anew(id: CouponId, nowMs: number): Promise<Coupon | undefined>;
};

/** What a function keeps in mind; it dies with the function. */
export type CouponMemory = Map<CouponId, { readonly coupon: Coupon; readonly readAtMs: number }>;

/** How many coupons a function keeps in mind, each of them a few kilobytes, and for how long. */
const mostKept = 500;
const keptMs = 30_000;

/**
 * Keeps coupons in mind. They never change but for their stop, so whoever says yes asks for the stop in the transaction,
 * and whoever is about to say no reads the coupon anew. That it is kept for half a minute bounds what a stop that broke
 * off between its rows leaves open (docs/decisions/0042). The one that was read first is forgotten first.
 */
export function makeKnownCoupons(
  coupons: Pick<CouponBook, 'byId'>,
  kept: CouponMemory = new Map(),
): KnownCoupons {
  const anew = async (id: CouponId, nowMs: number) => {
    const coupon = await coupons.byId(id);
    kept.delete(id);
    if (coupon !== undefined) kept.set(id, { coupon, readAtMs: nowMs });
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return coupon;
  };
  const known = async (id: CouponId, nowMs: number) => {
    const before = kept.get(id);
    return before !== undefined && nowMs - before.readAtMs < keptMs ? before.coupon : anew(id, nowMs);
  };
  return { known, anew };
}
