import * as z from 'zod/mini';
import { holdsPhoneNumber } from '../domain/phone-number.ts';
import { staffWire } from './staff.wire.ts';

/** What the custodian's desk takes and answers (DESIGN §5); what a reading lacks is refused by its flow, with a code. */
export const deskWire = {
  ...staffWire,
  'POST /v1/custodian/readings': {
    status: 200,
    body: z.object({
      shopperId: z.string().check(z.regex(/^shp_[0-9A-HJKMNP-TV-Z]{26}$/u)),
      purpose: z.optional(z.string().check(z.maxLength(60))),
      ticket: z.optional(
        z.string().check(
          z.trim(),
          z.regex(/^[\w#./-]{0,60}$/u),
          z.refine(text => !holdsPhoneNumber(text)),
        ),
      ),
    }),
    answer: z.object({ phone: z.string() }),
  },
  'POST /v1/custodian/searches': {
    status: 200,
    body: z.object({ phone: z.string().check(z.maxLength(40)) }),
    answer: z.object({ items: z.array(z.object({ shopperId: z.string(), verifiedAt: z.string() })) }),
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
