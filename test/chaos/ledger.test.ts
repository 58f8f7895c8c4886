import { afterAll, beforeAll, expect, test } from 'vitest';
import type { System } from '../../local/system.ts';
import type { BrowserLike } from '../journeys/browser-like.ts';
import { freshAddress, makeCoupon, makeStore, openConsole } from '../journeys/people.ts';
import { openBrowserLike } from '../journeys/browser-like.ts';
import { openSystem } from '../local-system.ts';
import { makeRandom } from '../simulation/random.ts';
import { inBatches, join, take, type Member } from './crowd.ts';
import { openHttpCounter } from './http-counter.ts';
import { drawWay, hold, makeRecorder, redeem, tablets, undo } from './ledger-clients.ts';
import { countOps, whyNoOrder } from './ledger-order.ts';
import { readLedger, whatDiffers } from './ledger-rows.ts';

let system: System;
let marketer: BrowserLike;
let storeId: string;
let tills: readonly BrowserLike[];
let holders: readonly Member[];

const pin = '2468';

async function openTill(): Promise<BrowserLike> {
  const till = openBrowserLike(system.origin, { address: freshAddress() });
  const { status, text } = await till.post('/v1/till/sign-in', { storeId, pin });
  if (status !== 200) throw new Error(`a till answered ${status} ${text}`);
  return till;
}

beforeAll(async () => {
  system = await openSystem();
  marketer = await openConsole(system.origin);
  storeId = await makeStore(marketer);
  tills = await inBatches(Array.from({ length: tablets }), 4, openTill);
  holders = await inBatches(Array.from({ length: 5 }), 5, () => join(system, false));
});

afterAll(() => system.close());

const seed = Number(process.env['LEDGER_SEED'] ?? Date.now() % 1_000_000);
const random = makeRandom(seed);

const nameOf = (part: string) =>
  system.deployment.tables.find(({ name }) => name.toLowerCase().includes(part))?.name ?? '';
const rows = () => readLedger(system.world.dynamodb, { book: nameOf('book'), gate: nameOf('gate') });

/** Somebody who tried nothing yet: a try whose request broke off before it was used counts for a quarter of an hour. */
const newcomer = () => join(system, false);

/** A new coupon in somebody's wallet. */
async function hand(wish: Record<string, unknown>, phone = holders[random.between(0, holders.length - 1)]) {
  if (phone === undefined) throw new Error('nobody came');
  const couponId = await makeCoupon(marketer, { public: true, ...wish });
  return { phone, ticket: await take(phone, couponId) };
}

/** Plants what goes wrong in a history: replies that are lost, functions that die. */
function disturb(): void {
  const operations = ['GetItem', 'UpdateItem', 'TransactWriteItems', 'TransactWriteItems'] as const;
  const operation = operations[random.between(0, operations.length - 1)] ?? '*';
  const after = random.between(0, 12);
  if (random.chance(0.4))
    system.world.faults.plan({ service: 'dynamodb', operation, kind: 'lost-reply', next: 6, after });
  for (const name of ['store-till', 'shopper-redeem'])
    if (random.chance(0.1)) system.functions.crashNext(name, random.between(0, 25));
}

async function untilQuiet(): Promise<void> {
  system.world.faults.clear();
  system.functions.forgetCrashes();
  while (system.functions.busy()) await new Promise(resolve => setTimeout(resolve, 10));
}

