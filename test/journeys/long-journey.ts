import type { System } from '../../local/system.ts';
import { openBrowserLike, type Answered, type BrowserLike } from './browser-like.ts';
import {
  controlsOf,
  freshAddress,
  lastCode,
  launchCampaign,
  makeCoupon,
  makeStore,
  openConsole,
  reportOf,
  signUp,
  type Controls,
  type ShopperLike,
} from './people.ts';

/** Everything that must not be found anywhere afterwards, by what it is. */
export type Secrets = {
  readonly numbers: Set<string>;
  readonly codes: Set<string>;
  readonly pins: Set<string>;
  readonly cookies: Set<string>;
  readonly linkTokens: Set<string>;
  readonly optOutTokens: Set<string>;
  readonly voucherCodes: Set<string>;
  readonly bearerTokens: Set<string>;
};

/** A life in progress: who is there, what exists, and what became known on the way. */
type Life = {
  readonly system: System;
  readonly origin: string;
  readonly controls: Controls;
  readonly console: BrowserLike;
  readonly secrets: Secrets;
  readonly told: Map<string, Answered>;
};

/** The PINs of the two stores; long, so that a find is no coincidence. */
export const pins = { here: '86420975', there: '57931864' } as const;

/** Remembers an answer under a name and holds it to the status the journey expects there. */
function expected(life: Life, name: string, answered: Answered, status: number): Answered {
  if (answered.status !== status)
    throw new Error(`${name} answered ${answered.status} instead of ${status}: ${answered.text}`);
  life.told.set(name, answered);
  return answered;
}

const idempotent = (key: string) => ({ 'idempotency-key': key });

async function openHouse(life: Life) {
  const { console } = life;
  const here = await makeStore(console, '渋谷店', pins.here);
  const body = { name: '新宿店', pin: pins.there };
  const first = expected(life, 'store made', await console.post('/v1/stores', body, idempotent('s-1')), 201);
  expected(life, 'store repeated', await console.post('/v1/stores', body, idempotent('s-1')), 201);
  const other = await console.post('/v1/stores', { ...body, name: '上野店' }, idempotent('s-1'));
  expected(life, 'store key reused', other, 409);
  const there = String(first.body['storeId']);
  const open = await makeCoupon(console, { public: true, totalLimit: 100, perPersonLimit: 2 });
  const bound = await makeCoupon(console, { title: '新宿だけ', public: true, storeIds: [there] });
  const sent = await makeCoupon(console, { title: '配信用' });
  for (const path of [`/v1/stores/${here}`, `/v1/coupons/${open}`, '/v1/stores', '/v1/coupons'])
    expected(life, path, await console.get(path), 200);
  expected(life, 'no store', await console.get('/v1/stores/str_none'), 404);
  expected(life, 'no coupon', await console.get('/v1/coupons/cpn_none'), 404);
  return { here, there, open, bound, sent };
}

type House = Awaited<ReturnType<typeof openHouse>>;

/** A browser that starts a verification, mistypes, waits, asks again and gets in. */
async function comeBack(life: Life, shopper: ShopperLike, phone: string): Promise<void> {
  const browser = openBrowserLike(life.origin, { address: freshAddress() });
  const policyVersion = (await browser.get('/v1/policies/current')).body['policyVersion'];
  const started = expected(life, 'start again', await browser.post('/v1/challenges', { phone }), 202);
  const at = `/v1/challenges/${String(started.body['challengeId'])}`;
  const confirm = (code: string, extra = {}) =>
    browser.post(`${at}/confirm`, { phone, code, consents: { delivery: true }, policyVersion, ...extra });
  const code = await lastCode(life.controls, shopper.e164);
  life.secrets.codes.add(code);
  expected(life, 'wrong code', await confirm(code === '000000' ? '000001' : '000000'), 400);
  expected(life, 'old policy', await confirm(code, { policyVersion: 'old' }), 422);
  expected(life, 'too soon', await browser.post(`${at}/resend`, { phone }), 429);
  await life.controls.advance(31);
  expected(life, 'resend', await browser.post(`${at}/resend`, { phone }), 202);
  expected(life, 'returning', await confirm(code), 200);
  expected(life, 'used', await confirm(code), 409);
  life.secrets.cookies.add(browser.cookies.get('__Host-session') ?? '');
  expected(life, 'signed out', await browser.post('/v1/me/sign-out'), 200);
}

