import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TrailEntry } from '../../local/aws/trail.ts';
import type { System } from '../../local/system.ts';
import { openSystem } from '../local-system.ts';
import { openBrowserLike, type BrowserLike } from './browser-like.ts';
import {
  controlsOf,
  launchCampaign,
  makeCoupon,
  makeStore,
  openConsole,
  reportOf,
  signUp,
  type ShopperLike,
} from './people.ts';

let system: System;
let console: BrowserLike;
let storeId: string;
let hanako: ShopperLike;
let taro: ShopperLike;
const stretches: Record<string, readonly TrailEntry[]> = {};
const outcomes: Record<string, unknown> = {};
const numbers = ['090-1234-5678', '090-2345-6789', '080-3456-7890'];

/** The calls that were made while something happened, kept under its name. */
async function during<T>(name: string, happen: () => Promise<T>): Promise<T> {
  const before = system.world.trail.mark();
  const result = await happen();
  stretches[name] = system.world.trail.list({ cursor: before, limit: 10_000 }).items;
  return result;
}

const stretch = (name: string): readonly TrailEntry[] => stretches[name] ?? [];
const everything = () => system.world.trail.list({ limit: 10_000 }).items;
const ofAction = (entries: readonly TrailEntry[], action: string) =>
  entries.filter(entry => entry.action === action);
const shopperOf = (entry: TrailEntry) => String(entry.context['kms:EncryptionContext:shopper']);
const sessionNameOf = (entry: TrailEntry) => entry.principal.split('/').at(-1) ?? '';

async function useTill(): Promise<void> {
  const till = openBrowserLike(system.origin, { address: '10.9.9.9' });
  await till.post('/v1/till/sign-in', { storeId, pin: '2468' });
  const [voucher] = (await taro.get('/v1/me/vouchers')).body['items'] as { code: string }[];
  outcomes['look-up'] = (await till.get(`/v1/till/vouchers/${voucher?.code}`)).status;
  const used = await till.post('/v1/till/redemptions', { code: voucher?.code });
  outcomes['till'] = used.status;
  const undo = `/v1/till/redemptions/${String(used.body['redemptionId'])}/undo`;
  outcomes['undo'] = (await till.post(undo, { reason: '間違い' })).status;
}

beforeAll(async () => {
  system = await openSystem();
  const { origin } = system;
  console = await openConsole(origin);
  let couponId = '';
  await during('console', async () => {
    storeId = await makeStore(console);
    couponId = await makeCoupon(console, { public: true });
    for (const list of ['stores', 'coupons', 'campaigns']) await console.get(`/v1/${list}`);
  });
  [hanako, taro] = await during('verification', async () => [
    await signUp(origin, numbers[0] ?? '', '+819012345678', true),
    await signUp(origin, numbers[1] ?? '', '+819023456789', true),
    await signUp(origin, numbers[2] ?? '', '+818034567890', false),
  ]);
  const voucherId = await during('wallet', async () => {
    await taro.post(`/v1/coupons/${couponId}/vouchers`);
    await hanako.get('/v1/me');
    return (await hanako.post(`/v1/coupons/${couponId}/vouchers`)).body['voucherId'];
  });
  await during('redemption', async () => {
    const proof = { kind: 'store-pin', pin: '2468' };
    const used = await hanako.post(`/v1/vouchers/${String(voucherId)}/redemptions`, { storeId, proof });
    outcomes['phone'] = used.status;
  });
  await during('till', useTill);
  await during('campaign', async () => {
    const id = await launchCampaign(console, couponId);
    await controlsOf(origin).pulse();
    outcomes['sent'] = (await reportOf(console, id)).byState['SENT'];
  });
  const token = await controlsOf(origin).token('custodian-1', ['custodian']);
  const desk = openBrowserLike(origin, { token });
  for (const [name, purpose] of Object.entries({ 'first reading': 'desk', 'second reading': 'disclosure' })) {
    await during(name, async () => {
      const wish = { shopperId: hanako.shopperId, purpose, ticket: 'T-7' };
      const answered = await desk.post('/v1/custodian/readings', wish);
      outcomes[name] = answered.body['phone'];
    });
  }
});

afterAll(() => system.close());

test('everything went as it should', () => {
  const redeemed = { 'look-up': 200, till: 201, undo: 200, phone: 201 };
  const read = { 'first reading': '+819012345678', 'second reading': '+819012345678' };
  expect(outcomes).toEqual({ ...redeemed, sent: 2, ...read });
});

test('there is one Decrypt for each campaign message and each reading, and every one was allowed', () => {
  const decrypts = ofAction(everything(), 'kms:Decrypt');
  expect(decrypts).toHaveLength(2 + 2);
  expect(decrypts.map(({ decision }) => decision)).toEqual(decrypts.map(() => 'Allow'));
});

test('nothing is decrypted while people verify, use their wallet, redeem, or work at till and console', () => {
  for (const name of ['verification', 'wallet', 'redemption', 'till', 'console']) {
    expect(stretch(name).length).toBeGreaterThan(0);
    expect(ofAction(stretch(name), 'kms:Decrypt')).toEqual([]);
    expect(stretch(name).filter(({ principal }) => principal.includes('custodian'))).toEqual([]);
  }
});