test('50 histories over HTTP, with lost replies, crashes and impatient callers, each have an order', async () => {
  const totals: Record<string, number> = {};
  const unexplained: unknown[] = [];
  for (let number = 0; number < 50; number += 1) {
    const perPerson = random.between(1, 2);
    const { phone, ticket } = await hand({ perPersonLimit: perPerson });
    const counter = openHttpCounter({ origin: system.origin, storeId, pin, ticket, phone, tills });
    const recorder = makeRecorder();
    disturb();
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        for (let turn = 0; turn < 2; turn += 1) {
          const way = drawWay(random, random.chance(0.2) ? random.between(2, 40) : 10_000);
          const act = random.weighted<() => Promise<void>>([
            [5, () => redeem(recorder, counter, way, 3)],
            [3, () => undo(recorder, counter, way, random, 3)],
            [2, () => hold(recorder, counter, way, random)],
          ]);
          await act();
        }
      }),
    );
    await untilQuiet();
    for (const [name, count] of Object.entries(countOps(recorder.ops)))
      totals[name] = (totals[name] ?? 0) + count;
    const { voucherId } = ticket;
    const no = whyNoOrder(recorder, { voucherId, perPerson }, (await rows()).rows);
    if (no !== undefined) unexplained.push({ no, ops: recorder.ops });
  }
  console.log(`seed ${seed}`, totals);
  for (const often of [
    'redeem ok',
    'redeem unanswered',
    'redeem voucher.already_redeemed',
    'undo ok',
    'hold ok',
  ])
    expect(totals[often], `histories without “${often}” prove little`).toBeGreaterThan(3);
  expect(unexplained).toEqual([]);
  expect(whatDiffers(await rows())).toEqual([]);
});

test.each(['the phone', 'the till'])(
  'whatever reply of DynamoDB is lost at %s, the retry finds one redemption and hears the same',
  async by => {
    const { faults } = system.world;
    let lost = 0;
    for (let place = 0, isOver = false; !isOver; place += 1) {
      const limits = { totalLimit: 3, perStoreDayLimit: 3, exclusiveGroup: `${by} ${place}` };
      const { phone, ticket } = await hand(limits, await newcomer());
      const key = { 'idempotency-key': `lost-${place}-${ticket.code}` };
      const proof = { kind: 'store-pin', pin };
      const ask = () =>
        by === 'the phone'
          ? phone.post(`/v1/vouchers/${ticket.voucherId}/redemptions`, { storeId, proof }, key)
          : tills[0]?.post('/v1/till/redemptions', { code: ticket.code }, key);
      // The SDK asks several times; only a reply that is lost to all of them is lost to the function.
      faults.plan({ service: 'dynamodb', operation: '*', kind: 'lost-reply', next: 10, after: place });
      lost += (await ask())?.status === 500 ? 1 : 0;
      isOver = faults.pending().some(({ after = 0 }) => after > 0);
      faults.clear();
      const again = [await ask(), await ask()];
      const made = (await rows()).rows.filter(row => row.voucherId === ticket.voucherId);
      const ids = made.map(({ redemptionId }) => redemptionId);
      expect(ids).toHaveLength(1);
      expect(again.map(answered => answered?.status)).toEqual([201, 201]);
      expect(again.map(answered => answered?.body['redemptionId'])).toEqual([ids[0], ids[0]]);
    }
    // What is read at one moment is one call, so that a use is few of them.
    expect(lost).toBeGreaterThan(3);
    expect(whatDiffers(await rows())).toEqual([]);
  },
);

test('of thirty wrong PINs at once five are judged, and then a right one is told no more than a wrong one', async () => {
  const { phone, ticket } = await hand({}, await newcomer());
  const slide = (from: BrowserLike, voucherId: string, typed: string) => {
    const proof = { kind: 'store-pin', pin: typed };
    return from.post(`/v1/vouchers/${voucherId}/redemptions`, { storeId, proof });
  };
  const guesses = await Promise.all(
    Array.from({ length: 30 }, (_, guess) => slide(phone, ticket.voucherId, String(5000 + guess))),
  );
  const codes = guesses.map(({ body }) => body['code']);
  expect(codes.filter(code => code === 'store.pin_mismatch')).toHaveLength(5);
  expect(codes.filter(code => code === 'store.pin_locked')).toHaveLength(25);
  const right = async () => (await slide(phone, ticket.voucherId, pin)).body['code'];
  expect(await right()).toBe('store.pin_locked');
  expect((await tills[0]?.post('/v1/till/redemptions', { code: ticket.code }))?.status).toBe(201);
  expect(await right()).toBe('store.pin_locked');
  const other = await newcomer();
  const theirs = await take(other, await makeCoupon(marketer, { public: true }));
  expect((await slide(other, theirs.voucherId, pin)).status).toBe(201);
});
