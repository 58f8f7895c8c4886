import * as z from 'zod/mini';

const count = z.int();

/** What counting uses answers (DESIGN §5): ids, names of stores, coupons and staff, and counts. */
export const usageWire = {
  'GET /v1/usage': {
    status: 200,
    answer: z.object({
      from: z.string(),
      to: z.string(),
      items: z.array(
        z.object({
          key: z.string(),
          label: z.string(),
          storeName: z.optional(z.string()),
          redeemed: count,
          undone: count,
        }),
      ),
      cursor: z.optional(z.string()),
    }),
  },
  'GET /v1/usage/export': { status: 200, answer: z.object({ csv: z.string() }) },
} as const;
