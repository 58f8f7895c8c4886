import * as z from 'zod/mini';

const pin = z.string().check(z.regex(/^[0-9]{4,8}$/u));

/** What redeeming on the shopper's phone takes and answers (DESIGN §5). */
export const redeemWire = {
  'POST /v1/vouchers/{voucherId}/redemptions': {
    status: 201,
    body: z.object({
      storeId: z.string().check(z.maxLength(60)),
      proof: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('store-pin'), pin }),
        z.object({ kind: z.literal('store-qr'), token: z.string().check(z.maxLength(120)) }),
      ]),
    }),
    answer: z.object({
      redemptionId: z.string(),
      redeemedAt: z.string(),
      undoneAt: z.optional(z.string()),
    }),
  },
  'GET /v1/vouchers/{voucherId}/redemptions/{storeId}': {
    status: 200,
    answer: z.object({
      redemptionId: z.string(),
      redeemedAt: z.string(),
      storeName: z.string(),
      undoneAt: z.optional(z.string()),
    }),
  },
} as const;
