import { afterAll, beforeAll, expect, test } from 'vitest';
import { policyVersion } from '../../lambdas/domain/policy-text.ts';
import { hashOf, type Entry } from '../../lambdas/domain/register.ts';
import type { System } from '../../local/system.ts';
import { itemsOf } from '../chaos/crowd.ts';
import { openSystem } from '../local-system.ts';
import { checkAtDesk } from './archive-acts.ts';
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

const pin = '86420975';
const note = '家族の番号だと本人から電話';
const number = { phone: '090-1111-2222', e164: '+819011112222' };

let system: System;
let controls: Controls;
let console: BrowserLike;
let desk: BrowserLike;
let till: BrowserLike;
let storeId: string;
let couponId: string;
let otherCouponId: string;
let hanako: ShopperLike;
let taro: ShopperLike;
let voucher: { voucherId: string; code: string };

const told = ({ status, body }: Answered) => [status, body['code']];
const suspended = [403, 'shopper.suspended'];
const pathOf = ({ shopperId }: Pick<ShopperLike, 'shopperId'>) => `/v1/custodian/shoppers/${shopperId}`;
const suspend = (who: ShopperLike, more: object = {}) =>
  desk.post(`${pathOf(who)}/suspend`, { reason: 'somebody_elses_number', ...more });
const reinstate = (who: ShopperLike) => desk.post(`${pathOf(who)}/reinstate`, {});
const redeem = (who: ShopperLike, { voucherId } = voucher, headers = {}) =>
  who.post(`/v1/vouchers/${voucherId}/redemptions`, { storeId, proof: { kind: 'store-pin', pin } }, headers);
const redeemAtTill = () => till.post('/v1/till/redemptions', { code: voucher.code });
const setDelivery = (who: ShopperLike, granted: boolean) =>
  who.put('/v1/me/consents/delivery', { granted, policyVersion });
const couponMessages = async ({ e164 }: ShopperLike) =>
  (await controls.inbox(e164)).filter(({ body }) => body.includes('/c/')).length;

async function take(who: ShopperLike, id = couponId) {
  const { body } = await who.post(`/v1/coupons/${id}/vouchers`);
  return { voucherId: String(body['voucherId']), code: String(body['code']) };
}

/** Starts a verification in a new browser; answers how to enter the code it brought. */
async function startSignIn({ phone, e164 } = number) {
  const browser = openBrowserLike(system.origin, { address: freshAddress() });
  const started = await browser.post('/v1/challenges', { phone });
  const code = await lastCode(controls, e164);
  const confirm = (typed = code, headers = {}) =>
    browser.post(
      `/v1/challenges/${String(started.body['challengeId'])}/confirm`,
      { phone, code: typed, consents: { delivery: true }, policyVersion },
      headers,
    );
  return { browser, started, code, confirm };
}

async function passMinutes(minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    await controls.advance(61);
    await controls.pulse();
  }
}

beforeAll(async () => {
  system = await openSystem();
  const { origin } = system;
  controls = controlsOf(origin);
  console = await openConsole(origin);
  desk = openBrowserLike(origin, { token: await controls.token('custodian-1', ['custodian']) });
  storeId = await makeStore(console, '渋谷店', pin);
  couponId = await makeCoupon(console, { public: true, perPersonLimit: 50 });
  otherCouponId = await makeCoupon(console, { public: true });
  hanako = await signUp(origin, number.phone, number.e164, true);
  taro = await signUp(origin, '090-3333-4444', '+819033334444', true);
  voucher = await take(hanako);
  till = openBrowserLike(origin, { address: freshAddress() });
  await till.post('/v1/till/sign-in', { storeId, pin });
});

afterAll(() => system.close());

test('a shopper is looked at without their number, and somebody who is not there is not found', async () => {
  const { status, body } = await desk.get(pathOf(hanako));
  const time = expect.stringMatching(/^2\d{3}-.*Z$/u);
  expect([status, body]).toEqual([200, { shopperId: hanako.shopperId, createdAt: time, verifiedAt: time }]);
  for (const shopperId of [`shp_${'0'.repeat(26)}`, 'shp_none', 'x'.repeat(3000)])
    for (const answered of [
      await desk.get(pathOf({ shopperId })),
      await desk.post(`${pathOf({ shopperId })}/suspend`, { reason: 'abuse' }),
      await desk.post(`${pathOf({ shopperId })}/reinstate`, {}),
    ])
      expect(told(answered)).toEqual([404, 'shopper.not_found']);
});

