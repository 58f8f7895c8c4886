import * as z from 'zod/mini';
import {
  campaignId,
  challengeId,
  couponId,
  rotationId,
  secretHash,
  shopperId,
  staffId,
  storeId,
} from '../domain/ids.ts';
import { rotationSteps } from '../domain/login-rotation.ts';
import { numberIndex } from '../domain/phone-number.ts';
import { suspensionReasons } from '../domain/suspension.ts';
import { couponItem } from './coupon-items.ts';
import type { Item } from './dynamo.ts';
import { attemptItem, redemptionItem, voucherCodeItem, voucherItem } from './redemption-items.ts';
import { chainHead, rowFact } from './register-items.ts';

/** A text that is an id of a kind. */
export const named = <T>(name: (text: string) => T) => z.pipe(z.string(), z.transform(name));
const ms = z.number();
const consent = z.object({
  state: z.enum(['granted', 'withdrawn', 'never']),
  sinceMs: ms,
  policyVersion: z.string(),
});

const loginVersion = z.object({ epoch: z.int(), versionId: z.string() });
const rotationWish = z.object({
  rotationId: named(rotationId),
  because: z.enum(['schedule', 'asked', 'leaver', 'overdue']),
  by: z.string(),
  atMs: ms,
});
const rotation = z.object({
  rotationId: named(rotationId),
  because: z.enum(['schedule', 'asked', 'leaver', 'overdue']),
  by: z.string(),
  startedAtMs: ms,
  from: loginVersion,
  to: loginVersion,
  step: z.enum(rotationSteps),
  stepSinceMs: ms,
  doneAtMs: z.partialRecord(z.enum(rotationSteps), ms),
  proof: z.exactOptional(z.object({ sinceMs: ms, inARow: z.int() })),
  lastAcceptedAtMs: z.exactOptional(ms),
  firstRefusedAtMs: z.exactOptional(ms),
  cutOffMs: z.exactOptional(ms),
  repairs: z.int(),
  evidence: z.exactOptional(z.object({ chain: z.string(), sequence: z.int(), hash: z.string() })),
});

/** How each noun lies in the tables; reading parses, so that a broken item is a surprise here and nowhere else. */
export const itemOf = {
  challenge: z.object({
    challengeId: named(challengeId),
    index: named(numberIndex),
    browser: named(secretHash),
    locale: z.enum(['ja', 'en']),
    state: z.enum(['pending', 'used']),
    tries: z.int(),
    sentAtMs: z.array(ms),
    nextSendAtMs: ms,
    expiresAtMs: ms,
    unsent: z.exactOptional(z.boolean()),
    usedAtMs: z.exactOptional(ms),
    replayKey: z.exactOptional(named(secretHash)),
    shopperId: z.exactOptional(named(shopperId)),
  }),
  shopper: z.object({ shopperId: named(shopperId), createdAtMs: ms, verifiedAtMs: ms }),
  consents: z.pipe(
    z.object({
      shopperId: named(shopperId),
      usage: consent,
      delivery: consent,
      provenAtMs: z.exactOptional(ms),
      head: chainHead,
      suspendedAtMs: z.exactOptional(ms),
      suspendedFor: z.exactOptional(z.enum(suspensionReasons)),
      suspendedBy: z.exactOptional(named(staffId)),
    }),
    // From before the age of a proof was kept: the number was proven when its usage was agreed to, or later.
    z.transform(consents => ({ provenAtMs: consents.usage.sinceMs, ...consents })),
  ),
  session: z.object({ shopperId: named(shopperId), expiresAtMs: ms }),
  store: z.pipe(
    z.object({
      storeId: named(storeId),
      name: z.string(),
      group: z.exactOptional(z.string()),
      timeZone: z.string(),
      pinMac: z.string(),
      pinSetAtMs: z.exactOptional(ms),
      pinSetBy: z.exactOptional(named(staffId)),
      pinEndedAtMs: z.exactOptional(ms),
      createdAtMs: ms,
    }),
    // Stores from before PINs could be changed have the one they were opened with.
    z.transform(store => ({ pinSetAtMs: store.createdAtMs, ...store })),
  ),
  coupon: couponItem,
  voucher: voucherItem,
  voucherCode: voucherCodeItem,
  redemption: redemptionItem,
  attempt: attemptItem,
  campaign: z.object({
    campaignId: named(campaignId),
    name: z.string(),
    couponId: named(couponId),
    body: z.string(),
    storeIds: z.exactOptional(z.array(named(storeId))),
    startAtMs: z.exactOptional(ms),
    endAtMs: z.exactOptional(ms),
    createdAtMs: ms,
    state: z.enum(['draft', 'planned', 'launched', 'sending', 'paused', 'completed', 'cancelled', 'halted']),
    plan: z.exactOptional(
      z.object({
        recipients: z.int(),
        partsPerMessage: z.int(),
        parts: z.int(),
        cost: z.object({ min: z.number(), max: z.number(), currency: z.string() }),
        startsAtMs: ms,
        endsAtMs: ms,
      }),
    ),
    recipients: z.exactOptional(z.int()),
    resumesTo: z.exactOptional(z.enum(['launched', 'sending'])),
  }),
  lane: z.object({
    campaignId: named(campaignId),
    lane: z.int(),
    recipients: z.int(),
    chunks: z.int(),
    chunk: z.int(),
    offset: z.int(),
    walked: z.int(),
    fence: z.int(),
    leaseEndsAtMs: ms,
    readings: chainHead,
  }),
  delivery: z.object({
    shopperId: named(shopperId),
    state: z.enum(['CLAIMED', 'SENDING', 'SENT', 'REFUSED', 'UNKNOWN', 'SKIPPED']),
    fence: z.int(),
    reason: z.exactOptional(
      z.enum([
        'being_claimed',
        'being_sent',
        'waiting_for_carrier',
        'consent_withdrawn',
        'shopper_suspended',
        'proof_too_old',
        'number_missing',
        'carrier_refused_number',
        'carrier_refused_account',
        'carrier_in_doubt',
        'worker_lost',
        'campaign_cancelled',
        'campaign_ended',
        'not_reached_yet',
      ]),
    ),
  }),
  loginState: z.object({
    revision: z.int(),
    current: loginVersion,
    rotatedAtMs: ms,
    cutOffMs: ms,
    earlierCutOffsMs: z.array(ms),
    revokeAgainAtMs: z.array(ms),
    unrecorded: z.exactOptional(z.array(rowFact)),
    running: z.exactOptional(rotation),
    last: z.exactOptional(rotation),
  }),
  rotationWish,
} as const;

/** Reads an item as a noun, or passes on that there is none. */
export function readItem<T>(schema: z.ZodMiniType<T>, item: Item | undefined): T | undefined {
  return item === undefined ? undefined : schema.parse(item);
}
