import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { System } from '../../local/system.ts';
import { openSystem } from '../local-system.ts';
import { openBrowserLike, type Answered, type BrowserLike } from './browser-like.ts';
import { freshAddress, makeCoupon, makeStore, openConsole, signUp, type ShopperLike } from './people.ts';

const pins = { here: '70615243', there: '81726354', ended: '92837465', renewed: '50493827' } as const;

let system: System;
let hanako: ShopperLike;
let stores: Record<keyof typeof pins, string>;
let tills: Record<keyof typeof pins, BrowserLike>;
let voucherId: string;

const told = ({ status, body }: Answered) => [status, body['code'] ?? 'done'];

async function openTill(storeId: string, pin: string): Promise<BrowserLike> {
  const till = openBrowserLike(system.origin, { address: freshAddress() });
  const { status } = await till.post('/v1/till/sign-in', { storeId, pin });
  if (status !== 200) throw new Error(`the till answered ${status}`);
  return till;
}

type Qr = { readonly token: string; readonly from: string; readonly until: string };

async function qrsOf(till: BrowserLike): Promise<Qr[]> {
  const { status, body } = await till.get('/v1/till/qr');
  if (status !== 200) throw new Error(`the till answered ${status}`);
  return body['items'] as Qr[];
}

/** What the till shows at this moment. */
const shownBy = async (till: BrowserLike) => (await qrsOf(till))[0]?.token ?? '';

/** Shows a QR's text at a store on the shopper's phone. */
function redeem(storeId: string, token: string, key?: string, who: BrowserLike = hanako) {
  const body = { storeId, proof: { kind: 'store-qr', token } };
  const keyed = key === undefined ? {} : { 'idempotency-key': key };
  return who.post(`/v1/vouchers/${voucherId}/redemptions`, body, keyed);
}

/** Moves the clock to where a new QR is shown and wrong tries are counted anew, so that neither happens within a test. */
function toNextQuarter(): void {
  system.clock.advance((900_500 - (system.clock.now() % 900_000)) / 1000);
}

beforeAll(async () => {
  system = await openSystem();
  const console = await openConsole(system.origin);
  const open = (name: keyof typeof pins) => makeStore(console, name, pins[name]);
  stores = {
    here: await open('here'),
    there: await open('there'),
    ended: await open('ended'),
    renewed: await open('renewed'),
  };
  const till = (name: keyof typeof pins) => openTill(stores[name], pins[name]);
  tills = {
    here: await till('here'),
    there: await till('there'),
    ended: await till('ended'),
    renewed: await till('renewed'),
  };
  hanako = await signUp(system.origin, '090-6666-0001', '+819066660001', false);
  const couponId = await makeCoupon(console, { public: true, perPersonLimit: 20 });
  voucherId = String((await hanako.post(`/v1/coupons/${couponId}/vouchers`)).body['voucherId']);
});

afterAll(() => system.close());

beforeEach(toNextQuarter);

test('a till shows a QR for every half minute of the next two, and says the server’s time', async () => {
  const { body } = await tills.here.get('/v1/till/qr');
  const items = body['items'] as Qr[];
  const nowMs = Date.parse(String(body['serverTime']));
  expect(Math.abs(nowMs - system.clock.now())).toBeLessThan(5000);
  expect(Date.parse(items[0]?.from ?? '')).toBeLessThanOrEqual(nowMs);
  expect(Date.parse(items.at(-1)?.until ?? '')).toBeGreaterThanOrEqual(nowMs + 120_000);
  for (const [place, { from, until }] of items.entries()) {
    expect(Date.parse(until) - Date.parse(from)).toBe(30_000);
    expect(items[place + 1]?.from ?? until).toBe(until);
  }
  expect((await openBrowserLike(system.origin).get('/v1/till/qr')).status).toBe(401);
  expect((await hanako.get('/v1/till/qr')).status).toBe(401);
});

test('the QR on the till is a proof, and once it is, it costs what a PIN costs: no key, one transaction', async () => {
  const spent = async (send: () => Promise<Answered>) => {
    const before = system.world.trail.mark();
    expect((await send()).status).toBe(201);
    const { items } = system.world.trail.list({ cursor: before, limit: 10_000 });
    return items
      .filter(({ principal, service }) => principal.includes('redeem') && service !== 'secretsmanager')
      .map(({ action, requestId }) => ({ action, requestId }));
  };
  const token = await shownBy(tills.here);
  const proof = { kind: 'store-pin', pin: pins.here };
  const path = `/v1/vouchers/${voucherId}/redemptions`;
  // The function reads the coupon once, whatever proof it is shown first.
  await spent(() => redeem(stores.here, token));
  const byPin = await spent(() => hanako.post(path, { storeId: stores.here, proof }));
  const byQr = await spent(() => redeem(stores.here, token));
  const actions = (calls: typeof byPin) => calls.map(({ action }) => action).sort();
  const writes = new Set(
    byQr.filter(({ action }) => action === 'dynamodb:PutItem').map(call => call.requestId),
  );
  expect(writes.size).toBe(1);
  expect(actions(byQr)).toEqual(actions(byPin));
  expect(actions(byQr).filter(action => action.startsWith('kms:'))).toEqual([]);
});

