import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashOf, type RegisterKind } from '../../lambdas/domain/register.ts';
import type { System } from '../../local/system.ts';
import { openSystem } from '../local-system.ts';
import { openBrowserLike, type Answered, type BrowserLike } from './browser-like.ts';
import {
  controlsOf,
  makeCoupon,
  makeStore,
  openConsole,
  reportOf,
  launchCampaign,
  signUp,
} from './people.ts';
import { rawCall } from './raw-call.ts';
import { settleTown, type Town } from './town.ts';

let system: System;
let town: Town;
let console: BrowserLike;

beforeAll(async () => {
  system = await openSystem();
  town = await settleTown(system);
  console = await openConsole(system.origin);
});

afterAll(() => system.close());

const keyed = (key: string) => ({ 'idempotency-key': key });
const told = ({ status, body }: Answered) => [status, body['code']];

/** Sends one request twice under a key, then another one under it. */
async function thrice(who: BrowserLike, path: string, key: string, body: unknown, other: unknown) {
  const first = await who.post(path, body, keyed(key));
  const again = await who.post(path, body, keyed(key));
  return { first, again, another: await who.post(path, other, keyed(key)) };
}

test.each([
  ['stores', { name: '上野店', pin: '2468' }, { name: '上野店', pin: '2469' }],
  ['stores', { name: '品川店', pin: '2468', timeZone: 'Asia/Tokyo' }, { name: '品川', pin: '2468' }],
  [
    'coupons',
    { title: '半額', validUntil: '2099-01-01T00:00:00Z' },
    { title: '半額', validUntil: '2099-01-01T00:00:01Z' },
  ],
])('the same key makes one of %s and gives the first answer again; another body is 409', async (...row) => {
  const [kind, body, other] = row;
  const before = (await console.get(`/v1/${kind}`)).body['items'] as unknown[];
  const key = `${kind}-${JSON.stringify(body)}`.replaceAll(/[^!-~]/gu, '');
  const { first, again, another } = await thrice(console, `/v1/${kind}`, key, body, other);
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.body).toEqual(first.body);
  expect(told(another)).toEqual([409, 'idempotency.key_reused']);
  const after = (await console.get(`/v1/${kind}`)).body['items'] as unknown[];
  expect(after.length - before.length).toBe(1);
});

test('a campaign drafted twice under one key is one draft, also when it has been planned meanwhile', async () => {
  const first = await console.post('/v1/campaigns', town.draft, keyed('camp'));
  await console.post(`/v1/campaigns/${String(first.body['campaignId'])}/plan`);
  const again = await console.post('/v1/campaigns', town.draft, keyed('camp'));
  expect([again.status, again.body]).toEqual([201, first.body]);
  const other = await console.post('/v1/campaigns', { ...town.draft, name: '別' }, keyed('camp'));
  expect(told(other)).toEqual([409, 'idempotency.key_reused']);
});

test('a key is its caller’s own and its route’s own, and is forgotten after a day', async () => {
  const body = { name: '目黒店', pin: '2468' };
  const colleague = await openConsole(system.origin, 'marketer-9');
  const mine = await console.post('/v1/stores', body, keyed('own'));
  const theirs = await colleague.post('/v1/stores', body, keyed('own'));
  const coupon = { title: '別', validUntil: '2099-01-01T00:00:00Z' };
  expect((await console.post('/v1/coupons', coupon, keyed('own'))).status).toBe(201);
  system.clock.advance(86_401);
  const later = await (await openConsole(system.origin)).post('/v1/stores', body, keyed('own'));
  const ids = [mine, theirs, later].map(answer => answer.body['storeId']);
  expect(new Set(ids).size).toBe(3);
  console = await openConsole(system.origin);
});

test('a redemption on the phone repeats under its key, and the key is not good for another store', async () => {
  const { ids, people, vouchers } = town;
  const at = `/v1/vouchers/${vouchers.hanakos.voucherId}/redemptions`;
  const proof = (pin: string) => ({ kind: 'store-pin', pin });
  const here = { storeId: ids.here, proof: proof('86420975') };
  const there = { storeId: ids.there, proof: proof('57931864') };
  const { first, again, another } = await thrice(people.hanako, at, 'phone', here, there);
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.body).toEqual(first.body);
  expect(told(another)).toEqual([409, 'idempotency.key_reused']);
});

test('a redemption and its undo at the till repeat under their keys', async () => {
  const till = openBrowserLike(system.origin, { address: '10.77.0.1' });
  await till.post('/v1/till/sign-in', { storeId: town.ids.here, pin: '86420975' });
  const { code } = town.vouchers.taros;
  const spaced = code.toLowerCase().replace(/^(.{5})/u, '$1 ');
  const { first, again, another } = await thrice(
    till,
    '/v1/till/redemptions',
    'till',
    { code },
    { code: 'x' },
  );
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.body).toEqual(first.body);
  expect(another.status).toBeGreaterThanOrEqual(404);
  const typed = await till.post('/v1/till/redemptions', { code: spaced }, keyed('till'));
  expect([typed.status, typed.body]).toEqual([201, first.body]);
  const other = await till.post('/v1/till/redemptions', { code: town.vouchers.hanakos.code }, keyed('till'));
  expect(told(other)).toEqual([409, 'idempotency.key_reused']);
  const undo = `/v1/till/redemptions/${String(first.body['redemptionId'])}/undo`;
  const undone = await till.post(undo, { reason: '間違い' }, keyed('undo'));
  const repeated = await till.post(undo, { reason: '間違い' }, keyed('undo'));
  expect([undone.status, repeated.status, repeated.body]).toEqual([200, 200, undone.body]);
  expect(told(await till.post(undo, { reason: '間違い' }))).toEqual([409, 'redemption.already_undone']);
});

