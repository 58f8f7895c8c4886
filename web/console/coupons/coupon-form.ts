import type { Coupon } from '../answers.ts';
import { isoInZone } from '../zoned-time.ts';

/** What is typed to make a coupon; dates are days (`2026-12-21`), limits are texts as typed. */
export type CouponDraft = {
  readonly title: string;
  readonly terms: string;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly where: 'all' | 'some';
  readonly storeIds: readonly string[];
  readonly totalLimit: string;
  readonly perPersonLimit: string;
  readonly public: boolean;
};

/** A coupon form as it opens: usable once per person, everywhere. */
export const emptyCoupon: CouponDraft = {
  title: '',
  terms: '',
  validFrom: '',
  validUntil: '',
  where: 'all',
  storeIds: [],
  totalLimit: '',
  perPersonLimit: '1',
  public: false,
};

/** Which fields cannot be sent as they are, each with the key of its sentence. */
export type CouponFaults = {
  readonly title?: 'needTitle';
  readonly validUntil?: 'needUntil' | 'badUntil';
  readonly storeIds?: 'needStores';
  readonly totalLimit?: 'badLimit';
  readonly perPersonLimit?: 'badLimit';
};

/** A typed limit: a whole number from 1, none when left empty, and false when it is neither. */
export const readLimit = (text: string): number | undefined | false => {
  const plain = text.normalize('NFKC').trim();
  if (plain === '') return undefined;
  return /^[1-9]\d{0,8}$/.test(plain) ? Number(plain) : false;
};

const untilFault = (draft: CouponDraft): 'needUntil' | 'badUntil' | undefined => {
  if (draft.validUntil === '') return 'needUntil';
  return draft.validFrom !== '' && draft.validUntil < draft.validFrom ? 'badUntil' : undefined;
};

/** Looks over a coupon before it is sent. */
export const couponFaults = (draft: CouponDraft): CouponFaults => {
  const until = untilFault(draft);
  return {
    ...(draft.title.trim() === '' ? { title: 'needTitle' as const } : {}),
    ...(until === undefined ? {} : { validUntil: until }),
    ...(draft.where === 'some' && draft.storeIds.length === 0 ? { storeIds: 'needStores' as const } : {}),
    ...(readLimit(draft.totalLimit) === false ? { totalLimit: 'badLimit' as const } : {}),
    ...(readLimit(draft.perPersonLimit) === false ? { perPersonLimit: 'badLimit' as const } : {}),
  };
};

/** The body of `POST /v1/coupons`: from the first moment of the first day to the last second of the last. */
export const couponBody = (draft: CouponDraft, timeZone: string): Omit<Coupon, 'couponId'> => {
  const from = draft.validFrom === '' ? undefined : isoInZone(`${draft.validFrom}T00:00`, timeZone);
  const totalLimit = readLimit(draft.totalLimit);
  const perPersonLimit = readLimit(draft.perPersonLimit);
  const terms = draft.terms.trim();
  return {
    title: draft.title.trim(),
    ...(terms === '' ? {} : { terms }),
    ...(from === undefined ? {} : { validFrom: from }),
    validUntil: isoInZone(`${draft.validUntil}T23:59:59`, timeZone) ?? draft.validUntil,
    ...(draft.where === 'some' ? { storeIds: draft.storeIds } : {}),
    ...(typeof totalLimit === 'number' ? { totalLimit } : {}),
    ...(typeof perPersonLimit === 'number' ? { perPersonLimit } : {}),
    public: draft.public,
  };
};
