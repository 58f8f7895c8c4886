import type { System } from '../../local/system.ts';
import { routes } from '../../lambdas/routes.ts';
import { pictures } from '../pictures.ts';
import { openBrowserLike, type BrowserLike } from './browser-like.ts';
import {
  controlsOf,
  freshAddress,
  lastCode,
  launchCampaign,
  makeCoupon,
  made,
  makeStore,
  openConsole,
  signUp,
} from './people.ts';

/** The key of a route, as `routes` spells it. */
export type RouteKey = KeyOf<(typeof routes)[number]>;
type KeyOf<R> = R extends { method: infer M extends string; path: infer P extends string }
  ? `${M} ${P}`
  : never;

/** Every route's key, in the order of the table. */
export const routeKeys = routes.map(({ method, path }) => `${method} ${path}` as RouteKey);

/** What a request to a route looks like. */
export type Sample = {
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
};

/** The voucher in a wallet that belongs to a coupon. */
async function voucherOf(shopper: BrowserLike, couponId: string) {
  const items = (await shopper.get('/v1/me/vouchers')).body['items'] as Record<string, string>[];
  const found = items.find(item => item['couponId'] === couponId);
  return {
    voucherId: found?.['voucherId'] ?? '',
    code: found?.['code'] ?? '',
    link: found?.['link']?.split('/c/')[1] ?? '',
  };
}

async function openTill(origin: string, storeId: string, pin: string): Promise<BrowserLike> {
  const till = openBrowserLike(origin, { address: freshAddress() });
  await till.post('/v1/till/sign-in', { storeId, pin });
  return till;
}

/** Enrols a browser as a till of a store, whose session is open already or not. */
export async function enrolTill(till: BrowserLike, storeId: string, pin: string, name = '入口のレジ') {
  return made(await till.post('/v1/till/devices', { storeId, pin, name }), 'deviceId');
}

/** Adds a person to the store of a manager's till. */
export async function addStaff(till: BrowserLike, name: string, role: 'clerk' | 'manager', pin: string) {
  return made(await till.post('/v1/till/staff', { name, role, pin }), 'staffId');
}

/** The till of a store with a device of its own, its clerk, and a person and a device to end. */
async function settleStaff(origin: string, till: BrowserLike, storeId: string, pin: string) {
  const clerkPin = '40718265';
  await enrolTill(till, storeId, pin);
  const clerkId = await addStaff(till, '佐藤', 'clerk', clerkPin);
  const spareStaffId = await addStaff(till, '鈴木', 'manager', '73920461');
  const spareDeviceId = await enrolTill(openBrowserLike(origin, { address: freshAddress() }), storeId, pin);
  const clerkTill = openBrowserLike(origin, { address: freshAddress() });
  await enrolTill(clerkTill, storeId, pin, '奥のレジ');
  await clerkTill.post('/v1/till/sign-in', { storeId, staffId: clerkId, pin: clerkPin });
  return { clerkTill, clerkId, spareStaffId, spareDeviceId };
}

async function startChallenge(origin: string, phone: string, e164: string) {
  const browser = openBrowserLike(origin, { address: freshAddress() });
  const { body } = await browser.post('/v1/challenges', { phone });
  const policyVersion = String((await browser.get('/v1/policies/current')).body['policyVersion']);
  const code = await lastCode(controlsOf(origin), e164);
  return { browser, phone, code, policyVersion, challengeId: String(body['challengeId']) };
}

/** The key under which a shopper of the town used a ticket on their phone. */
const usedUnder = { 'idempotency-key': 'the-slide-of-the-town' };

