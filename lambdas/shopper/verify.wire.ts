import * as z from 'zod/mini';

const phone = z.string().check(z.minLength(1), z.maxLength(40));
const time = z.string();

const solution = z.object({
  id: z.string().check(z.maxLength(80)),
  solution: z.int().check(z.nonnegative(), z.maximum(4_294_967_295)),
});

const started = z.object({ challengeId: z.string(), expiresAt: time, resendAt: time });

/** What the verification routes take and answer (DESIGN §5). */
export const verifyWire = {
  'POST /v1/challenges': {
    status: 202,
    body: z.object({ phone, locale: z.optional(z.enum(['ja', 'en'])), puzzle: z.optional(solution) }),
    answer: started,
  },
  'POST /v1/challenges/{challengeId}/resend': { status: 202, body: z.object({ phone }), answer: started },
  'POST /v1/challenges/{challengeId}/confirm': {
    status: 200,
    body: z.object({
      phone,
      code: z.string().check(z.minLength(1), z.maxLength(40)),
      consents: z.object({ delivery: z.boolean() }),
      policyVersion: z.string().check(z.maxLength(40)),
      locale: z.optional(z.enum(['ja', 'en'])),
    }),
    answer: z.object({ shopperId: z.string() }),
  },
} as const;
