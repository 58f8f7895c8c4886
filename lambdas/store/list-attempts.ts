import type { Attempt, AttemptBook } from '../domain/attempt.ts';
import type { Coupon, CouponBook } from '../domain/coupon.ts';
import type { CouponId, StoreId } from '../domain/ids.ts';
import { storeDayOf } from '../domain/redemption-limits.ts';
import type { Store } from '../domain/store.ts';
import type { UseBook } from '../domain/usage.ts';

/** What showing refused attempts needs. */
export type AttemptListDeps = {
  readonly attempts: Pick<AttemptBook, 'newest'>;
  readonly coupons: Pick<CouponBook, 'byId'>;
  readonly uses: Pick<UseBook, 'staffNames'>;
};

/** An attempt with the coupon it was about and the name of the clerk who tried, where there was one. */
export type ShownAttempt = {
  readonly attempt: Attempt;
  readonly coupon: Coupon | undefined;
  readonly staffName: string | undefined;
};

/** A clerk looks at the last of them; a day of more than these is one for whoever looks for fraud. */
const most = 50;

/** The coupons that attempts were about. */
async function couponsOf({ coupons }: AttemptListDeps, shown: readonly Attempt[]) {
  const ids = new Set(
    shown.flatMap(({ couponId }): CouponId[] => (couponId === undefined ? [] : [couponId])),
  );
  return new Map(await Promise.all([...ids].map(async id => [id, await coupons.byId(id)] as const)));
}

/** The names of the store's people, also of those who ended; nobody is asked for where no clerk was signed in. */
async function namesOf({ uses }: AttemptListDeps, storeId: StoreId, shown: readonly Attempt[]) {
  const hasClerks = shown.some(({ staffId }) => staffId !== undefined);
  return hasClerks ? uses.staffNames(storeId) : new Map<string, string>();
}

/** The refused attempts of the store's own day, newest first, fifty at most. */
export function makeListAttempts(deps: AttemptListDeps) {
  return async (store: Store, nowMs: number) => {
    const newest = await deps.attempts.newest(store.storeId, most);
    const today = newest.filter(({ atMs }) => storeDayOf(store, atMs) === storeDayOf(store, nowMs));
    const [known, names] = await Promise.all([couponsOf(deps, today), namesOf(deps, store.storeId, today)]);
    return today.map((attempt): ShownAttempt => {
      const { couponId, staffId } = attempt;
      const coupon = couponId === undefined ? undefined : known.get(couponId);
      return { attempt, coupon, staffName: staffId === undefined ? undefined : names.get(staffId) };
    });
  };
}
