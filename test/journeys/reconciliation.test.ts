import { afterAll, beforeAll, expect, test } from 'vitest';
import type { System } from '../../local/system.ts';
import { openSystem } from '../local-system.ts';
import { heardBy, readWatch } from '../watch/deployed-filters.ts';
import { openBrowserLike } from './browser-like.ts';
import { intrude } from './intruder.ts';
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
import { beginDay, endDay } from './readings-acts.ts';

let system: System;
let couponId: string;
let hanako: ShopperLike;

beforeAll(async () => {
  system = await openSystem();
  const console = await openConsole(system.origin);
  await makeStore(console, '渋谷店', '2468');
  couponId = await makeCoupon(console, { public: true, perPersonLimit: 3 });
  hanako = await signUp(system.origin, '090-1234-5678', '+819012345678', true);
  await signUp(system.origin, '090-2345-6789', '+819023456789', true);
  await beginDay(system);
}, 240_000);

afterAll(() => system.close());

async function send(): Promise<unknown> {
  const console = await openConsole(system.origin);
  const id = await launchCampaign(console, couponId);
  await controlsOf(system.origin).pulse();
  return (await reportOf(console, id)).byState['SENT'];
}

async function read(shopperId: string): Promise<number> {
  const token = await controlsOf(system.origin).token('custodian-1', ['custodian']);
  const desk = openBrowserLike(system.origin, { token });
  const wish = { shopperId, purpose: 'desk', ticket: 'T-1' };
  return (await desk.post('/v1/custodian/readings', wish)).status;
}

const { filters } = readWatch();
const ringsCustody = (line: object) =>
  heardBy(
    filters.filter(({ logGroup }) => logGroup === '/aws/lambda/mogiri-dev-custodian-archive'),
    line as Parameters<typeof heardBy>[1],
  );

test('a day with a campaign, readings and a rotation reconciles', async () => {
  const token = await controlsOf(system.origin).token('custodian-1', ['custodian']);
  await openBrowserLike(system.origin, { token }).post('/v1/custodian/rotations');
  expect([await send(), await read(hanako.shopperId), await read(hanako.shopperId)]).toEqual([2, 200, 200]);
  const compared = await endDay(system);
  expect(compared).toMatchObject({ code: 'readings.reconciled', opened: 4, registered: 4 });
  expect(ringsCustody(compared ?? {})).toEqual([]);
  const { items } = system.world.trail.list({ service: 'kms', operation: 'Decrypt', limit: 10_000 });
  expect(items.map(({ context }) => context['kms:EncryptionContext:shopper'])).toContain('shp_CANARY');
}, 240_000);

test('a day with a number opened behind the register’s back rings', async () => {
  expect(await read(hanako.shopperId)).toBe(200);
  const intruder = intrude(system);
  const loot = await intruder.enter(intruder.externalId());
  if (typeof loot === 'string') throw new Error(`the intruder was kept out: ${loot}`);
  expect(await intruder.open(loot, hanako.shopperId)).toBe('ok');
  const compared = await endDay(system);
  expect(compared).toMatchObject({ code: 'readings.unregistered', opened: 2, registered: 1 });
  expect(ringsCustody(compared ?? {})).toEqual(['ArchiveCustody']);
}, 240_000);

test('a day with a row that nothing came of rings', async () => {
  expect([await send(), await read(`shp_${'0'.repeat(26)}`)]).toEqual([2, 404]);
  const compared = await endDay(system);
  expect(compared).toMatchObject({ code: 'readings.unregistered', opened: 2, registered: 3 });
}, 240_000);

test('a day on which one of each would make up for the other rings all the same', async () => {
  expect(await read(`shp_${'0'.repeat(26)}`)).toBe(404);
  const intruder = intrude(system);
  const loot = await intruder.enter(intruder.externalId());
  if (typeof loot === 'string') throw new Error(`the intruder was kept out: ${loot}`);
  expect(await intruder.open(loot, hanako.shopperId)).toBe('ok');
  const compared = await endDay(system);
  expect(compared).toMatchObject({ code: 'readings.unregistered', opened: 1, registered: 1 });
}, 240_000);

test('a quiet day reconciles as well', async () => {
  expect(await endDay(system)).toMatchObject({ code: 'readings.reconciled', opened: 0, registered: 0 });
}, 240_000);