async function useWallet(life: Life, shopper: ShopperLike, house: House): Promise<string> {
  const policyVersion = (await shopper.get('/v1/policies/current')).body['policyVersion'];
  const wish = (granted: boolean) => shopper.put('/v1/me/consents/delivery', { granted, policyVersion });
  expected(life, 'me', await shopper.get('/v1/me'), 200);
  expected(life, 'withdraw', await wish(false), 200);
  expected(life, 'grant', await wish(true), 200);
  expected(life, 'public', await shopper.get('/v1/coupons/public'), 200);
  const taken = await shopper.post(`/v1/coupons/${house.open}/vouchers`);
  expected(life, 'taken', taken, 201);
  expected(life, 'taken twice', await shopper.post(`/v1/coupons/${house.open}/vouchers`), 201);
  expected(life, 'not public', await shopper.post(`/v1/coupons/${house.sent}/vouchers`), 404);
  expected(life, 'bound taken', await shopper.post(`/v1/coupons/${house.bound}/vouchers`), 201);
  for (const { voucherId, code, link } of (await shopper.get('/v1/me/vouchers')).body['items'] as {
    voucherId: string;
    code: string;
    link: string;
  }[]) {
    life.secrets.voucherCodes.add(code);
    life.secrets.linkTokens.add(link.split('/c/')[1] ?? '');
    expected(life, 'voucher', await shopper.get(`/v1/vouchers/${voucherId}`), 200);
  }
  return String(taken.body['voucherId']);
}

async function redeem(life: Life, shopper: ShopperLike, house: House, voucherId: string): Promise<void> {
  const at = `/v1/vouchers/${voucherId}/redemptions`;
  const proof = (pin: string) => ({ kind: 'store-pin', pin });
  const post = (storeId: string, pin: string, key: string) =>
    shopper.post(at, { storeId, proof: proof(pin) }, idempotent(key));
  expected(life, 'wrong pin', await post(house.here, '0000', 'r-0'), 403);
  expected(life, 'no such store', await post('str_none', pins.here, 'r-0'), 404);
  expected(life, 'redeemed', await post(house.here, pins.here, 'r-1'), 201);
  expected(life, 'redeemed again', await post(house.here, pins.here, 'r-1'), 201);
  expected(life, 'redeem key reused', await post(house.there, pins.there, 'r-1'), 409);
}

async function standAtTill(life: Life, shopper: ShopperLike, house: House): Promise<void> {
  const till = openBrowserLike(life.origin, { address: freshAddress() });
  const signIn = (pin: string) => till.post('/v1/till/sign-in', { storeId: house.there, pin });
  expected(life, 'wrong till pin', await signIn('0000'), 403);
  expected(life, 'till open', await signIn(pins.there), 200);
  life.secrets.cookies.add(till.cookies.get('__Host-till') ?? '');
  const vouchers = (await shopper.get('/v1/me/vouchers')).body['items'] as { couponId: string; code: string }[];
  const code = vouchers.find(({ couponId }) => couponId === house.open)?.code ?? '';
  expected(life, 'looked up', await till.get(`/v1/till/vouchers/${code}`), 200);
  expected(life, 'unknown code', await till.get('/v1/till/vouchers/0000000001'), 404);
  const use = (key: string) => till.post('/v1/till/redemptions', { code }, idempotent(key));
  const used = expected(life, 'till redeemed', await use('t-1'), 201);
  expected(life, 'till repeated', await use('t-1'), 201);
  expected(life, 'till used up', await use('t-2'), 409);
  const undo = () =>
    till.post(
      `/v1/till/redemptions/${String(used.body['redemptionId'])}/undo`,
      { reason: '打ち間違い' },
      idempotent('u-1'),
    );
  expected(life, 'undone', await undo(), 200);
  expected(life, 'undone again', await undo(), 200);
}

async function moveCampaigns(life: Life, house: House): Promise<string[]> {
  const { console, controls } = life;
  const draft = { name: '準備', couponId: house.sent, message: { body: '{link} {optout}' } };
  const made = await console.post('/v1/campaigns', draft, idempotent('c-1'));
  const id = String(expected(life, 'drafted', made, 201).body['campaignId']);
  expected(life, 'draft repeated', await console.post('/v1/campaigns', draft, idempotent('c-1')), 201);
  expected(life, 'not launched', await console.post(`/v1/campaigns/${id}/launch`), 409);
  for (const verb of ['plan', 'launch', 'pause', 'resume', 'cancel'])
    expected(life, verb, await console.post(`/v1/campaigns/${id}/${verb}`), 200);
  await controls.pulse();
  const visitors = await launchCampaign(console, house.sent, { audience: { storeIds: [house.here] } });
  await controls.pulse();
  await controls.fault({ service: 'sns', operation: 'Publish', kind: 'error', next: 1 });
  const doubted = await launchCampaign(console, house.sent);
  await controls.pulse();
  await controls.fault({ service: 'sns', operation: 'Publish', kind: 'throttle', next: 1 });
  const throttled = await launchCampaign(console, house.bound);
  await controls.pulse();
  await controls.clearFaults();
  for (let minute = 0; minute < 3; minute += 1) {
    await controls.advance(61);
    await controls.pulse();
  }
  const campaigns = [visitors, doubted, throttled];
  for (const campaign of campaigns) {
    expected(life, 'campaign', await console.get(`/v1/campaigns/${campaign}`), 200);
    await reportOf(console, campaign);
  }
  expected(life, 'campaigns', await console.get('/v1/campaigns'), 200);
  return campaigns;
}

