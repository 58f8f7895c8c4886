import type { CouponWish } from '../answers.ts';
import { isoInZone } from '../zoned-time.ts';
import { type LookDraft, type LookFaults, emptyLook, lookBody, lookFaults } from './look-form.ts';
import { type PictureDraft, altBody, emptyPicture } from './picture-form.ts';
import {
  type WindowDraft,
  type WindowFaults,
  emptyWindows,
  windowBody,
  windowFaults,
} from './window-form.ts';

/** What is typed to make a coupon; dates are days (`2026-12-21`), limits are texts as typed. */
export type CouponDraft = LookDraft &
  PictureDraft &
  WindowDraft & {
    readonly title: string;
    readonly terms: string;
    readonly validFrom: string;
    readonly validUntil: string;
    readonly where: 'all' | 'some' | 'group';
    readonly storeIds: readonly string[];
    readonly storeGroup: string;
    readonly totalLimit: string;
    readonly perPersonLimit: string;
    readonly perStoreDayLimit: string;
    readonly exclusiveGroup: string;
    readonly public: boolean;
  };

/** A coupon form as it opens: usable once per person, everywhere, at any time. */
export const emptyCoupon: CouponDraft = {
  title: '',
  terms: '',
  validFrom: '',
  validUntil: '',
  where: 'all',
  storeIds: [],
  storeGroup: '',
  totalLimit: '',
  perPersonLimit: '1',
  perStoreDayLimit: '',
  exclusiveGroup: '',
  public: false,
  ...emptyLook,
  ...emptyPicture,
  ...emptyWindows,
};

/** Which fields cannot be sent as they are, each with the key of its sentence. */
export type CouponFaults = LookFaults &
  WindowFaults & {
    readonly title?: 'needTitle';
    readonly validUntil?: 'needUntil' | 'badUntil';
    readonly storeIds?: 'needStores';
    readonly storeGroup?: 'needGroup';
    readonly totalLimit?: 'badLimit';
    readonly perPersonLimit?: 'badLimit';
    readonly perStoreDayLimit?: 'badLimit';
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

const limitNames = ['totalLimit', 'perPersonLimit', 'perStoreDayLimit'] as const;

const whereFaults = ({ where, storeIds, storeGroup }: CouponDraft): CouponFaults => ({
  ...(where === 'some' && storeIds.length === 0 ? { storeIds: 'needStores' as const } : {}),
  ...(where === 'group' && storeGroup === '' ? { storeGroup: 'needGroup' as const } : {}),
});

/** Looks over a coupon before it is sent. */
export const couponFaults = (draft: CouponDraft): CouponFaults => {
  const until = untilFault(draft);
  const bad = limitNames.filter(name => readLimit(draft[name]) === false);
  return {
    ...(draft.title.trim() === '' ? { title: 'needTitle' as const } : {}),
    ...(until === undefined ? {} : { validUntil: until }),
    ...whereFaults(draft),
    ...Object.fromEntries(bad.map(name => [name, 'badLimit' as const])),
    ...lookFaults(draft),
    ...windowFaults(draft),
  };
};

const limitsBody = (draft: CouponDraft): Partial<CouponWish> =>
  Object.fromEntries(
    limitNames.flatMap(name => {
      const limit = readLimit(draft[name]);
      return typeof limit === 'number' ? [[name, limit]] : [];
    }),
  );

const whereBody = ({ where, storeIds, storeGroup }: CouponDraft): Partial<CouponWish> => {
  if (where === 'some') return { storeIds };
  return where === 'group' ? { storeGroup } : {};
};

/** The body of `POST /v1/coupons` but for its picture, which is sent first: from the first moment of the first day to the last second of the last. */
export const couponBody = (draft: CouponDraft, timeZone: string): CouponWish => {
  const from = draft.validFrom === '' ? undefined : isoInZone(`${draft.validFrom}T00:00`, timeZone);
  const terms = draft.terms.trim();
  const exclusiveGroup = draft.exclusiveGroup.trim();
  return {
    title: draft.title.trim(),
    ...(terms === '' ? {} : { terms }),
    ...lookBody(draft),
    ...altBody(draft),
    ...(from === undefined ? {} : { validFrom: from }),
    validUntil: isoInZone(`${draft.validUntil}T23:59:59`, timeZone) ?? draft.validUntil,
    ...windowBody(draft),
    ...whereBody(draft),
    ...limitsBody(draft),
    ...(exclusiveGroup === '' ? {} : { exclusiveGroup }),
    public: draft.public,
  };
};
