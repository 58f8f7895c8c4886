import * as z from 'zod/mini';
import { faceTold, inBothTold } from '../domain/coupon-face.ts';
import { pictureTold, pictureTypes } from '../domain/picture.ts';

const time = z.string();
const consent = z.object({
  state: z.enum(['granted', 'withdrawn', 'never']),
  since: z.optional(time),
  policyVersion: z.optional(z.string()),
});
const consents = z.object({ usage: consent, delivery: consent });
const texts = z.object({ usage: z.string(), delivery: z.string() });
const state = z.enum(['issued', 'redeemed', 'expired', 'void']);
const store = z.object({ storeId: z.string(), name: z.string() });
const brand = z.object({ ja: z.string(), en: z.string() });

const copy = {
  ...faceTold,
  state,
  validFrom: time,
  validUntil: time,
  usableAt: z.optional(time),
  stopMessage: z.optional(inBothTold),
};

const voucher = z.object({
  voucherId: z.string(),
  couponId: z.string(),
  ...copy,
  code: z.string(),
  link: z.string(),
  stores: z.optional(z.array(store)),
  redeemedAt: z.optional(time),
  storeName: z.optional(z.string()),
});

const offer = z.object({
  couponId: z.string(),
  ...faceTold,
  validFrom: time,
  validUntil: time,
});

/** What the wallet routes take and answer (DESIGN §5). */
export const walletWire = {
  'GET /v1/policies/current': {
    status: 200,
    answer: z.object({ policyVersion: z.string(), texts: z.object({ ja: texts, en: texts }), brand }),
  },
  'GET /v1/me': {
    status: 200,
    answer: z.object({
      shopperId: z.string(),
      consents,
      verifiedAt: time,
      suspendedSince: z.optional(time),
    }),
  },
  'POST /v1/me/sign-out': { status: 200, answer: z.object({ signedOut: z.boolean() }) },
  'PUT /v1/me/consents/delivery': {
    status: 200,
    body: z.object({
      granted: z.boolean(),
      policyVersion: z.string().check(z.maxLength(40)),
      locale: z.optional(z.enum(['ja', 'en'])),
    }),
    answer: z.object({ consent }),
  },
  'GET /v1/me/vouchers': {
    status: 200,
    answer: z.object({ items: z.array(voucher), cursor: z.optional(z.string()) }),
  },
  'GET /v1/vouchers/{voucherId}': { status: 200, answer: z.extend(voucher, { serverTime: time }) },
  'GET /v1/coupons/public': {
    status: 200,
    answer: z.object({ items: z.array(offer), cursor: z.optional(z.string()) }),
  },
  'POST /v1/coupons/{couponId}/vouchers': { status: 201, answer: voucher },
  'GET /v1/pictures/{pictureId}': { status: 200, answer: pictureTold, files: pictureTypes },
  'GET /v1/links/{linkToken}': {
    status: 200,
    answer: z.object({
      voucher: z.object({ ...copy, stores: z.optional(z.array(store)) }),
      brand,
    }),
  },
  'POST /v1/links/{linkToken}/visits': { status: 200, answer: z.object({ noted: z.boolean() }) },
  'POST /v1/opt-outs/{token}': { status: 200, answer: z.object({ consent, brand }) },
} as const;
