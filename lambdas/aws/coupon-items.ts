import * as z from 'zod/mini';
import { usualZone } from '../domain/coupon.ts';
import { couponId, pictureId, storeId } from '../domain/ids.ts';
import { pictureTold } from '../domain/picture.ts';

const ms = z.number();
const benefit = z.union([
  z.object({ text: z.string(), textEn: z.exactOptional(z.string()) }),
  z.object({ amount: z.number(), currency: z.string() }),
]);
const validity = z.union([
  z.object({ kind: z.literal('fixed') }),
  z.object({ kind: z.literal('days-from-receipt'), days: z.int() }),
]);
const usableOn = z.object({
  weekdays: z.exactOptional(z.array(z.int())),
  hours: z.exactOptional(z.array(z.object({ from: z.string(), to: z.string() }))),
  blackouts: z.exactOptional(z.array(z.string())),
});
const inBoth = z.object({ ja: z.exactOptional(z.string()), en: z.exactOptional(z.string()) });
const stop = {
  stoppedAtMs: z.exactOptional(ms),
  stopMessage: z.exactOptional(inBoth),
};

/** How the mark of a stop lies in the rows that a redemption checks. */
export const stopItem = z.object(stop);

const namedPicture = z.pipe(z.string(), z.transform(pictureId));
const size = { width: z.int(), height: z.int() };

/** How a picture lies in the Book. */
export const pictureItem = z.extend(pictureTold, { pictureId: namedPicture, ...size });

/** How a coupon lies in the Book; those from before coupons had zones are of the usual one. */
export const couponItem = z.pipe(
  z.object({
    couponId: z.pipe(z.string(), z.transform(couponId)),
    title: z.string(),
    terms: z.string(),
    titleEn: z.exactOptional(z.string()),
    termsEn: z.exactOptional(z.string()),
    benefit: z.exactOptional(benefit),
    picture: z.exactOptional(namedPicture),
    pictureSize: z.exactOptional(z.object(size)),
    pictureAlt: z.exactOptional(inBoth),
    timeZone: z.exactOptional(z.string()),
    validFromMs: ms,
    validUntilMs: ms,
    validity: z.exactOptional(validity),
    usableOn: z.exactOptional(usableOn),
    storeIds: z.exactOptional(z.array(z.pipe(z.string(), z.transform(storeId)))),
    storeGroup: z.exactOptional(z.string()),
    totalLimit: z.exactOptional(z.int()),
    perPersonLimit: z.int(),
    perStoreDayLimit: z.exactOptional(z.int()),
    exclusiveGroup: z.exactOptional(z.string()),
    isPublic: z.boolean(),
    createdAtMs: ms,
    ...stop,
  }),
  z.transform(coupon => ({ timeZone: usualZone, ...coupon })),
);
