import * as z from 'zod/mini';
import { leaveRules } from '../domain/leave.ts';
import { holdsPhoneNumber } from '../domain/phone-number.ts';

const time = z.string();

const leave = z.object({
  staffId: z.string(),
  leftAt: time,
  by: z.string(),
  parts: z.object({
    sessions: z.object({ state: z.literal('ended'), at: time }),
    login: z.object({ state: z.enum(['disabled', 'pending']), at: z.optional(time) }),
    pins: z.object({
      state: z.literal('ended'),
      at: time,
      stores: z.array(z.object({ storeId: z.string(), name: z.string(), renewed: z.boolean() })),
    }),
    rotation: z.object({
      state: z.enum(['pending', 'requested', 'running', 'done']),
      rotationId: z.optional(z.string()),
      doneAt: z.optional(time),
    }),
    evidence: z.object({ chain: z.string(), sequence: z.int(), hash: z.string() }),
  }),
});

/** A reason is kept beside the register, and no number belongs there (D2). */
const reason = z.string().check(
  z.trim(),
  z.minLength(1),
  z.maxLength(500),
  z.refine(text => !/\p{Cc}/u.test(text.replaceAll(/[\n\t]/gu, '')) && !holdsPhoneNumber(text)),
);

/** What the desk takes and answers about people of the staff. */
export const staffWire = {
  'GET /v1/custodian/staff': {
    status: 200,
    answer: z.object({
      items: z.array(z.object({ staffId: z.string(), name: z.string(), state: z.enum(['active', 'left']) })),
      cursor: z.optional(z.string()),
    }),
  },
  'POST /v1/custodian/staff/{staffId}/leave': {
    status: 200,
    body: z.object({
      reason: z.optional(reason),
      storeIds: z.optional(
        z.array(z.string().check(z.maxLength(60))).check(z.maxLength(leaveRules.mostNamed)),
      ),
    }),
    answer: leave,
  },
  'GET /v1/custodian/staff/{staffId}/leave': { status: 200, answer: leave },
} as const;
