import * as z from 'zod/mini';
import { rotationSteps } from '../domain/login-rotation.ts';
import { holdsPhoneNumber } from '../domain/phone-number.ts';
import { faultCodes } from '../domain/register-check.ts';
import { chainParts, registerKinds } from '../domain/register.ts';
import { shopperWire } from './shopper.wire.ts';
import { staffWire } from './staff.wire.ts';

const rotation = z.object({
  rotationId: z.string(),
  because: z.enum(['schedule', 'asked', 'leaver', 'overdue']),
  by: z.string(),
  startedAt: z.string(),
  toEpoch: z.int(),
  steps: z.array(z.object({ step: z.enum(rotationSteps), at: z.optional(z.string()) })),
  lastAcceptedAt: z.optional(z.string()),
  firstRefusedAt: z.optional(z.string()),
  cutOffAt: z.optional(z.string()),
  doneAt: z.optional(z.string()),
  evidence: z.optional(z.object({ chain: z.string(), sequence: z.int(), hash: z.string() })),
});

/** What the custodian's desk takes and answers (DESIGN §5); what a reading lacks is refused by its flow, with a code. */
export const deskWire = {
  ...staffWire,
  ...shopperWire,
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
  'POST /v1/custodian/register-checks': {
    status: 200,
    body: z.object({
      kind: z.string().check(z.maxLength(20)),
      part: z.int().check(z.minimum(0), z.maximum(chainParts - 1)),
    }),
    answer: z.object({
      kind: z.enum(registerKinds),
      part: z.int(),
      parts: z.int(),
      chains: z.int(),
      rows: z.int(),
      heads: z.int(),
      roots: z.int(),
      rootsEndAt: z.optional(z.string()),
      notes: z.object({ kept: z.int(), erased: z.int() }),
      fault: z.optional(
        z.object({
          what: z.enum(faultCodes),
          chain: z.optional(z.string()),
          sequence: z.optional(z.int()),
          root: z.optional(z.int()),
        }),
      ),
    }),
  },
  'GET /v1/custodian/rotations': {
    status: 200,
    answer: z.object({
      epoch: z.int(),
      rotatedAt: z.string(),
      dueAt: z.string(),
      overdue: z.boolean(),
      waiting: z.optional(z.object({ rotationId: z.string(), because: z.string() })),
      running: z.optional(rotation),
      last: z.optional(rotation),
    }),
  },
  'POST /v1/custodian/rotations': {
    status: 202,
    answer: z.object({ rotationId: z.string(), state: z.literal('requested') }),
  },
} as const;
