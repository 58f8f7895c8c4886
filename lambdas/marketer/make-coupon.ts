import type * as z from 'zod/mini';
import { usualZone, type Coupon, type CouponBook } from '../domain/coupon.ts';
import { faceOf } from '../domain/coupon-face.ts';
import { couponId, storeId, type StoreId } from '../domain/ids.ts';
import type { PictureBook } from '../domain/picture.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import type { ReplayKey } from '../domain/replay.ts';
import type { StoreBook } from '../domain/store.ts';
import type { couponWire } from './coupon.wire.ts';

/** What defining a coupon needs. */
export type MakeCouponDeps = {
  readonly coupons: CouponBook;
  readonly stores: Pick<StoreBook, 'byId'>;
  readonly pictures: Pick<PictureBook, 'byId'>;
  readonly newUlid: (nowMs: number) => string;
};

/** A coupon to define; times ISO 8601 with offset. */
export type MakeCoupon = z.output<(typeof couponWire)['POST /v1/coupons']['body']>;

const time = (ms: number) => new Date(ms).toISOString();

/** A coupon as the console sees it. */
export function showCoupon(coupon: Coupon) {
  const { couponId: id, validity, storeIds, storeGroup, totalLimit, perPersonLimit } = coupon;
  const { perStoreDayLimit, exclusiveGroup, stoppedAtMs, stopMessage } = coupon;
  return {
    couponId: id,
    ...faceOf(coupon),
    validFrom: time(coupon.validFromMs),
    validUntil: time(coupon.validUntilMs),
    validity,
    storeIds: storeIds && [...storeIds],
    storeGroup,
    totalLimit,
    perPersonLimit,
    perStoreDayLimit,
    exclusiveGroup,
    public: coupon.isPublic,
    createdAt: time(coupon.createdAtMs),
    stoppedAt: stoppedAtMs === undefined ? undefined : time(stoppedAtMs),
    stopMessage,
  };
}

/** Whether every store named exists. */
export async function allExist(stores: Pick<StoreBook, 'byId'>, ids: readonly StoreId[]): Promise<boolean> {
  return (await Promise.all(ids.map(id => stores.byId(id)))).every(store => store !== undefined);
}

/** The zone of a new coupon: the one asked for, else that of the first store named, else the usual one. */
async function zoneFor(stores: Pick<StoreBook, 'byId'>, wish: MakeCoupon): Promise<string | Refusal> {
  const ids = wish.storeIds?.map(storeId) ?? [];
  if (!(await allExist(stores, ids))) return refuse('store.not_found');
  const [first] = ids;
  const named = wish.timeZone ?? (first && (await stores.byId(first))?.timeZone);
  return named ?? usualZone;
}

/**
 * The size of the picture asked for. Pictures are kept for good, so one that is there now is there when the coupon is.
 * Refusals: picture.not_found, request.malformed (words about no picture).
 */
async function sizeFor(
  pictures: Pick<PictureBook, 'byId'>,
  { picture, pictureAlt }: MakeCoupon,
): Promise<Pick<Coupon, 'pictureSize'> | Refusal> {
  if (picture === undefined)
    return pictureAlt === undefined ? {} : refuse('request.malformed', { fields: 'pictureAlt' });
  const found = await pictures.byId(picture);
  if (found === undefined) return refuse('picture.not_found');
  return { pictureSize: { width: found.width, height: found.height } };
}

function draftCoupon(id: string, timeZone: string, wish: MakeCoupon, nowMs: number): Coupon {
  const { validFrom, validUntil, storeIds, terms = '', perPersonLimit = 1, ...rest } = wish;
  const { public: isPublic = false, ...fields } = rest;
  return {
    ...fields,
    couponId: couponId(id),
    terms,
    timeZone,
    validFromMs: validFrom === undefined ? nowMs : Date.parse(validFrom),
    validUntilMs: Date.parse(validUntil),
    ...(storeIds === undefined ? {} : { storeIds: storeIds.map(storeId) }),
    perPersonLimit,
    isPublic,
    createdAtMs: nowMs,
  };
}

/**
 * Defines a coupon. Refusals: request.malformed (ends before it starts, stores and group at once), store.not_found,
 * picture.not_found.
 */
export function makeMakeCoupon({ coupons, stores, pictures, newUlid }: MakeCouponDeps) {
  return async (wish: MakeCoupon, replay: ReplayKey | undefined, nowMs: number) => {
    if (wish.storeIds !== undefined && wish.storeGroup !== undefined)
      return refuse('request.malformed', { fields: 'storeGroup' });
    const zone = await zoneFor(stores, wish);
    if (isRefusal(zone)) return zone;
    const size = await sizeFor(pictures, wish);
    if (isRefusal(size)) return size;
    const coupon = { ...draftCoupon(`cpn_${newUlid(nowMs)}`, zone, wish, nowMs), ...size };
    if (coupon.validUntilMs <= coupon.validFromMs)
      return refuse('request.malformed', { fields: 'validUntil' });
    const made = await coupons.create(coupon, replay);
    if (made.kind === 'key_reused') return refuse('idempotency.key_reused');
    const first = made.kind === 'repeated' ? await coupons.byId(made.id) : coupon;
    return first === undefined ? refuse('coupon.not_found') : showCoupon(asMade(first));
  };
}

/** The coupon as it was when it was made: what a repeated request is answered with. */
function asMade({ stoppedAtMs: _at, stopMessage: _message, ...coupon }: Coupon): Coupon {
  return coupon;
}
