import * as z from 'zod';
import { drawDrink } from './seed-picture.ts';

/** A person of the demo store, with the PIN they sign in with on an enrolled device. */
export type DemoStaff = { readonly name: string; readonly role: 'manager' | 'clerk'; readonly pin: string };

/** The demo data: its store and its people (PINs included, since they are printed for whoever tries the system) and its two coupons. */
export type Demo = {
  readonly storeId: string;
  readonly storeName: string;
  readonly pin: string;
  readonly staff: readonly DemoStaff[];
  readonly publicCoupon: string;
  readonly campaignCoupon: string;
};

const token = z.object({ token: z.string() });
const stores = z.object({ items: z.array(z.object({ storeId: z.string(), name: z.string() })) });
const store = z.object({ storeId: z.string(), name: z.string() });
const coupon = z.object({ couponId: z.string() });
const picture = z.object({ pictureId: z.string() });

const pin = '2468';
const staff: readonly DemoStaff[] = [
  { name: '田中', role: 'manager', pin: '3691' },
  { name: '高橋', role: 'clerk', pin: '4702' },
];
const dayMs = 86_400_000;

/**
 * Makes a store, a coupon anyone may take and one for a campaign, through the HTTP API as a marketer would, and the store's
 * people as its till would. A system that already has a store (kept data) is left as it is; then the answer is undefined.
 */
export async function seedDemo(origin: string): Promise<Demo | undefined> {
  const login = await call(origin, 'POST', '/local/tokens', token, {
    sub: 'demo-marketer',
    groups: ['marketer'],
  });
  const as = { authorization: `Bearer ${login.token}` };
  if ((await call(origin, 'GET', '/v1/stores', stores, undefined, as)).items.length > 0) {
    return undefined;
  }
  const shibuya = { name: '渋谷店', timeZone: 'Asia/Tokyo', pin };
  const { storeId, name } = await call(origin, 'POST', '/v1/stores', store, shibuya, as);
  const validUntil = new Date(Date.now() + 90 * dayMs).toISOString();
  const drawn = { data: drawDrink().toString('base64') };
  const { pictureId } = await call(origin, 'POST', '/v1/pictures', picture, drawn, as);
  const open = {
    title: 'ドリンク100円引き',
    titleEn: '¥100 off any drink',
    terms: 'お一人さま1回。ほかの割引とは併用できません。',
    termsEn: 'Once each. Not with other discounts.',
    validUntil,
    storeIds: [storeId],
    picture: pictureId,
    pictureAlt: { ja: 'ストローをさしたアイスコーヒー', en: 'A glass of iced coffee with a straw' },
    public: true,
  };
  const campaign = {
    title: '配信限定 焼き菓子ひとつ',
    titleEn: 'A biscuit, for those we wrote to',
    terms: 'SMSを受け取った方に限ります。',
    termsEn: 'Only for those who received the SMS.',
    validUntil,
    storeIds: [storeId],
  };
  const [[first, second]] = await Promise.all([
    Promise.all([open, campaign].map(wish => call(origin, 'POST', '/v1/coupons', coupon, wish, as))),
    addStaff(origin, storeId),
  ]);
  return {
    storeId,
    storeName: name,
    pin,
    staff,
    publicCoupon: first?.couponId ?? '',
    campaignCoupon: second?.couponId ?? '',
  };
}

/** Adds the people at a till of the store that its PIN opened. */
async function addStaff(origin: string, storeId: string): Promise<void> {
  const answer = await send(origin, 'POST', '/v1/till/sign-in', { storeId, pin });
  const cookie = answer.headers
    .getSetCookie()
    .map(line => line.split(';')[0])
    .join('; ');
  // One by one: two at once would start a second environment, which takes longer than a PIN's hash.
  for (const wish of staff) await send(origin, 'POST', '/v1/till/staff', wish, { cookie });
}

async function call<Schema extends z.ZodType>(
  origin: string,
  method: 'GET' | 'POST',
  path: string,
  schema: Schema,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<z.output<Schema>> {
  return schema.parse(await (await send(origin, method, path, body, headers)).json());
}

async function send(
  origin: string,
  method: 'GET' | 'POST',
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const answer = await fetch(`${origin}${path}`, {
    method,
    headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID(), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) {
    throw new Error(`Seeding the demo failed: ${method} ${path} answered ${answer.status}`);
  }
  return answer;
}
