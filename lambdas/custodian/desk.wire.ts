import * as z from 'zod/mini';
import { deskPurposes } from '../domain/custodian-login.ts';
import { holdsPhoneNumber } from '../domain/phone-number.ts';

/** What the custodian's desk takes and answers (DESIGN §5). */
export const deskWire = {
  'POST /v1/custodian/readings': {
    status: 200,
    body: z.object({
      shopperId: z.string().check(z.regex(/^shp_[0-9A-HJKMNP-TV-Z]{26}$/u)),
      purpose: z.enum(deskPurposes),
      ticket: z.string().check(
        z.regex(/^[\w#./-]{1,60}$/u),
        z.refine(text => !holdsPhoneNumber(text)),
      ),
    }),
    answer: z.object({ phone: z.string() }),
  },
  'GET /v1/custodian/registers/{kind}': {
    status: 200,
    answer: z.object({
      items: z.array(
        z.object({
          chain: z.string(),
          sequence: z.int(),
          at: z.string(),
          fact: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
          previousHash: z.string(),
          hash: z.string(),
        }),
      ),
      cursor: z.optional(z.string()),
    }),
  },
} as const;
