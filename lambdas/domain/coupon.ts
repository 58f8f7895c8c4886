import { firstOpenMs, whyClosed, type UsableOn } from './coupon-window.ts';
import type { CouponId, PictureId, StoreId } from './ids.ts';
import type { PictureSize } from './picture.ts';
import { refuse, type Refusal } from './refusal.ts';
import type { Creation, ReplayKey } from './replay.ts';
import type { Page, Store } from './store.ts';
import { endOfDayMs, isoInZone } from './wall-clock.ts';

/** What a coupon gives: words, in English too where they were written, or an amount off. */
export type Benefit =
  | { readonly text: string; readonly textEn?: string }
  | { readonly amount: number; readonly currency: string };

/** How long a voucher holds: as long as its coupon, or to the end of a day so many after it was received, if sooner. */
export type Validity =
  | { readonly kind: 'fixed' }
  | { readonly kind: 'days-from-receipt'; readonly days: number };

/** Words in both languages; either may be left out. */
export type InBoth = { readonly ja?: string; readonly en?: string };

/**
 * The offer a marketer defines; times in milliseconds, no `storeIds` and no `storeGroup` means every store. Its
 * `timeZone` ends vouchers that hold for some days; its windows are judged by the clock of the store that is asked.
 */
export type Coupon = {
  readonly couponId: CouponId;
  readonly title: string;
  readonly terms: string;
  readonly titleEn?: string;
  readonly termsEn?: string;
  readonly benefit?: Benefit;
  readonly picture?: PictureId;
  /** The picture's own, so that a page keeps its place while it is fetched. */
  readonly pictureSize?: PictureSize;
  /** What is to be seen, for who cannot see it; without it the picture is decoration. */
  readonly pictureAlt?: InBoth;
  readonly timeZone: string;
  readonly validFromMs: number;
  readonly validUntilMs: number;
  readonly validity?: Validity;
  readonly usableOn?: UsableOn;
  readonly storeIds?: readonly StoreId[];
  readonly storeGroup?: string;
  readonly totalLimit?: number;
  readonly perPersonLimit: number;
  readonly perStoreDayLimit?: number;
  /** Of the vouchers whose coupons name one group, a person has one in force at a time. */
  readonly exclusiveGroup?: string;
  readonly isPublic: boolean;
  readonly createdAtMs: number;
  readonly stoppedAtMs?: number;
  readonly stopMessage?: InBoth;
};

/** The zone of coupons from before they had one of their own, and of those nobody gave one. */
export const usualZone = 'Asia/Tokyo';

/** A stop: when (milliseconds), and what people are told. */
export type Stop = { readonly atMs: number; readonly message: InBoth | undefined };

/** Keeps coupons. */
export type CouponBook = {
  create(coupon: Coupon, replay: ReplayKey | undefined): Promise<Creation<CouponId>>;
  byId(id: CouponId): Promise<Coupon | undefined>;
  list(cursor: string | undefined, limit: number): Promise<Page<Coupon>>;
  /** Stops a coupon for good, at once for every redemption that has not happened; a coupon that is stopped stays as it is. */
  stop(coupon: Coupon, stop: Stop): Promise<void>;
  /** How often a coupon with a total was used; undefined where no total is set, since nobody counts them. */
  timesUsed(coupon: Coupon): Promise<number | undefined>;
};

/** When a voucher of the coupon ends that was received at `issuedAtMs`, in milliseconds: the sooner of both ends. */
export function voucherEndMs({ validity, timeZone, validUntilMs }: Coupon, issuedAtMs: number): number {
  return validity?.kind === 'days-from-receipt'
    ? Math.min(validUntilMs, endOfDayMs(timeZone, issuedAtMs, validity.days))
    : validUntilMs;
}

/** The refusal of a coupon that was stopped, with what people are to be told in both languages. */
export function whyStopped({
  stoppedAtMs,
  stopMessage,
}: Pick<Coupon, 'stoppedAtMs' | 'stopMessage'>): Refusal | undefined {
  if (stoppedAtMs === undefined) return undefined;
  return refuse('coupon.stopped', stopMessage === undefined ? {} : { message: { ...stopMessage } });
}

function isOver(endMs: number): Refusal {
  return refuse('coupon.not_usable_now', { why: 'over', validUntil: new Date(endMs).toISOString() });
}

/** Why a coupon is not given to anybody any more, or undefined while it is: stopped, or over. */
export function whyNotGiven(coupon: Coupon, nowMs: number): Refusal | undefined {
  return whyStopped(coupon) ?? (nowMs >= coupon.validUntilMs ? isOver(coupon.validUntilMs) : undefined);
}

/** Where and until when a voucher is to be used: the clock that counts, and the voucher's own end (milliseconds). */
export type Use = { readonly zone: string; readonly endMs: number };

/** Why a coupon cannot be used now, with the next moment it can be on the clock that counts; undefined when it can. */
export function whyNotNow(coupon: Coupon, { zone, endMs }: Use, nowMs: number): Refusal | undefined {
  if (nowMs >= endMs) return isOver(endMs);
  const { validFromMs, usableOn = {} } = coupon;
  const isEarly = nowMs < validFromMs;
  const why = isEarly ? 'not_yet' : whyClosed(usableOn, zone, nowMs);
  if (why === undefined) return undefined;
  const openMs = firstOpenMs(usableOn, zone, Math.max(nowMs, validFromMs), endMs);
  return refuse('coupon.not_usable_now', {
    why,
    ...(isEarly ? { validFrom: new Date(validFromMs).toISOString() } : {}),
    ...(openMs === undefined ? {} : { usableAt: isoInZone(zone, openMs) }),
  });
}

/** Why a coupon cannot be used at a store, or undefined when it can. */
export function whyNotHere(
  { storeIds, storeGroup }: Coupon,
  store: Pick<Store, 'storeId' | 'group'>,
): Refusal | undefined {
  const isNamed = storeIds === undefined || storeIds.includes(store.storeId);
  const isInGroup = storeGroup === undefined || storeGroup === store.group;
  return isNamed && isInGroup ? undefined : refuse('coupon.not_at_this_store');
}