test('a list is read page by page, newest first, each thing once, and a strange cursor starts anew', async () => {
  const made = await Promise.all(Array.from({ length: 60 }, (_, place) => makeStore(console, `店${place}`)));
  const seen: string[] = [];
  let cursor: string | undefined = '';
  for (let page = 0; cursor !== undefined && page < 9; page += 1) {
    const { body } = await console.get(`/v1/stores${cursor && `?cursor=${encodeURIComponent(cursor)}`}`);
    seen.push(...(body['items'] as { storeId: string }[]).map(({ storeId }) => storeId));
    cursor = body['cursor'] as string | undefined;
  }
  expect(cursor).toBeUndefined();
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toEqual(expect.arrayContaining(made));
  expect(seen).toEqual(seen.toSorted().toReversed());
  const start = (await console.get('/v1/stores')).text;
  expect((await console.get('/v1/stores?cursor=notours')).text).toBe(start);
});

type Row = {
  chain: string;
  sequence: number;
  at: string;
  fact: Record<string, string>;
  previousHash: string;
  hash: string;
};

/** All rows of a register, read page by page. */
async function readRegister(kind: RegisterKind): Promise<{ rows: Row[]; pages: number }> {
  const token = await controlsOf(system.origin).token('custodian-1', ['custodian']);
  const desk = openBrowserLike(system.origin, { token });
  const rows: Row[] = [];
  let cursor: unknown = '';
  let pages = 0;
  for (; typeof cursor === 'string' && pages < 50; pages += 1) {
    const next = cursor === '' ? '' : `?cursor=${cursor}`;
    const { body } = await desk.get(`/v1/custodian/registers/${kind}${next}`);
    rows.push(...(body['items'] as Row[]));
    cursor = body['cursor'];
  }
  return { rows, pages };
}

test('a register of several pages is whole: every chain counts from one, and every hash follows from the row before', async () => {
  const shopper = await signUp(system.origin, '090-7777-0001', '+819077770001', true);
  const { policyVersion } = town.challenge;
  for (let turn = 0; turn < 110; turn += 1) {
    if (turn % 50 === 49) system.clock.advance(5);
    await shopper.put('/v1/me/consents/delivery', { granted: turn % 2 === 1, policyVersion });
  }
  const { rows, pages } = await readRegister('consents');
  expect(pages).toBeGreaterThan(1);
  expect(rows.filter(({ chain }) => chain === `consents#${shopper.shopperId}`)).toHaveLength(112);
  const heads = new Map<string, Row>();
  for (const row of rows) {
    const before = heads.get(row.chain);
    expect(row.sequence).toBe((before?.sequence ?? 0) + 1);
    expect(row.previousHash).toBe(before?.hash ?? '0'.repeat(64));
    expect(hashOf({ ...row, kind: 'consents', atMs: Date.parse(row.at) })).toBe(row.hash);
    heads.set(row.chain, row);
  }
});

test('looking at a link or a stop link changes nothing; a visit counts once', async () => {
  const { origin } = system;
  const shopper = await signUp(origin, '090-7777-0002', '+819077770002', true);
  const couponId = await makeCoupon(console);
  const campaignId = await launchCampaign(console, couponId);
  await controlsOf(origin).pulse();
  const [message] = (await controlsOf(origin).inbox(shopper.e164)).filter(({ body }) => body.includes('/c/'));
  const [link, stop] = [/\/c\/(\w+)/u, /\/o\/(\w+)/u].map(place => place.exec(message?.body ?? '')?.[1]);
  const before = await system.world.dump();
  const looks = [
    `/c/${link}`,
    `/o/${stop}`,
    `/v1/links/${link}`,
    `/v1/opt-outs/${stop}`,
    `/v1/links/${link}/visits`,
  ];
  for (const path of looks) for (const method of ['GET', 'HEAD']) await rawCall(origin, { method, path });
  expect((await rawCall(origin, { method: 'GET', path: `/o/${stop}` })).status).toBe(200);
  expect(await system.world.dump()).toBe(before);
  expect(await reportOf(console, campaignId)).toMatchObject({ clicked: 0 });
  const clicked = (await reportOf(console, campaignId)).clicked;
  for (let visit = 0; visit < 2; visit += 1) await shopper.post(`/v1/links/${link}/visits`);
  expect((await reportOf(console, campaignId)).clicked).toBe(clicked + 1);
  expect((await shopper.post(`/v1/opt-outs/${stop}`)).status).toBe(200);
  expect((await shopper.get('/v1/me')).body['consents']).toMatchObject({ delivery: { state: 'withdrawn' } });
});
