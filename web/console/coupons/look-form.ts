import type { CouponWish } from '../answers.ts';

/** What is typed about how a coupon looks: what is written large, and its English texts. */
export type LookDraft = {
  readonly benefitAs: 'title' | 'amount' | 'text';
  readonly amount: string;
  readonly currency: string;
  readonly benefitText: string;
  readonly benefitTextEn: string;
  readonly titleEn: string;
  readonly termsEn: string;
};

/** A coupon's look as the form opens: its title is its benefit. */
export const emptyLook: LookDraft = {
  benefitAs: 'title',
  amount: '',
  currency: 'JPY',
  benefitText: '',
  benefitTextEn: '',
  titleEn: '',
  termsEn: '',
};

/** Currencies offered for an amount; the API takes any. */
export const currencies = ['JPY', 'USD', 'EUR', 'CNY', 'KRW', 'TWD'] as const;

/** Which of these fields cannot be sent as they are. */
export type LookFaults = { readonly amount?: 'badAmount'; readonly benefitText?: 'needBenefit' };

const readAmount = (text: string): number => {
  const plain = text.normalize('NFKC').replaceAll(',', '').trim();
  return /^\d{1,9}(\.\d{1,3})?$/.test(plain) ? Number(plain) : 0;
};

/** Looks over what is written large. */
export const lookFaults = ({ benefitAs, amount, benefitText }: LookDraft): LookFaults => ({
  ...(benefitAs === 'amount' && readAmount(amount) === 0 ? { amount: 'badAmount' as const } : {}),
  ...(benefitAs === 'text' && benefitText.trim() === '' ? { benefitText: 'needBenefit' as const } : {}),
});

const benefitOf = (draft: LookDraft): CouponWish['benefit'] => {
  const [text, textEn] = [draft.benefitText.trim(), draft.benefitTextEn.trim()];
  if (draft.benefitAs === 'amount' && readAmount(draft.amount) > 0)
    return { amount: readAmount(draft.amount), currency: draft.currency };
  if (draft.benefitAs === 'text' && text !== '') return { text, ...(textEn === '' ? {} : { textEn }) };
  return undefined;
};

/** The look as `POST /v1/coupons` takes it. */
export const lookBody = (draft: LookDraft): Partial<CouponWish> => {
  const [titleEn, termsEn] = [draft.titleEn.trim(), draft.termsEn.trim()];
  const benefit = benefitOf(draft);
  return {
    ...(benefit === undefined ? {} : { benefit }),
    ...(titleEn === '' ? {} : { titleEn }),
    ...(termsEn === '' ? {} : { termsEn }),
  };
};
