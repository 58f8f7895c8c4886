import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Coupon } from '../../lambdas/domain/coupon.ts';
import type { Store } from '../../lambdas/domain/store.ts';
import { somebody } from '../contracts/people.ts';
import { someCoupon, someStore } from '../contracts/redeemers.ts';
import { makeRandom } from '../simulation/random.ts';
import { inBatches } from './crowd.ts';
import { openEngineCounter, openEngineLedger, type EngineLedger } from './engine-ledger.ts';
import { openEngineTables, type EngineTables } from './engine-tables.ts';
import {
  drawWay,
  hold,
  makeRecorder,
  redeem,
  tablets,
  undo,
  type Counter,
  type Way,
} from './ledger-clients.ts';
import { countOps, whyNoOrder } from './ledger-order.ts';
import { readLedger, whatDiffers } from './ledger-rows.ts';

/*
 * Crowds at the real flows, adapters and transactions, without the functions' threads and the door before the engine:
 * those cost a hundred times what a redemption does, and ledger.test.ts has them.
 */

let tables: EngineTables;
let ledger: EngineLedger;
let here: Store;
let there: Store;

beforeAll(async () => {
  tables = await openEngineTables();
  ledger = openEngineLedger(tables);
  here = await ledger.open(someStore());
  there = await ledger.open(someStore());
});

afterAll(() => tables.close());

const seed = Number(process.env['LEDGER_SEED'] ?? Date.now() % 1_000_000);
const random = makeRandom(seed);
const clients = 200;
const rows = () => readLedger(tables.engine, tables);

async function offer(wish: Partial<Coupon>): Promise<Coupon> {
  const times = { validFromMs: Date.now() - 86_400_000, validUntilMs: Date.now() + 86_400_000 };
  const coupon = someCoupon({ ...times, ...wish });
  await ledger.coupons.create(coupon, undefined);
  return coupon;
}

const issue = (coupon: Coupon, count: number) =>
  inBatches(Array.from({ length: count }), 16, () => ledger.issue(coupon, somebody()));

let keys = 0;

/** What each of many asks at once is answered, counted. */
async function race(
  counters: readonly Counter[],
  session?: number,
  atOnce = 40,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  await inBatches(counters, atOnce, async counter => {
    const drawn = drawWay(random, 0);
    const way: Way = session === undefined ? drawn : { ...drawn, by: 'till', tablet: session };
    const key = `race-${(keys += 1)}`;
    let { answer } = await counter.redeem(way, key);
    while (answer === undefined) ({ answer } = await counter.redeem(way, key));
    counts[answer] = (counts[answer] ?? 0) + 1;
  });
  return counts;
}

test('2,000 redemptions of one voucher by 200 clients among undos and holds: one is in force at any time', async () => {
  const [voucher] = await issue(await offer({}), 1);
  if (voucher === undefined) throw new Error('nobody came');
  const counter = openEngineCounter(ledger, here, voucher);
  const recorder = makeRecorder();
  const startedAt = performance.now();
  await inBatches(Array.from({ length: 2000 }), clients, async () => {
    const way = drawWay(random, 0);
    if (random.chance(0.25)) await undo(recorder, counter, way, random, 5);
    if (way.by === 'till' && random.chance(0.6)) await hold(recorder, counter, way, random);
    return redeem(recorder, counter, way, 5);
  });
  const counts = countOps(recorder.ops);
  console.log(`seed ${seed}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s`, counts);
  expect(recorder.ops.filter(({ call }) => call.kind === 'redeem').length).toBeGreaterThanOrEqual(2000);
  for (const often of [
    'redeem ok',
    'undo ok',
    'hold ok',
    'redeem voucher.held',
    'redeem voucher.already_redeemed',
  ])
    expect(counts[often], `a crowd without “${often}” proves little`).toBeGreaterThan(5);
  const after = await rows();
  expect(whyNoOrder(recorder, { voucherId: voucher.voucherId, perPerson: 1 }, after.rows)).toBeUndefined();
  const ids = recorder.told.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBe(after.rows.length);
  expect(whatDiffers(after)).toEqual([]);
});

