import * as z from 'zod/mini';
import type { Coupon } from './coupon.ts';

/** A benefit as it is told: words, or an amount off in a currency (ISO 4217). */
export const benefitTold = z.union([
  z.object({ text: z.string(), textEn: z.optional(z.string()) }),
  z.object({ amount: z.number(), currency: z.string() }),
]);

/** Windows as they are told; Monday is 1. */
export const usableOnTold = z.object({
  weekdays: z.optional(z.array(z.int())),
  hours: z.optional(z.array(z.object({ from: z.string(), to: z.string() }))),
  blackouts: z.optional(z.array(z.string())),
});

/** Words in both languages, as they are told. */
export const inBothTold = z.object({ ja: z.optional(z.string()), en: z.optional(z.string()) });

/** The fields of whatever shows what is printed on a coupon: shopper, clerk and marketer read the same. */
export const faceTold = {
  title: z.string(),
  terms: z.string(),
  titleEn: z.optional(z.string()),
  termsEn: z.optional(z.string()),
  benefit: z.optional(benefitTold),
  picture: z.optional(z.string()),
  pictureSize: z.optional(z.object({ width: z.int(), height: z.int() })),
  pictureAlt: z.optional(inBothTold),
  usableOn: z.optional(usableOnTold),
  timeZone: z.string(),
};

const copy = <T>(items: readonly T[] | undefined) => items && [...items];

/** What is printed on every copy of a coupon. */
export function faceOf(coupon: Coupon) {
  const { title, terms, titleEn, termsEn, benefit, usableOn, timeZone } = coupon;
  const { picture, pictureSize, pictureAlt } = coupon;
  const { weekdays, hours, blackouts } = usableOn ?? {};
  const windows = { weekdays: copy(weekdays), hours: copy(hours), blackouts: copy(blackouts) };
  return {
    title,
    terms,
    titleEn,
    termsEn,
    benefit,
    picture,
    pictureSize,
    pictureAlt,
    usableOn: usableOn && windows,
    timeZone,
  };
}