/** Two shoppers, two stores with a till each, a marketer and a custodian, and one thing of every kind. */
export async function settleTown(system: System) {
  const { origin } = system;
  const controls = controlsOf(origin);
  const console = await openConsole(origin);
  const here = await makeStore(console, '渋谷店', '86420975');
  const there = await makeStore(console, '新宿店', '57931864');
  const spare = await makeStore(console, '池袋店', '19283746');
  const drawn = { data: pictures.lossy.toString('base64') };
  const pictureId = made(await console.post('/v1/pictures', drawn), 'pictureId');
  const couponId = await makeCoupon(console, { public: true, perPersonLimit: 4, picture: pictureId });
  const spareCouponId = await makeCoupon(console, { title: '予備' });
  const boundId = await makeCoupon(console, { public: true, storeIds: [there] });
  const hanako = await signUp(origin, '090-1111-2222', '+819011112222', true);
  const taro = await signUp(origin, '090-3333-4444', '+819033334444', false);
  for (const shopper of [hanako, taro])
    for (const id of [couponId, boundId]) await shopper.post(`/v1/coupons/${id}/vouchers`);
  await launchCampaign(console, couponId);
  await controls.pulse();
  const stop = (await controls.inbox(hanako.e164)).map(({ body }) => /\/o\/(\w+)/u.exec(body)?.[1]);
  const till = await openTill(origin, here, '86420975');
  const otherTill = await openTill(origin, there, '57931864');
  const { clerkTill, ...staffIds } = await settleStaff(origin, till, here, '86420975');
  await enrolTill(otherTill, there, '57931864');
  const hanakos = await voucherOf(hanako, couponId);
  const taros = await voucherOf(taro, couponId);
  const bound = await voucherOf(hanako, boundId);
  const used = await till.post('/v1/till/redemptions', { code: hanakos.code });
  const slid = { storeId: here, proof: { kind: 'store-pin', pin: '86420975' } };
  made(await hanako.post(`/v1/vouchers/${hanakos.voucherId}/redemptions`, slid, usedUnder), 'redemptionId');
  const draft = { name: '下書き', couponId, message: { body: '{link} {optout}' }, audience: {} };
  const campaignId = String((await console.post('/v1/campaigns', draft)).body['campaignId']);
  const marketerToken = await controls.token('marketer-2', ['marketer']);
  const custodianToken = await controls.token('custodian-2', ['custodian']);
  return {
    origin,
    ids: {
      here,
      there,
      spare,
      couponId,
      spareCouponId,
      boundId,
      campaignId,
      pictureId,
      redemptionId: String(used.body['redemptionId']),
      ...staffIds,
    },
    people: { hanako, taro, till, otherTill, clerkTill },
    vouchers: { hanakos, taros, bound },
    stopToken: stop.find(token => token !== undefined) ?? '',
    tokens: { marketer: marketerToken, custodian: custodianToken },
    challenge: await startChallenge(origin, '080-5555-6666', '+818055556666'),
    draft,
  };
}

/** A settled town. */
export type Town = Awaited<ReturnType<typeof settleTown>>;

