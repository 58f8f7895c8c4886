import { afterAll, beforeAll, expect, test } from 'vitest';
import type { System } from '../../local/system.ts';
import { openSystem } from '../local-system.ts';
import { openBrowserLike, type Answered } from './browser-like.ts';
import { freshAddress } from './people.ts';
import { codeOf, rawCall } from './raw-call.ts';
import { settleTown, type Town } from './town.ts';

let system: System;
let town: Town;

beforeAll(async () => {
  system = await openSystem();
  // Windows of limits begin with the day: no window ends in the middle of a test.
  system.clock.advance(86_400 - (Math.floor(system.clock.now() / 1000) % 86_400) + 1);
  town = await settleTown(system);
});

afterAll(() => system.close());

const told = ({ status, body }: Answered) => [status, body['code']];

/** A POST as a script could send it: any header it likes. */
function post(path: string, body: string, headers: Record<string, string>) {
  const json = { 'content-type': 'application/json', origin: system.origin };
  return rawCall(system.origin, { method: 'POST', path, body, headers: { ...json, ...headers } });
}

test('every cookie is for this host alone, over TLS, and out of reach of scripts', async () => {
  const browser = openBrowserLike(system.origin, { address: freshAddress() });
  const answers = [
    await browser.post('/v1/challenges', { phone: '070-2222-0001' }),
    await browser.post('/v1/till/sign-in', { storeId: town.ids.here, pin: '86420975' }),
    await town.people.taro.post('/v1/me/sign-out'),
  ];
  const cookies = answers.flatMap(({ headers }) => headers.getSetCookie());
  expect(cookies.map(cookie => cookie.split('=')[0] ?? '').sort()).toEqual([
    '__Host-browser',
    '__Host-session',
    '__Host-till',
  ]);
  for (const cookie of cookies) {
    expect(cookie).toMatch(/^__Host-\w+=[\w-]*; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=\d+$/u);
  }
});

test('a browser cookie that we cannot have made is replaced, not set again', async () => {
  const body = JSON.stringify({ phone: '070-2222-0002' });
  const address = { 'x-local-source-ip': freshAddress() };
  for (const shown of ['made-up', 'x'.repeat(44), '', '<script>']) {
    const answer = await post('/v1/challenges', body, { ...address, cookie: `__Host-browser=${shown}` });
    const [cookie = ''] = answer.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^__Host-browser=[\w-]{43};/u);
  }
});

test('no answer of the API is kept by a cache or taken for another type', async () => {
  const { hanako, till } = town.people;
  const answers = [
    await hanako.get('/v1/me/vouchers'),
    await hanako.get('/v1/vouchers/none'),
    await till.get('/v1/till/vouchers/none'),
    await hanako.get('/v1/links/none'),
    await openBrowserLike(system.origin, { token: town.tokens.custodian }).post('/v1/custodian/readings', {
      shopperId: hanako.shopperId,
      purpose: 'desk',
      ticket: 'T-1',
    }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 404, 404, 404, 200]);
  for (const { headers } of answers) {
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  }
});

test('made-up forwarding headers do not make another address of the same one', async () => {
  const address = freshAddress();
  const ask = (place: number) =>
    post('/v1/challenges', JSON.stringify({ phone: `070${3330 + place}1000` }), {
      'x-local-source-ip': address,
      'x-viewer-ip': `203.0.113.${place}`,
      'x-forwarded-for': `203.0.113.${place}`,
      forwarded: `for=203.0.113.${place}`,
    });
  const statuses: number[] = [];
  for (let place = 0; place < 6; place += 1) statuses.push((await ask(place)).status);
  expect(statuses).toEqual([202, 202, 202, 202, 202, 403]);
  expect(codeOf(await ask(6))).toBe('challenge.proof_required');
});

test('a page of another site is not let in by a made-up host', async () => {
  const body = JSON.stringify({ phone: '070-2222-0003' });
  const made = {
    origin: 'https://evil.example',
    'x-viewer-host': 'evil.example',
    'x-forwarded-host': 'evil.example',
  };
  const answer = await post('/v1/challenges', body, made);
  expect([answer.status, codeOf(answer)]).toEqual([403, 'request.cross_origin']);
});

test('a body that is too large, no JSON, or of another type is told so', async () => {
  const large = JSON.stringify({ phone: '0'.repeat(17_000) });
  const cases: [string, Record<string, string>, number, string][] = [
    [large, {}, 413, 'request.too_large'],
    ['{"phone":', {}, 400, 'request.malformed'],
    ['', {}, 400, 'request.malformed'],
    ['{"phone":"070-2222-0004"}', { 'content-type': 'text/plain' }, 415, 'request.not_json'],
    ['phone=070', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'request.not_json'],
    ['{"phone":"070-2222-0004"}', { 'idempotency-key': 'two words' }, 400, 'request.malformed'],
  ];
  for (const [body, headers, status, code] of cases) {
    const answer = await post('/v1/challenges', body, headers);
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
  }
});

test('five wrong PINs lock one shopper out of one store for a while, and nobody else', async () => {
  const { ids, people, vouchers } = town;
  const at = `/v1/vouchers/${vouchers.hanakos.voucherId}/redemptions`;
  const redeem = (storeId: string, pin: string) =>
    people.hanako.post(at, { storeId, proof: { kind: 'store-pin', pin } });
  for (let wrong = 0; wrong < 5; wrong += 1)
    expect(told(await redeem(ids.here, '0000'))).toEqual([403, 'store.pin_mismatch']);
  const locked = await redeem(ids.here, '86420975');
  expect(told(locked)).toEqual([429, 'store.pin_locked']);
  const waitSeconds = Number(locked.headers.get('retry-after'));
  expect(waitSeconds).toBeGreaterThan(0);
  expect(waitSeconds).toBeLessThanOrEqual(900);
  const till = openBrowserLike(system.origin, { address: freshAddress() });
  expect((await till.post('/v1/till/sign-in', { storeId: ids.here, pin: '86420975' })).status).toBe(200);
  expect((await redeem(ids.there, '57931864')).status).toBe(201);
  system.clock.advance(waitSeconds);
  expect((await redeem(ids.here, '86420975')).status).toBe(201);
});

test('five wrong PINs from one address do not shut the till for another, and an unknown store looks the same', async () => {
  const signIn = async (address: string, storeId: string, pin: string) =>
    told(await openBrowserLike(system.origin, { address }).post('/v1/till/sign-in', { storeId, pin }));
  for (const storeId of [town.ids.here, 'str_unknown']) {
    const address = freshAddress();
    for (let wrong = 0; wrong < 5; wrong += 1)
      expect(await signIn(address, storeId, '0000')).toEqual([403, 'store.pin_mismatch']);
    expect(await signIn(address, storeId, '86420975')).toEqual([429, 'store.pin_locked']);
  }
  expect(await signIn(freshAddress(), town.ids.here, '86420975')).toEqual([200, undefined]);
});
