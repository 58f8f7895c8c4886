import * as z from 'zod/mini';
import { faceTold, inBothTold } from '../domain/coupon-face.ts';
import { holdsPhoneNumber } from '../domain/phone-number.ts';
import { staffWire } from './staff.wire.ts';

const time = z.string();

/** What the till takes and answers (DESIGN §5). */
export const tillWire = {
  ...staffWire,
  'GET /v1/till/vouchers/{code}': {
    status: 200,
    answer: z.object({
      voucherId: z.string(),
      ...faceTold,
      state: z.enum(['issued', 'redeemed', 'expired', 'void']),
      validUntil: time,
      usable: z.boolean(),
      reason: z.optional(
        z.object({
          code: z.string(),
          detail: z.string(),
          redeemedAt: z.optional(time),
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
  'POST /v1/till/redemptions': {
    status: 201,
    body: z.object({ code: z.string().check(z.minLength(1), z.maxLength(60)) }),
    answer: z.object({ redemptionId: z.string(), redeemedAt: time, title: z.string() }),
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
