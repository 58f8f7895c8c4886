import * as z from 'zod/mini';
import { faceTold, inBothTold } from '../domain/coupon-face.ts';
import { holdsPhoneNumber } from '../domain/phone-number.ts';
import { staffWire } from './staff.wire.ts';

const time = z.string();
const code = z.string().check(z.minLength(1), z.maxLength(60));

/** What the till takes and answers (DESIGN §5). */
export const tillWire = {
  ...staffWire,
  'GET /v1/till/vouchers/{code}': {
    status: 200,
    answer: z.object({
      voucherId: z.string(),
      ...faceTold,
      state: z.enum(['issued', 'held', 'redeemed', 'expired', 'void']),
      validUntil: time,
      usable: z.boolean(),
      reason: z.optional(
        z.object({
          code: z.string(),
          detail: z.string(),
          redeemedAt: z.optional(time),
          heldUntil: z.optional(time),
          storeName: z.optional(z.string()),
          why: z.optional(z.string()),
          usableAt: z.optional(time),
          message: z.optional(inBothTold),
        }),
      ),
    }),
  },
  'GET /v1/till/qr': {
    status: 200,
    answer: z.object({
      items: z.array(z.object({ token: z.string(), from: time, until: time })),
      serverTime: time,
    }),
  },
  'GET /v1/till/attempts': {
    status: 200,
    answer: z.object({
      items: z.array(
        z.object({
          at: time,
          by: z.enum(['store-pin', 'store-qr', 'till']),
          staffId: z.optional(z.string()),
          staffName: z.optional(z.string()),
          reason: z.object({ code: z.string(), detail: z.string() }),
          coupon: z.optional(z.object(faceTold)),
        }),
      ),
      serverTime: time,
    }),
  },
  'POST /v1/till/holds': {
    status: 201,
    body: z.object({ code }),
    answer: z.object({ holdId: z.string(), voucherId: z.string(), endsAt: time }),
  },
  'POST /v1/till/holds/{holdId}/release': {
    status: 200,
    body: z.object({ code }),
    answer: z.object({ voucherId: z.string() }),
  },
  'GET /v1/till/counts': {
    status: 200,
    answer: z.object({
      day: z.string(),
      redeemed: z.int(),
      undone: z.int(),
      items: z.array(
        z.object({
          by: z.enum(['staff', 'store-pin', 'store-qr', 'till']),
          staffId: z.optional(z.string()),
          staffName: z.optional(z.string()),
          couponId: z.string(),
          coupon: z.optional(z.object(faceTold)),
          redeemed: z.int(),
          undone: z.int(),
        }),
      ),
    }),
  },
  'POST /v1/till/redemptions': {
    status: 201,
    body: z.object({ code }),
    answer: z.object({
      redemptionId: z.string(),
      redeemedAt: time,
      title: z.string(),
      undoneAt: z.optional(time),
    }),
  },
  'POST /v1/till/redemptions/{redemptionId}/undo': {
    status: 200,
    body: z.object({
      reason: z.string().check(
        z.minLength(1),
        z.maxLength(200),
        z.refine(text => !holdsPhoneNumber(text)),
      ),
    }),
    answer: z.object({ redemptionId: z.string(), undoneAt: time }),
  },
} as const;