test('numbers opened for a campaign are opened by sessions that name the campaign', () => {
  const decrypts = ofAction(stretch('campaign'), 'kms:Decrypt');
  for (const decrypt of decrypts) {
    const campaign = decrypt.sourceIdentity ?? 'none';
    expect(campaign).toMatch(/^cmp_[0-9A-Z]{26}$/u);
    expect(sessionNameOf(decrypt)).toBe(`delivery-${campaign}`);
    expect(decrypt.principal).toMatch(/:assumed-role\/mogiri-dev-custodian\/delivery-/u);
    expect(decrypt.sessionTags).toEqual({ purpose: 'delivery' });
  }
  expect(decrypts.map(shopperOf).sort()).toEqual([hanako.shopperId, taro.shopperId].sort());
});

test.each([
  ['first reading', 'desk'],
  ['second reading', 'disclosure'],
])('the %s is made by a session that names its purpose, its register row and its reader', (name, purpose) => {
  const [decrypt, ...others] = ofAction(stretch(name), 'kms:Decrypt');
  expect(others).toEqual([]);
  expect(decrypt?.principal).toMatch(
    new RegExp(`:assumed-role/mogiri-dev-custodian/${purpose}-reg_[0-9a-f]{32}$`, 'u'),
  );
  expect(decrypt?.sessionTags).toEqual({ purpose });
  expect(decrypt?.sourceIdentity).toBe('stf_custodian-1');
  expect(decrypt && shopperOf(decrypt)).toBe(hanako.shopperId);
  expect(decrypt?.context['kms:EncryptionContext:use']).toBe('phone-number');
});

test.each(['first reading', 'second reading'])(
  'the register row of the %s is written before the custodian is taken and the number opened',
  name => {
    const entries = stretch(name);
    const place = (action: string, resource: string) =>
      entries.findIndex(entry => entry.action === action && entry.resource.includes(resource));
    const row = place('dynamodb:PutItem', 'Register');
    const steps = [row, place('sts:AssumeRole', ''), place('dynamodb:GetItem', 'Vault')];
    expect(row).toBeGreaterThanOrEqual(0);
    expect([...steps, place('kms:Decrypt', '')]).toEqual(
      [...steps, place('kms:Decrypt', '')].toSorted((a, b) => a - b),
    );
  },
);

test('at no moment of a campaign have more numbers been opened than register rows been written', () => {
  let rows = 0;
  let opened = 0;
  const seen = new Set<string>();
  for (const { action, resource, requestId } of stretch('campaign')) {
    const isRow = action === 'dynamodb:PutItem' && resource.includes('Register') && !seen.has(requestId);
    rows += isRow ? 1 : 0;
    opened += action === 'kms:Decrypt' ? 1 : 0;
    seen.add(requestId);
    expect(opened).toBeLessThanOrEqual(rows);
  }
  expect([rows, opened]).toEqual([2, 2]);
});

test('the register of readings has one row for each Decrypt, of the same shopper and purpose', async () => {
  const token = await controlsOf(system.origin).token('custodian-2', ['custodian']);
  const desk = openBrowserLike(system.origin, { token });
  const rows = (await desk.get('/v1/custodian/registers/readings')).body['items'] as {
    fact: { shopperId: string; purpose: string };
  }[];
  const written = rows.map(({ fact }) => `${fact.purpose} ${fact.shopperId}`);
  const made = ofAction(everything(), 'kms:Decrypt').map(
    entry => `${String(entry.sessionTags['purpose'])} ${shopperOf(entry)}`,
  );
  expect(written.sort()).toEqual(made.sort());
});

test('a verified number costs at most one Encrypt and four GenerateMac', () => {
  expect(ofAction(stretch('verification'), 'kms:Encrypt')).toHaveLength(numbers.length);
  expect(ofAction(stretch('verification'), 'kms:GenerateMac').length).toBeLessThanOrEqual(4 * numbers.length);
  const kms = everything().filter(({ service }) => service === 'kms');
  expect(new Set(kms.map(({ action }) => action))).toEqual(
    new Set(['kms:Encrypt', 'kms:GenerateMac', 'kms:Decrypt']),
  );
});

test('a redemption makes no KMS call and one transaction', () => {
  const entries = stretch('redemption');
  expect(entries.filter(({ service }) => service === 'kms')).toEqual([]);
  const transactions = entries.filter(({ operation }) => operation === 'TransactWriteItems');
  expect(new Set(transactions.map(({ requestId }) => requestId)).size).toBe(1);
});

test('no call was refused, and none was made after its answer', () => {
  expect(everything().length).toBeGreaterThan(100);
  expect(everything().filter(({ decision }) => decision === 'Deny')).toEqual([]);
  expect(everything().filter(({ outsideInvocation }) => outsideInvocation)).toEqual([]);
});

test('without a register row there is no reading', async () => {
  const controls = controlsOf(system.origin);
  const desk = openBrowserLike(system.origin, { token: await controls.token('custodian-3', ['custodian']) });
  await controls.fault({ service: 'dynamodb', operation: 'TransactWriteItems', kind: 'error', next: 10 });
  const wish = { shopperId: hanako.shopperId, purpose: 'desk', ticket: 'T-8' };
  const answered = await during('unwritten', () => desk.post('/v1/custodian/readings', wish));
  await controls.clearFaults();
  expect([answered.status, answered.body['code']]).toEqual([503, 'register.unavailable']);
  expect(answered.text).not.toContain(hanako.e164.slice(4));
  expect(ofAction(stretch('unwritten'), 'sts:AssumeRole')).toEqual([]);
  expect(ofAction(stretch('unwritten'), 'kms:Decrypt')).toEqual([]);
});