/** A good request for every route: what the right caller may send. A new route without a row does not compile. */
export const samples: Record<RouteKey, (town: Town) => Sample> = {
  'POST /v1/challenges': () => ({ path: '/v1/challenges', body: { phone: '070-1234-1234' } }),
  'POST /v1/challenges/{challengeId}/resend': ({ challenge: { challengeId, phone } }) => ({
    path: `/v1/challenges/${challengeId}/resend`,
    body: { phone },
  }),
  'POST /v1/challenges/{challengeId}/confirm': ({
    challenge: { challengeId, phone, code, policyVersion },
  }) => ({
    path: `/v1/challenges/${challengeId}/confirm`,
    body: { phone, code, policyVersion, consents: { delivery: false } },
  }),
  'GET /v1/policies/current': () => ({ path: '/v1/policies/current' }),
  'GET /v1/me': () => ({ path: '/v1/me' }),
  'POST /v1/me/sign-out': () => ({ path: '/v1/me/sign-out' }),
  'PUT /v1/me/consents/delivery': ({ challenge: { policyVersion } }) => ({
    path: '/v1/me/consents/delivery',
    body: { granted: true, policyVersion },
  }),
  'GET /v1/me/vouchers': () => ({ path: '/v1/me/vouchers' }),
  'GET /v1/vouchers/{voucherId}': ({ vouchers }) => ({ path: `/v1/vouchers/${vouchers.hanakos.voucherId}` }),
  'GET /v1/coupons/public': () => ({ path: '/v1/coupons/public' }),
  'POST /v1/coupons/{couponId}/vouchers': ({ ids }) => ({ path: `/v1/coupons/${ids.couponId}/vouchers` }),
  'GET /v1/pictures/{pictureId}': ({ ids }) => ({ path: `/v1/pictures/${ids.pictureId}` }),
  'GET /v1/links/{linkToken}': ({ vouchers }) => ({ path: `/v1/links/${vouchers.hanakos.link}` }),
  'POST /v1/links/{linkToken}/visits': ({ vouchers }) => ({
    path: `/v1/links/${vouchers.hanakos.link}/visits`,
  }),
  'POST /v1/opt-outs/{token}': ({ stopToken }) => ({ path: `/v1/opt-outs/${stopToken}` }),
  'POST /v1/vouchers/{voucherId}/redemptions': ({ vouchers, ids }) => ({
    path: `/v1/vouchers/${vouchers.hanakos.voucherId}/redemptions`,
    body: { storeId: ids.here, proof: { kind: 'store-pin', pin: '86420975' } },
  }),
  'GET /v1/vouchers/{voucherId}/redemptions/{storeId}': ({ vouchers, ids }) => ({
    path: `/v1/vouchers/${vouchers.hanakos.voucherId}/redemptions/${ids.here}`,
    headers: usedUnder,
  }),
  'POST /v1/till/sign-in': ({ ids }) => ({
    path: '/v1/till/sign-in',
    body: { storeId: ids.here, pin: '86420975' },
  }),
  'POST /v1/till/sign-out': () => ({ path: '/v1/till/sign-out' }),
  'GET /v1/till/staff': () => ({ path: '/v1/till/staff' }),
  'POST /v1/till/staff': () => ({
    path: '/v1/till/staff',
    body: { name: '高橋', role: 'clerk', pin: '58203174' },
  }),
  'PUT /v1/till/staff/{staffId}/pin': ({ ids }) => ({
    path: `/v1/till/staff/${ids.spareStaffId}/pin`,
    body: { pin: '61947302' },
  }),
  'PUT /v1/till/staff/{staffId}/role': ({ ids }) => ({
    path: `/v1/till/staff/${ids.spareStaffId}/role`,
    body: { role: 'clerk' },
  }),
  'POST /v1/till/staff/{staffId}/end': ({ ids }) => ({ path: `/v1/till/staff/${ids.spareStaffId}/end` }),
  'POST /v1/till/devices': ({ ids }) => ({
    path: '/v1/till/devices',
    body: { storeId: ids.here, pin: '86420975', name: '二階のレジ' },
  }),
  'GET /v1/till/devices': () => ({ path: '/v1/till/devices' }),
  'POST /v1/till/devices/{deviceId}/end': ({ ids }) => ({
    path: `/v1/till/devices/${ids.spareDeviceId}/end`,
  }),
  'GET /v1/till/vouchers/{code}': ({ vouchers }) => ({ path: `/v1/till/vouchers/${vouchers.taros.code}` }),
  'GET /v1/till/qr': () => ({ path: '/v1/till/qr' }),
  'GET /v1/till/attempts': () => ({ path: '/v1/till/attempts' }),
  'POST /v1/till/holds': ({ vouchers }) => ({
    path: '/v1/till/holds',
    body: { code: vouchers.taros.code },
  }),
  'POST /v1/till/holds/{holdId}/release': ({ vouchers }) => ({
    path: '/v1/till/holds/hld_none/release',
    body: { code: vouchers.taros.code },
  }),
  'GET /v1/till/counts': () => ({ path: '/v1/till/counts' }),
  'POST /v1/till/redemptions': ({ vouchers }) => ({
    path: '/v1/till/redemptions',
    body: { code: vouchers.taros.code },
  }),
  'POST /v1/till/redemptions/{redemptionId}/undo': ({ ids }) => ({
    path: `/v1/till/redemptions/${ids.redemptionId}/undo`,
    body: { reason: '打ち間違い' },
  }),
  'POST /v1/stores': () => ({ path: '/v1/stores', body: { name: '上野店', pin: '2468' } }),
  'GET /v1/stores': () => ({ path: '/v1/stores' }),
  'GET /v1/stores/{storeId}': ({ ids }) => ({ path: `/v1/stores/${ids.here}` }),
  'GET /v1/stores/{storeId}/staff': ({ ids }) => ({ path: `/v1/stores/${ids.here}/staff` }),
  'PUT /v1/stores/{storeId}': ({ ids }) => ({
    path: `/v1/stores/${ids.spare}`,
    body: { name: '池袋東口店', group: '城北' },
  }),
  'PUT /v1/stores/{storeId}/pin': ({ ids }) => ({
    path: `/v1/stores/${ids.spare}/pin`,
    body: { pin: '64738291' },
  }),
  'POST /v1/coupons': ({ ids }) => ({
    path: '/v1/coupons',
    body: {
      title: '半額',
      validUntil: '2099-01-01T00:00:00Z',
      terms: '一人一枚',
      picture: ids.pictureId,
      pictureAlt: { ja: '赤と白' },
    },
  }),
  'POST /v1/pictures': () => ({
    path: '/v1/pictures',
    body: { data: pictures.jpeg.toString('base64') },
  }),
  'GET /v1/coupons': () => ({ path: '/v1/coupons' }),
  'GET /v1/coupons/{couponId}': ({ ids }) => ({ path: `/v1/coupons/${ids.couponId}` }),
  'POST /v1/coupons/{couponId}/stop': ({ ids }) => ({
    path: `/v1/coupons/${ids.spareCouponId}/stop`,
    body: { message: { ja: '売り切れました', en: 'Sold out' } },
  }),
  'POST /v1/campaigns': ({ draft }) => ({ path: '/v1/campaigns', body: draft }),
  'GET /v1/campaigns': () => ({ path: '/v1/campaigns' }),
  'GET /v1/campaigns/{campaignId}': ({ ids }) => ({ path: `/v1/campaigns/${ids.campaignId}` }),
  'POST /v1/campaigns/{campaignId}/plan': ({ ids }) => ({ path: `/v1/campaigns/${ids.campaignId}/plan` }),
  'POST /v1/campaigns/{campaignId}/launch': ({ ids }) => ({ path: `/v1/campaigns/${ids.campaignId}/launch` }),
  'POST /v1/campaigns/{campaignId}/pause': ({ ids }) => ({ path: `/v1/campaigns/${ids.campaignId}/pause` }),
  'POST /v1/campaigns/{campaignId}/resume': ({ ids }) => ({ path: `/v1/campaigns/${ids.campaignId}/resume` }),
  'POST /v1/campaigns/{campaignId}/cancel': ({ ids }) => ({ path: `/v1/campaigns/${ids.campaignId}/cancel` }),
  'GET /v1/campaigns/{campaignId}/report': ({ ids }) => ({ path: `/v1/campaigns/${ids.campaignId}/report` }),
  'GET /v1/usage': ({ ids }) => ({ path: `/v1/usage?by=staff&couponId=${ids.couponId}` }),
  'GET /v1/usage/export': () => ({ path: '/v1/usage/export?by=coupon' }),
  'POST /v1/custodian/readings': ({ people }) => ({
    path: '/v1/custodian/readings',
    body: { shopperId: people.hanako.shopperId, purpose: 'desk', ticket: 'T-1' },
  }),
  'POST /v1/custodian/searches': () => ({
    path: '/v1/custodian/searches',
    body: { phone: '090-1111-2222' },
  }),
  'GET /v1/custodian/shoppers/{shopperId}': ({ people }) => ({
    path: `/v1/custodian/shoppers/${people.taro.shopperId}`,
  }),
  'POST /v1/custodian/shoppers/{shopperId}/suspend': ({ people }) => ({
    path: `/v1/custodian/shoppers/${people.taro.shopperId}/suspend`,
    body: { reason: 'abuse', note: '店から連絡' },
  }),
  'POST /v1/custodian/shoppers/{shopperId}/reinstate': ({ people }) => ({
    path: `/v1/custodian/shoppers/${people.taro.shopperId}/reinstate`,
    body: { note: '確かめた' },
  }),
  'GET /v1/custodian/registers/{kind}': () => ({ path: '/v1/custodian/registers/readings' }),
  'POST /v1/custodian/register-checks': () => ({
    path: '/v1/custodian/register-checks',
    body: { kind: 'readings', part: 0 },
  }),
  'GET /v1/custodian/rotations': () => ({ path: '/v1/custodian/rotations' }),
  'POST /v1/custodian/rotations': () => ({ path: '/v1/custodian/rotations' }),
  'GET /v1/custodian/staff': () => ({ path: '/v1/custodian/staff' }),
  'POST /v1/custodian/staff/{staffId}/leave': ({ ids }) => ({
    path: '/v1/custodian/staff/stf_somebody-who-goes/leave',
    body: { reason: '退職', storeIds: [ids.spare] },
  }),
  'GET /v1/custodian/staff/{staffId}/leave': () => ({
    path: '/v1/custodian/staff/stf_somebody-who-goes/leave',
  }),
};
