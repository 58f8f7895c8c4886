import * as z from 'zod/mini';
import { holdsPhoneNumber } from '../domain/phone-number.ts';
import { suspensionReasons } from '../domain/suspension.ts';

const time = z.string();

const shopper = z.object({
  shopperId: z.string(),
  createdAt: time,
  verifiedAt: time,
  suspension: z.optional(z.object({ since: time, reason: z.enum(suspensionReasons), by: z.string() })),
});

/** A note is kept beside the register, and no number belongs there (D2). */
const note = z.string().check(
  z.trim(),
  z.minLength(1),
  z.maxLength(500),
  z.refine(text => !/\p{Cc}/u.test(text.replaceAll(/[\n\t]/gu, '')) && !holdsPhoneNumber(text)),
);

/** What the desk takes and answers about shoppers, none of whose numbers are read for it. */
export const shopperWire = {
  'GET /v1/custodian/shoppers/{shopperId}': { status: 200, answer: shopper },
  'POST /v1/custodian/shoppers/{shopperId}/suspend': {
    status: 200,
    body: z.object({ reason: z.enum(suspensionReasons), note: z.optional(note) }),
    answer: shopper,
  },
  'POST /v1/custodian/shoppers/{shopperId}/reinstate': {
    status: 200,
    body: z.object({ note: z.optional(note) }),
    answer: shopper,
  },
} as const;
