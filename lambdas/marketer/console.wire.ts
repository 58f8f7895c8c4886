import * as z from 'zod/mini';

const time = z.string();
const id = z.string().check(z.maxLength(60));
const when = z.string().check(
  z.maxLength(40),
  z.refine(text => isInstant(text)),
);
const words = (max: number) =>
  z.string().check(
    z.trim(),
    z.minLength(1),
    z.maxLength(max),
    z.refine(text => isPlain(text)),
  );
const positive = z.int().check(z.minimum(1), z.maximum(1_000_000_000));

/** ISO 8601 with an offset, and a time that exists. */
function isInstant(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/u.test(text) &&
    !Number.isNaN(Date.parse(text))
  );
}

/** Text without control letters (line ends and tabs apart) and without lone surrogates. */
function isPlain(text: string): boolean {
  return !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/u.test(text) && text.isWellFormed();
}

function isTimeZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const pin = z.string().check(z.regex(/^[0-9]{4,8}$/u));
const store = z.object({
  storeId: z.string(),
  name: z.string(),
  timeZone: z.string(),
  createdAt: time,
  pinState: z.enum(['set', 'ended']),
  pinSetAt: time,
});
const coupon = z.object({
  couponId: z.string(),
  title: z.string(),
  terms: z.string(),
  validFrom: time,
  validUntil: time,
  storeIds: z.optional(z.array(z.string())),
  totalLimit: z.optional(z.int()),
  perPersonLimit: z.int(),
  public: z.boolean(),
  createdAt: time,
});

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
      timeZone: z.optional(z.string().check(z.maxLength(60), z.refine(isTimeZone))),
      pin,
    }),
    answer: store,
  },
  'GET /v1/stores': { status: 200, answer: page(store) },
  'GET /v1/stores/{storeId}': { status: 200, answer: store },
  'PUT /v1/stores/{storeId}/pin': { status: 200, body: z.object({ pin }), answer: store },
  'POST /v1/coupons': {
    status: 201,
    body: z.object({
      title: words(60),
      terms: z.optional(z.string().check(z.maxLength(1000), z.refine(isPlain))),
      validFrom: z.optional(when),
      validUntil: when,
      storeIds: z.optional(z.array(id).check(z.minLength(1), z.maxLength(100))),
      totalLimit: z.optional(positive),
      perPersonLimit: z.optional(positive),
      public: z.optional(z.boolean()),
    }),
    answer: coupon,
  },
  'GET /v1/coupons': { status: 200, answer: page(coupon) },
  'GET /v1/coupons/{couponId}': { status: 200, answer: coupon },
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