test('a reason that is none, and a note with a number in it, are refused', async () => {
  for (const wish of [{ reason: 'because' }, { reason: undefined }, { note: '090-1234-5678 に電話' }])
    expect(told(await suspend(hanako, wish))).toEqual([400, 'request.malformed']);
  const { body } = await desk.get('/v1/custodian/registers/suspensions');
  expect(body['items']).toEqual([]);
});

test('who is suspended while a campaign is under way gets no message, and the report says why', async () => {
  const campaignId = await launchCampaign(console, couponId);
  await controls.fault({ service: 'sns', operation: 'Publish', kind: 'throttle', next: 2 });
  await controls.pulse();
  await controls.clearFaults();
  expect((await reportOf(console, campaignId)).byState).toMatchObject({ SENT: 0, SKIPPED: 0 });
  expect((await suspend(hanako, { note })).status).toBe(200);
  await passMinutes(3);
  const { byState, reasons } = await reportOf(console, campaignId);
  expect(byState).toMatchObject({ SENT: 1, SKIPPED: 1 });
  expect(reasons).toEqual({ shopper_suspended: 1 });
  expect([await couponMessages(hanako), await couponMessages(taro)]).toEqual([0, 1]);
  const later = await launchCampaign(console, otherCouponId);
  await controls.pulse();
  expect(await reportOf(console, later)).toMatchObject({ recipients: 1, byState: { SENT: 1 } });
});

test('a second call answers the first suspension, whatever reason it gives', async () => {
  const first = await desk.get(pathOf(hanako));
  await controls.advance(5);
  const again = await suspend(hanako, { reason: 'abuse' });
  expect([again.status, again.body]).toEqual([200, first.body]);
  expect(first.body['suspension']).toEqual({
    since: expect.stringMatching(/Z$/u),
    reason: 'somebody_elses_number',
    by: 'stf_custodian-1',
  });
});

test('nothing is redeemed, by PIN or at the till, and no coupon is taken', async () => {
  expect(told(await redeem(hanako))).toEqual(suspended);
  expect(told(await redeem(hanako, voucher, { 'idempotency-key': 'one' }))).toEqual(suspended);
  expect(told(await redeemAtTill())).toEqual(suspended);
  expect(told(await hanako.post(`/v1/coupons/${couponId}/vouchers`))).toEqual(suspended);
  expect(told(await hanako.post(`/v1/coupons/${otherCouponId}/vouchers`))).toEqual(suspended);
  const { body } = await till.get(`/v1/till/vouchers/${voucher.code}`);
  expect(body).toMatchObject({ state: 'issued', usable: false, reason: { code: 'shopper.suspended' } });
  const { items } = (await hanako.get('/v1/me/vouchers')).body as { items: { state: string }[] };
  expect(items.map(({ state }) => state)).toEqual(['issued']);
});

test('an open session stays and says since when; delivery is withdrawn but not granted', async () => {
  const { body } = await desk.get(pathOf(hanako));
  const { since } = body['suspension'] as { since: string };
  expect((await hanako.get('/v1/me')).body['suspendedSince']).toBe(since);
  expect(told(await setDelivery(hanako, true))).toEqual(suspended);
  expect((await setDelivery(hanako, false)).body['consent']).toMatchObject({ state: 'withdrawn' });
  expect(told(await setDelivery(hanako, true))).toEqual(suspended);
  expect((await hanako.get('/v1/me')).body['suspendedSince']).toBe(since);
  expect((await taro.get('/v1/me')).body['suspendedSince']).toBeUndefined();
});

test('a code is sent as to anybody, and only the right one is told, without a session', async () => {
  const { browser, started, code, confirm } = await startSignIn();
  const other = await startSignIn({ phone: '090-5555-6666', e164: '+819055556666' });
  expect(started.status).toBe(202);
  expect(Object.keys(started.body)).toEqual(Object.keys(other.started.body));
  const wrong = code === '000000' ? '000001' : '000000';
  expect(told(await confirm(wrong))).toEqual([400, 'challenge.code_mismatch']);
  expect(told(await confirm())).toEqual(suspended);
  expect(browser.cookies.has('__Host-session')).toBe(false);
  expect((await browser.get('/v1/me')).status).toBe(401);
});

test('a right code that is repeated opens no second session to who was suspended meanwhile', async () => {
  const key = { 'idempotency-key': 'again' };
  const { browser, confirm, code } = await startSignIn({ phone: '090-3333-4444', e164: taro.e164 });
  expect((await confirm(code, key)).status).toBe(200);
  expect((await confirm(code, key)).status).toBe(200);
  const session = browser.cookies.get('__Host-session');
  await suspend(taro);
  expect(told(await confirm(code, key))).toEqual(suspended);
  expect(browser.cookies.get('__Host-session')).toBe(session);
  await reinstate(taro);
  expect((await confirm(code, key)).status).toBe(200);
});