test('it serves for its own half minute and the two after it, and never before or later', async () => {
  const [shown, next] = await qrsOf(tills.here);
  expect(told(await redeem(stores.here, next?.token ?? ''))).toEqual([403, 'store.qr_mismatch']);
  system.clock.advance(60);
  expect(told(await redeem(stores.here, shown?.token ?? ''))).toEqual([201, 'done']);
  system.clock.advance(30);
  expect(told(await redeem(stores.here, shown?.token ?? ''))).toEqual([403, 'store.qr_expired']);
  system.clock.advance(900);
  expect(told(await redeem(stores.here, shown?.token ?? ''))).toEqual([403, 'store.qr_expired']);
});

test('a retry under its key is given the first answer, also when the QR has aged meanwhile', async () => {
  const token = await shownBy(tills.here);
  const first = await redeem(stores.here, token, 'lost');
  expect(first.status).toBe(201);
  for (const seconds of [0, 45, 3600]) {
    system.clock.advance(seconds);
    const again = await redeem(stores.here, token, 'lost');
    expect([again.status, again.body]).toEqual([201, first.body]);
  }
  expect(told(await redeem(stores.here, token, 'another'))).toEqual([403, 'store.qr_expired']);
  const other = await signUp(system.origin, '090-6666-0002', '+819066660002', false);
  expect(told(await redeem(stores.here, token, 'lost', other))).toEqual([404, 'voucher.not_found']);
  const rescanned = await redeem(stores.here, await shownBy(tills.here), 'lost');
  expect([rescanned.status, rescanned.body]).toEqual([201, first.body]);
  expect((await hanako.get(`/v1/vouchers/${voucherId}`)).body['redeemedAt']).toBe(first.body['redeemedAt']);
});

test('another store’s QR proves nothing here', async () => {
  const token = await shownBy(tills.there);
  expect(told(await redeem(stores.here, token))).toEqual([403, 'store.qr_mismatch']);
  const renamed = token.replace(stores.there, stores.here);
  expect(told(await redeem(stores.here, renamed))).toEqual([403, 'store.qr_mismatch']);
  expect(told(await redeem(stores.there, token))).toEqual([201, 'done']);
});

test('the QR ends with the PIN: at once when somebody leaves who knew it, and when there is a new one', async () => {
  const [ended, renewed] = [await shownBy(tills.ended), await shownBy(tills.renewed)];
  const custodian = await openConsole(system.origin, 'custodian-1', ['custodian']);
  const left = await custodian.post('/v1/custodian/staff/stf_clerk/leave', {
    reason: '退職',
    storeIds: [stores.ended],
  });
  expect(left.status).toBeLessThan(300);
  expect(told(await redeem(stores.ended, ended))).toEqual([403, 'store.pin_ended']);
  expect((await tills.ended.get('/v1/till/qr')).status).toBe(401);
  const marketer = await openConsole(system.origin);
  expect((await marketer.put(`/v1/stores/${stores.renewed}/pin`, { pin: '13572468' })).status).toBe(200);
  expect(told(await redeem(stores.renewed, renewed))).toEqual([403, 'store.qr_mismatch']);
  const again = await openTill(stores.renewed, '13572468');
  expect(told(await redeem(stores.renewed, await shownBy(again)))).toEqual([201, 'done']);
});

test('five wrong QRs or PINs of one session lock it out of that store, and nobody else', async () => {
  const late = await shownBy(tills.here);
  system.clock.advance(90);
  const [here, there] = [await shownBy(tills.here), await shownBy(tills.there)];
  for (let tries = 0; tries < 6; tries += 1)
    expect(told(await redeem(stores.here, late))).toEqual([403, 'store.qr_expired']);
  for (let wrong = 0; wrong < 3; wrong += 1)
    expect(told(await redeem(stores.here, there))).toEqual([403, 'store.qr_mismatch']);
  expect(told(await redeem(stores.here, here))).toEqual([201, 'done']);
  const proof = { kind: 'store-pin', pin: '0000' };
  const path = `/v1/vouchers/${voucherId}/redemptions`;
  for (let wrong = 0; wrong < 2; wrong += 1)
    expect(told(await hanako.post(path, { storeId: stores.here, proof }))).toEqual([
      403,
      'store.pin_mismatch',
    ]);
  const locked = await redeem(stores.here, here);
  expect(told(locked)).toEqual([429, 'store.pin_locked']);
  expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(told(await redeem(stores.there, there))).toEqual([201, 'done']);
  const sameShopper = await signUp(system.origin, '090-6666-0001', '+819066660001', false);
  expect(told(await redeem(stores.here, here, undefined, sameShopper))).toEqual([201, 'done']);
});
