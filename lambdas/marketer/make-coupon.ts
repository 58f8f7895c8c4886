import type { Coupon, CouponBook } from '../domain/coupon.ts';
import { couponId, storeId, type StoreId } from '../domain/ids.ts';
import { refuse } from '../domain/refusal.ts';
import type { ReplayKey } from '../domain/replay.ts';
import type { StoreBook } from '../domain/store.ts';

/** What defining a coupon needs. */
export type MakeCouponDeps = {
  readonly coupons: CouponBook;
  readonly stores: Pick<StoreBook, 'byId'>;
  readonly newUlid: (nowMs: number) => string;
};

/** A coupon to define; times ISO 8601 with offset. */
export type MakeCoupon = {
  readonly title: string;
  readonly terms?: string | undefined;
  readonly validFrom?: string | undefined;
  readonly validUntil: string;
  readonly storeIds?: readonly string[] | undefined;
  readonly totalLimit?: number | undefined;
  readonly perPersonLimit?: number | undefined;
  readonly public?: boolean | undefined;
};

const time = (ms: number) => new Date(ms).toISOString();

/** A coupon as the console sees it. */
export function showCoupon(coupon: Coupon) {
  const { couponId, title, terms, storeIds, totalLimit, perPersonLimit, isPublic } = coupon;
  return {
    couponId,
    title,
    terms,
    validFrom: time(coupon.validFromMs),
    validUntil: time(coupon.validUntilMs),
    ...(storeIds === undefined ? {} : { storeIds: [...storeIds] }),
    ...(totalLimit === undefined ? {} : { totalLimit }),
    perPersonLimit,
    public: isPublic,
    createdAt: time(coupon.createdAtMs),
  };
}

/** Whether every store named exists. */
export async function allExist(stores: Pick<StoreBook, 'byId'>, ids: readonly StoreId[]): Promise<boolean> {
  return (await Promise.all(ids.map(id => stores.byId(id)))).every(store => store !== undefined);
}

/** Defines a coupon. Refusals: request.malformed (window ends before it starts), store.not_found. */
export function makeMakeCoupon({ coupons, stores, newUlid }: MakeCouponDeps) {
  return async (wish: MakeCoupon, replay: ReplayKey | undefined, nowMs: number) => {
    const validFromMs = wish.validFrom === undefined ? nowMs : Date.parse(wish.validFrom);
    const validUntilMs = Date.parse(wish.validUntil);
    if (validUntilMs <= validFromMs) return refuse('request.malformed', { fields: 'validUntil' });
    const storeIds = wish.storeIds?.map(storeId);
    if (storeIds !== undefined && !(await allExist(stores, storeIds))) return refuse('store.not_found');
    const coupon: Coupon = {
      couponId: couponId(`cpn_${newUlid(nowMs)}`),
      title: wish.title,
      terms: wish.terms ?? '',
      validFromMs,
      validUntilMs,
      ...(storeIds === undefined ? {} : { storeIds }),
      ...(wish.totalLimit === undefined ? {} : { totalLimit: wish.totalLimit }),
      perPersonLimit: wish.perPersonLimit ?? 1,
      isPublic: wish.public ?? false,
      createdAtMs: nowMs,
    };
    const made = await coupons.create(coupon, replay);
    if (made.kind === 'key_reused') return refuse('idempotency.key_reused');
    const first = made.kind === 'repeated' ? await coupons.byId(made.id) : coupon;
    return first === undefined ? refuse('coupon.not_found') : showCoupon(first);
  };
}