test('a stop link of a suspended shopper works', async () => {
  const [message] = (await controls.inbox(taro.e164)).filter(({ body }) => body.includes('/o/'));
  const stop = /\/o\/(\w+)/u.exec(message?.body ?? '')?.[1] ?? 'none';
  await suspend(taro);
  const stopped = await taro.post(`/v1/opt-outs/${stop}`);
  expect([stopped.status, stopped.body['consent']]).toEqual([
    200,
    expect.objectContaining({ state: 'withdrawn' }),
  ]);
  expect((await desk.get(pathOf(taro))).body['suspension']).toBeDefined();
  await reinstate(taro);
});

test('reinstated, everything works again', async () => {
  const { status, body } = await desk.post(`${pathOf(hanako)}/reinstate`, { note: '確かめた' });
  expect([status, body['shopperId'], body['suspension']]).toEqual([200, hanako.shopperId, undefined]);
  expect((await reinstate(hanako)).body).toEqual(body);
  expect((await hanako.get('/v1/me')).body['suspendedSince']).toBeUndefined();
  expect((await redeem(hanako)).status).toBe(201);
  expect((await redeemAtTill()).status).toBe(201);
  expect((await hanako.post(`/v1/coupons/${otherCouponId}/vouchers`)).status).toBe(201);
  expect((await setDelivery(hanako, true)).status).toBe(200);
  const again = await startSignIn();
  expect((await again.confirm()).status).toBe(200);
  await launchCampaign(console, couponId);
  await controls.pulse();
  expect(await couponMessages(hanako)).toBe(1);
});

test('who granted delivery before is in the audience again after the suspension', async () => {
  await suspend(hanako);
  await reinstate(hanako);
  await launchCampaign(console, couponId);
  await controls.pulse();
  expect(await couponMessages(hanako)).toBe(2);
});

test('a suspension among many redemptions: what was redeemed counts, and nothing is afterwards', async () => {
  const uses = async () => {
    const items = await itemsOf(system, 'book');
    const found = items.find(({ sk }) => sk?.['S'] === `VCH#${voucher.voucherId}`);
    return Number(found?.['uses']?.['N'] ?? 0);
  };
  const before = await uses();
  const attempts = Array.from({ length: 12 }, (_, place) =>
    place % 2 === 0 ? redeem(hanako) : redeemAtTill(),
  );
  const [stopped, ...answers] = await Promise.all([suspend(hanako), ...attempts]);
  expect(stopped.status).toBe(200);
  const done = answers.filter(({ status }) => status === 201).length;
  const codes = new Set(answers.filter(({ status }) => status !== 201).map(({ body }) => body['code']));
  for (const code of codes) expect(['shopper.suspended', 'voucher.already_redeemed']).toContain(code);
  expect((await uses()) - before).toBe(done);
  expect(told(await redeem(hanako))).toEqual(suspended);
  expect((await uses()) - before).toBe(done);
});

test('the register tells every suspension and its end in one chain, with the note beside it', async () => {
  const { items } = (await desk.get('/v1/custodian/registers/suspensions')).body as unknown as {
    items: (Omit<Entry, 'atMs' | 'kind'> & { at: string })[];
  };
  const events = items.map(({ fact }) => `${String(fact['event'])} ${String(fact['reason'])}`);
  const [on, off] = ['suspended somebody_elses_number', 'reinstated somebody_elses_number'];
  expect(events).toEqual([on, on, off, on, off, off, on, off, on]);
  expect(items[0]?.fact).toEqual({
    event: 'suspended',
    shopperId: hanako.shopperId,
    by: 'stf_custodian-1',
    reason: 'somebody_elses_number',
    note: expect.stringMatching(/^[0-9a-f]{64}$/u),
  });
  expect(items[5]?.fact['note']).toMatch(/^[0-9a-f]{64}$/u);
  let previousHash = '0'.repeat(64);
  for (const { at, hash, ...row } of items) {
    expect(row.previousHash).toBe(previousHash);
    expect(hashOf({ ...row, kind: 'suspensions', atMs: Date.parse(at) })).toBe(hash);
    previousHash = hash;
  }
  expect(await checkAtDesk(system, ['suspensions'])).toMatchObject({ rows: 9, faults: [] });
  const lines = system.logs.lines().map(({ line }) => line);
  expect(lines.filter(line => line.includes(note))).toEqual([]);
  expect(lines.some(line => line.includes('"code":"shopper.suspended"'))).toBe(true);
});
