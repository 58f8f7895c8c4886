import * as z from 'zod/mini';
import { couponWire, group, when, words, zone } from './coupon.wire.ts';
import { usageWire } from './usage.wire.ts';

const time = z.string();
const id = z.string().check(z.maxLength(60));
const pin = z.string().check(z.regex(/^[0-9]{4,8}$/u));
const store = z.object({
  storeId: z.string(),
  name: z.string(),
  group: z.optional(z.string()),
  timeZone: z.string(),
  createdAt: time,
  pinState: z.enum(['set', 'ended']),
  pinSetAt: time,
});
/** The zone of a store stays, and whoever sends one hears so. */
const storeChange = z
  .object({
    name: z.optional(words(80)),
    group: z.optional(z.nullable(group)),
    timeZone: z.optional(z.never()),
  })
  .check(z.refine(({ name, group: into }) => name !== undefined || into !== undefined, { path: ['name'] }));
const plan = z.object({
  recipients: z.int(),
  partsPerMessage: z.int(),
  parts: z.int(),
  cost: z.object({ min: z.number(), max: z.number(), currency: z.string() }),
  startsAt: time,
  endsAt: time,
});

const campaign = z.object({
  campaignId: z.string(),
  name: z.string(),
  couponId: z.string(),
  message: z.object({ body: z.string() }),
  audience: z.object({ storeIds: z.optional(z.array(z.string())) }),
  state: z.string(),
  startAt: z.optional(time),
  endAt: z.optional(time),
  createdAt: time,
  plan: z.optional(plan),
});

const page = <T extends z.ZodMiniType>(items: T) =>
  z.object({ items: z.array(items), cursor: z.optional(z.string()) });
const states = z.record(
  z.enum(['PENDING', 'CLAIMED', 'SENDING', 'SENT', 'REFUSED', 'UNKNOWN', 'SKIPPED']),
  z.int(),
);

/** What the console's routes take and answer (DESIGN §5): ids and counts, never a number. */
export const consoleWire = {
  'POST /v1/stores': {
    status: 201,
    body: z.object({
      name: words(80),
      timeZone: z.optional(zone),
      group: z.optional(group),
      pin,
    }),
    answer: store,
  },
  'GET /v1/stores': { status: 200, answer: page(store) },
  'GET /v1/stores/{storeId}': { status: 200, answer: store },
  'GET /v1/stores/{storeId}/staff': {
    status: 200,
    answer: z.object({
      staff: z.object({ manager: z.int(), clerk: z.int(), ended: z.int() }),
      devices: z.object({ enrolled: z.int(), ended: z.int() }),
    }),
  },
  'PUT /v1/stores/{storeId}': { status: 200, body: storeChange, answer: store },
  'PUT /v1/stores/{storeId}/pin': { status: 200, body: z.object({ pin }), answer: store },
  ...couponWire,
  ...usageWire,
  'POST /v1/campaigns': {
    status: 201,
    body: z.object({
      name: words(80),
      couponId: id,
      message: z.object({ body: words(600) }),
      audience: z.optional(
        z.object({ storeIds: z.optional(z.array(id).check(z.minLength(1), z.maxLength(100))) }),
      ),
      startAt: z.optional(when),
      endAt: z.optional(when),
    }),
    answer: campaign,
  },
  'GET /v1/campaigns': { status: 200, answer: page(campaign) },
  'GET /v1/campaigns/{campaignId}': { status: 200, answer: campaign },
  'POST /v1/campaigns/{campaignId}/plan': { status: 200, answer: campaign },
  'POST /v1/campaigns/{campaignId}/launch': { status: 200, answer: campaign },
  'POST /v1/campaigns/{campaignId}/pause': { status: 200, answer: campaign },
  'POST /v1/campaigns/{campaignId}/resume': { status: 200, answer: campaign },
  'POST /v1/campaigns/{campaignId}/cancel': { status: 200, answer: campaign },
  'GET /v1/campaigns/{campaignId}/report': {
    status: 200,
    answer: z.object({
      recipients: z.int(),
      byState: states,
      reasons: z.record(z.string(), z.int()),
      clicked: z.int(),
      redeemed: z.int(),
    }),
  },
} as const;