/** Opens what the phones received: links are looked at and visited, one holder stops the messages. */
async function readMessages(life: Life, shoppers: readonly ShopperLike[]): Promise<void> {
  const stranger = openBrowserLike(life.origin, { address: freshAddress() });
  for (const { e164 } of shoppers) {
    for (const { body } of await life.controls.inbox(e164)) {
      const link = /\/c\/(\w+)/u.exec(body)?.[1];
      const stop = /\/o\/(\w+)/u.exec(body)?.[1];
      const code = /#(\d{6})$/u.exec(body)?.[1];
      if (code !== undefined) life.secrets.codes.add(code);
      if (link === undefined || stop === undefined) continue;
      life.secrets.linkTokens.add(link);
      life.secrets.optOutTokens.add(stop);
      expected(life, 'link', await stranger.get(`/v1/links/${link}`), 200);
      expected(life, 'visit', await stranger.post(`/v1/links/${link}/visits`), 200);
    }
  }
  const [stop = ''] = life.secrets.optOutTokens;
  expected(life, 'stopped', await stranger.post(`/v1/opt-outs/${stop}`), 200);
  expected(life, 'no stop', await stranger.post('/v1/opt-outs/nobody'), 404);
  expected(life, 'no link', await stranger.get('/v1/links/nobody'), 404);
}

async function readNumbers(life: Life, shopper: ShopperLike): Promise<number> {
  const token = await life.controls.token('custodian-1', ['custodian']);
  life.secrets.bearerTokens.add(token);
  const desk = openBrowserLike(life.origin, { token });
  const { shopperId } = shopper;
  const purposes = ['desk', 'disclosure', 'correction'];
  for (const purpose of purposes) {
    const read = await desk.post('/v1/custodian/readings', { shopperId, purpose, ticket: 'T-1' });
    if (expected(life, purpose, read, 200).body['phone'] !== shopper.e164) throw new Error('a wrong number');
  }
  const nobody = { shopperId: `shp_${'0'.repeat(26)}`, purpose: 'desk', ticket: 'T-2' };
  expected(life, 'no number', await desk.post('/v1/custodian/readings', nobody), 404);
  for (const kind of ['consents', 'readings', 'disclosures', 'rotations', 'erasures'])
    expected(life, kind, await desk.get(`/v1/custodian/registers/${kind}`), 200);
  return purposes.length;
}

/** A whole life: every route, and every refusal on the way that touches AWS. Answers what must be found nowhere. */
export async function liveThrough(system: System) {
  const { origin } = system;
  const controls = controlsOf(origin);
  const secrets: Secrets = {
    numbers: new Set(['+819011112222', '+819033334444', '+818055556666']),
    codes: new Set(),
    pins: new Set(Object.values(pins)),
    cookies: new Set(),
    linkTokens: new Set(),
    optOutTokens: new Set(),
    voucherCodes: new Set(),
    bearerTokens: new Set(),
  };
  const console = await openConsole(origin);
  const life: Life = { system, origin, controls, console, secrets, told: new Map() };
  const house = await openHouse(life);
  const hanako = await signUp(origin, '090-1111-2222', '+819011112222', true);
  const taro = await signUp(origin, '+81 (0)90 3333 4444', '+819033334444', true);
  const jiro = await signUp(origin, '０８０５５５５６６６６', '+818055556666', false);
  const shoppers = [hanako, taro, jiro];
  for (const { cookies } of shoppers) for (const value of cookies.values()) secrets.cookies.add(value);
  await comeBack(life, taro, '090 3333 4444');
  const voucherId = await useWallet(life, hanako, house);
  await redeem(life, hanako, house, voucherId);
  await standAtTill(life, hanako, house);
  const campaigns = await moveCampaigns(life, house);
  await readMessages(life, shoppers);
  const readings = await readNumbers(life, hanako);
  return { secrets, house, campaigns, readings, shoppers, console, told: life.told };
}
