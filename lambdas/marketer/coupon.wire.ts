import * as z from 'zod/mini';
import { faceTold, inBothTold } from '../domain/coupon-face.ts';
import { pictureId } from '../domain/ids.ts';
import { pictureIdForm, pictureTypes } from '../domain/picture.ts';

const time = z.string();
const id = z.string().check(z.maxLength(60));
const positive = z.int().check(z.minimum(1), z.maximum(1_000_000_000));

/** Text without control letters (line ends and tabs apart) and without lone surrogates. */
export function isPlain(text: string): boolean {
  return !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/u.test(text) && text.isWellFormed();
}

/** ISO 8601 with an offset, and a time that exists. */
function isInstant(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/u.test(text) &&
    !Number.isNaN(Date.parse(text))
  );
}

/** A moment in ISO 8601 with an offset. */
export const when = z.string().check(
  z.maxLength(40),
  z.refine(text => isInstant(text)),
);

/** Plain words of at most so many letters, at least one. */
export const words = (max: number) =>
  z.string().check(
    z.trim(),
    z.minLength(1),
    z.maxLength(max),
    z.refine(text => isPlain(text)),
  );

function isTimeZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** An IANA time zone that this runtime knows. */
export const zone = z.string().check(z.maxLength(60), z.refine(isTimeZone));

/** The name of a group, of stores or of coupons. */
export const group = words(40);

function isCurrency(text: string): boolean {
  return Intl.supportedValuesOf('currency').includes(text);
}

/** A date that the calendar has. */
function isDate(text: string): boolean {
  const atMs = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/u.test(text) && !Number.isNaN(atMs) && dateOf(atMs) === text;
}

const dateOf = (atMs: number) => new Date(atMs).toISOString().slice(0, 10);
const isEachOnce = (items: readonly unknown[]) => new Set(items).size === items.length;
const clock = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/u));

const benefit = z.union([
  z.object({ text: words(40), textEn: z.exactOptional(words(40)) }),
  z.object({
    amount: z.number().check(z.gt(0), z.maximum(1_000_000_000)),
    currency: z.string().check(z.maxLength(3), z.refine(isCurrency)),
  }),
]);
const validity = z.union([
  z.object({ kind: z.literal('fixed') }),
  z.object({ kind: z.literal('days-from-receipt'), days: z.int().check(z.minimum(1), z.maximum(3660)) }),
]);
const usableOn = z.object({
  weekdays: z.exactOptional(
    z
      .array(z.int().check(z.minimum(1), z.maximum(7)))
      .check(z.minLength(1), z.maxLength(7), z.refine(isEachOnce)),
  ),
  hours: z.exactOptional(
    z
      .array(z.object({ from: clock, to: clock }).check(z.refine(({ from, to }) => from !== to)))
      .check(z.minLength(1), z.maxLength(6)),
  ),
  blackouts: z.exactOptional(
    z.array(z.string().check(z.refine(isDate))).check(z.minLength(1), z.maxLength(100), z.refine(isEachOnce)),
  ),
});

const picture = z.pipe(z.string().check(z.regex(pictureIdForm)), z.transform(pictureId));
const alt = z.object({ ja: z.exactOptional(words(100)), en: z.exactOptional(words(100)) });

const coupon = z.object({
  couponId: z.string(),
  ...faceTold,
  validFrom: time,
  validUntil: time,
  validity: z.optional(validity),
  storeIds: z.optional(z.array(z.string())),
  storeGroup: z.optional(z.string()),
  totalLimit: z.optional(z.int()),
  perPersonLimit: z.int(),
  perStoreDayLimit: z.optional(z.int()),
  exclusiveGroup: z.optional(z.string()),
  public: z.boolean(),
  createdAt: time,
  stoppedAt: z.optional(time),
  stopMessage: z.optional(inBothTold),
});

/** The coupon's routes of the console: made, listed, looked at, stopped (DESIGN §5); and its picture, which comes first. */
export const couponWire = {
  'POST /v1/coupons': {
    status: 201,
    body: z.object({
      title: words(60),
      terms: z.exactOptional(z.string().check(z.maxLength(1000), z.refine(isPlain))),
      titleEn: z.exactOptional(words(60)),
      termsEn: z.exactOptional(z.string().check(z.maxLength(1000), z.refine(isPlain))),
      benefit: z.exactOptional(benefit),
      picture: z.exactOptional(picture),
      pictureAlt: z.exactOptional(alt),
      timeZone: z.exactOptional(zone),
      validFrom: z.exactOptional(when),
      validUntil: when,
      validity: z.exactOptional(validity),
      usableOn: z.exactOptional(usableOn),
      storeIds: z.exactOptional(z.array(id).check(z.minLength(1), z.maxLength(100))),
      storeGroup: z.exactOptional(group),
      totalLimit: z.exactOptional(positive),
      perPersonLimit: z.exactOptional(positive),
      perStoreDayLimit: z.exactOptional(positive),
      exclusiveGroup: z.exactOptional(group),
      public: z.exactOptional(z.boolean()),
    }),
    answer: coupon,
  },
  'POST /v1/pictures': {
    status: 201,
    maxBodyBytes: 200_000,
    body: z.object({ data: z.base64() }),
    answer: z.object({
      pictureId: z.string(),
      type: z.enum(pictureTypes),
      width: z.int(),
      height: z.int(),
    }),
  },
  'GET /v1/coupons': {
    status: 200,
    answer: z.object({ items: z.array(coupon), cursor: z.optional(z.string()) }),
  },
  'GET /v1/coupons/{couponId}': { status: 200, answer: z.extend(coupon, { used: z.optional(z.int()) }) },
  'POST /v1/coupons/{couponId}/stop': {
    status: 200,
    body: z.object({
      message: z.exactOptional(
        z.object({ ja: z.exactOptional(words(200)), en: z.exactOptional(words(200)) }),
      ),
    }),
    answer: coupon,
  },
} as const;