test('a coupon limited to 100 with 1,000 vouchers ends at exactly 100, also after undos', async () => {
  const coupon = await offer({ totalLimit: 100 });
  const counters = (await issue(coupon, 1000)).map(voucher =>
    openEngineCounter(ledger, random.chance(0.5) ? here : there, voucher),
  );
  const startedAt = performance.now();
  expect(await race(counters)).toEqual({ ok: 100, 'coupon.used_up': 900 });
  console.log(`1,000 asked in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  const made = (await rows()).rows.filter(row => row.couponId === coupon.couponId);
  await inBatches(made.slice(0, 7), 7, async row => {
    const counter = counters.find(({ voucherId }) => voucherId === row.voucherId);
    const way = drawWay(random, 0);
    const undo = async (key: string) => counter?.undo(way, row.redemptionId, key + row.redemptionId);
    await Promise.all([undo('a'), undo('b')]);
  });
  const left = counters.filter(({ voucherId }) => !made.some(row => row.voucherId === voucherId));
  expect(await race(left.slice(0, 30))).toEqual({ ok: 7, 'coupon.used_up': 23 });
  const after = await rows();
  const standing = after.rows.filter(row => row.couponId === coupon.couponId && !row.undone);
  expect(standing.length).toBe(100);
  expect(whatDiffers(after)).toEqual([]);
});

test('a store’s day and a person’s uses end where they are set', async () => {
  const daily = await offer({ perStoreDayLimit: 15 });
  const vouchers = await issue(daily, 80);
  const counters = vouchers.map((voucher, place) =>
    openEngineCounter(ledger, place % 2 === 0 ? here : there, voucher),
  );
  expect(await race(counters)).toEqual({ ok: 30, 'coupon.store_day_limit': 50 });
  const thrice = await offer({ perPersonLimit: 3 });
  const [own] = await issue(thrice, 1);
  if (own === undefined) throw new Error('nobody came');
  const one = openEngineCounter(ledger, here, own);
  expect(await race(Array.from({ length: 60 }, () => one))).toEqual({
    ok: 3,
    'voucher.already_redeemed': 57,
  });
  expect(whatDiffers(await rows())).toEqual([]);
});

test('of two coupons of one group a person uses one, whatever is asked at once', async () => {
  const pairs = [await offer({ exclusiveGroup: 'autumn' }), await offer({ exclusiveGroup: 'autumn' })];
  const people = await inBatches(Array.from({ length: 40 }), 8, async () => {
    const holder = somebody();
    return Promise.all(pairs.map(coupon => ledger.issue(coupon, holder)));
  });
  const counters = people.flat().map(voucher => openEngineCounter(ledger, here, voucher));
  expect(await race(counters)).toEqual({ ok: 40, 'coupon.group_used': 40 });
});

test('of tills that hold one voucher at once one has it, and only that one redeems it', async () => {
  const [voucher] = await issue(await offer({}), 1);
  if (voucher === undefined) throw new Error('nobody came');
  const counter = openEngineCounter(ledger, here, voucher);
  const ways = Array.from(
    { length: tablets },
    (_, tablet) => ({ by: 'till', tablet, patienceMs: 0 }) as const,
  );
  const holds = await Promise.all(ways.map(way => counter.hold(way)));
  expect(holds.filter(({ answer }) => answer === 'ok')).toHaveLength(1);
  const mine = holds.findIndex(({ answer }) => answer === 'ok');
  const others = await race(
    Array.from({ length: 20 }, () => counter),
    (mine + 1) % tablets,
  );
  expect(others).toEqual({ 'voucher.held': 20 });
  expect(await race([counter], mine)).toEqual({ ok: 1 });
});
