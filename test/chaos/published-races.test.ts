import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Coupon } from '../../lambdas/domain/coupon.ts';
import type { ShopperId } from '../../lambdas/domain/ids.ts';
import type { RedemptionBook } from '../../lambdas/domain/redemption.ts';
import type { Store } from '../../lambdas/domain/store.ts';
import type { System } from '../../local/system.ts';
import { somebody } from '../contracts/people.ts';
import { someCoupon, someStore } from '../contracts/redeemers.ts';
import { freshNumber, makeCoupon, makeStore, openConsole } from '../journeys/people.ts';
import { openSystem } from '../local-system.ts';
import { join, redeem, take } from './crowd.ts';
import { openEngineCounter, openEngineLedger, type EngineLedger } from './engine-ledger.ts';
import { openEngineTables, type EngineTables } from './engine-tables.ts';
import type { Counter, Way } from './ledger-clients.ts';
import { readLedger, whatDiffers } from './ledger-rows.ts';

/*
 * Races that were published against other engines (campaigns.md §2.2), each put to ours at its worst moment: everybody
 * has read and judged before anybody writes.
 */

let tables: EngineTables;
let here: Store;
let there: Store;

const atTill: Way = { by: 'till', tablet: 0, patienceMs: 0 };
const onPhone: Way = { by: 'pin', tablet: 0, patienceMs: 0 };

/** Lets go of all callers once so many have come, and of everybody who comes later. */
function makeMeeting(size: number): () => Promise<void> {
  let come = 0;
  let open: () => void;
  const all = new Promise<void>(resolve => (open = resolve));
  return () => {
    come += 1;
    if (come >= size) open();
    return all;
  };
}

/** A ledger whose redemptions do `first` after they were judged and before they are written. */
function ledgerThat(first: () => Promise<unknown>): EngineLedger {
  const delay = (book: RedemptionBook): RedemptionBook => ({
    ...book,
    redeem: async (...wish) => {
      await first();
      return book.redeem(...wish);
    },
  });
  return openEngineLedger(tables, delay);
}

/** A ledger in which so many redemptions are judged before the first is written. */
const ledgerOf = (size: number) => ledgerThat(makeMeeting(size));

async function offer(ledger: EngineLedger, wish: Partial<Coupon> = {}): Promise<Coupon> {
  const times = { validFromMs: Date.now() - 86_400_000, validUntilMs: Date.now() + 86_400_000 };
  const coupon = someCoupon({ ...times, ...wish });
  await ledger.coupons.create(coupon, undefined);
  return coupon;
}

/** So many people's vouchers of a coupon, on the counters of two stores in turn. */
async function hand(ledger: EngineLedger, coupon: Coupon, count: number): Promise<Counter[]> {
  const holders: ShopperId[] = Array.from({ length: count }, somebody);
  const vouchers = await Promise.all(holders.map(holder => ledger.issue(coupon, holder)));
  return vouchers.map((voucher, place) => openEngineCounter(ledger, place % 2 === 0 ? here : there, voucher));
}

/** Answers by their letters: who was first does not matter. */
const inOrder = (told: readonly (string | undefined)[]) =>
  told.toSorted((a = '', b = '') => a.localeCompare(b, 'en'));

let keys = 0;
const ask = async (counter: Counter | undefined, way = atTill) => counter?.redeem(way, `key-${(keys += 1)}`);
const answers = async (asked: readonly ReturnType<typeof ask>[]) =>
  inOrder((await Promise.all(asked)).map(reply => reply?.answer));
const rowsOf = async ({ couponId }: Coupon) =>
  (await readLedger(tables.engine, tables)).rows.filter(row => row.couponId === couponId);

beforeAll(async () => {
  tables = await openEngineTables();
  const ledger = openEngineLedger(tables);
  here = await ledger.open(someStore());
  there = await ledger.open(someStore());
});

afterEach(async () => {
  const differences = whatDiffers(await readLedger(tables.engine, tables));
  if (differences.length > 0) throw new Error(`limits and ledger differ: ${differences.join('; ')}`);
});

afterAll(() => tables.close());

test('saleor 723cd4e: two who wait for one place both pass the check and both count', async () => {
  const ledger = ledgerOf(2);
  const coupon = await offer(ledger, { totalLimit: 1 });
  const counters = await hand(ledger, coupon, 2);
  expect(await answers(counters.map(counter => ask(counter)))).toEqual(['coupon.used_up', 'ok']);
  expect(await rowsOf(coupon)).toHaveLength(1);
});

test('solidus 1f5bf5c: one use a person, counted from what is complete, without a lock', async () => {
  const ledger = ledgerOf(3);
  const coupon = await offer(ledger);
  const [counter] = await hand(ledger, coupon, 1);
  const ways = [atTill, onPhone, { ...atTill, tablet: 1 }];
  const used = 'voucher.already_redeemed';
  expect(await answers(ways.map(way => ask(counter, way)))).toEqual(['ok', used, used]);
  expect(await rowsOf(coupon)).toHaveLength(1);
});

test('medusa 59e6747: a budget that is read, added to and written back loses an update', async () => {
  const ledger = ledgerOf(5);
  const coupon = await offer(ledger, { totalLimit: 5 });
  const counters = await hand(ledger, coupon, 6);
  expect(await answers(counters.slice(0, 5).map(counter => ask(counter)))).toEqual(Array(5).fill('ok'));
  expect(await ledger.coupons.timesUsed(coupon)).toBe(5);
  // Medusa went on over the limit and did not count.
  expect(await answers([ask(counters[5])])).toEqual(['coupon.used_up']);
  expect(await ledger.coupons.timesUsed(coupon)).toBe(5);
});

test('vendure #4660 (CWE-367): what was checked changes before it is used', async () => {
  const stopping = ledgerThat(() => stopping.coupons.stop(first, { atMs: Date.now(), message: undefined }));
  const first = await offer(stopping);
  const [counter] = await hand(stopping, first, 1);
  expect(await answers([ask(counter)])).toEqual(['coupon.stopped']);
  const using = ledgerThat(async () => {
    const [meanwhile] = others;
    await meanwhile?.redeem(onPhone, `key-${(keys += 1)}`);
  });
  const second = await offer(using);
  const plain = openEngineLedger(tables);
  const voucher = await plain.issue(second, somebody());
  const others = [openEngineCounter(plain, there, voucher)];
  expect(await answers([ask(openEngineCounter(using, here, voucher))])).toEqual(['voucher.already_redeemed']);
  expect((await rowsOf(second)).map(({ storeId }) => storeId)).toEqual([there.storeId]);
});

test('shopware #18716: a lock for each code, while the limit is for all codes', async () => {
  const ledger = ledgerOf(8);
  const coupon = await offer(ledger, { totalLimit: 3, perStoreDayLimit: 2 });
  const counters = await hand(ledger, coupon, 8);
  const heard = await answers(
    counters.map((counter, place) => ask(counter, place % 3 === 0 ? onPhone : atTill)),
  );
  expect(heard.filter(answer => answer === 'ok')).toHaveLength(3);
  expect(await rowsOf(coupon)).toHaveLength(3);
});

test('shopware #4177: the last place is refused, off by one', async () => {
  const ledger = openEngineLedger(tables);
  const coupon = await offer(ledger, { totalLimit: 3, perStoreDayLimit: 3 });
  const counters = await hand(ledger, coupon, 4);
  const heard = [];
  for (const counter of counters) heard.push((await ask(counter))?.answer);
  expect(heard).toEqual(['ok', 'ok', 'ok', 'coupon.used_up']);
});

test('shopper #510: the order is saved before the counter says no', async () => {
  const ledger = ledgerOf(2);
  const coupon = await offer(ledger, { totalLimit: 1 });
  const counters = await hand(ledger, coupon, 2);
  const wishes = counters.map((counter, place) => ({ counter, key: `wish-${place}-${coupon.couponId}` }));
  const heard = await Promise.all(wishes.map(({ counter, key }) => counter.redeem(atTill, key)));
  const [loser] = wishes.filter((_, place) => heard[place]?.answer !== 'ok');
  const [made, ...more] = await rowsOf(coupon);
  expect(more).toEqual([]);
  // Nothing of the one that was refused is left: with room again, the same request goes through.
  await counters[0]?.undo(atTill, made?.redemptionId ?? '', 'undo');
  await counters[1]?.undo(atTill, made?.redemptionId ?? '', 'undo');
  expect((await loser?.counter.redeem(atTill, loser.key))?.answer).toBe('ok');
  expect((await rowsOf(coupon)).filter(({ undone }) => !undone)).toHaveLength(1);
});

test('polar #13394: a refund gives the place back, twice, or not at all', async () => {
  const ledger = openEngineLedger(tables);
  const coupon = await offer(ledger, { totalLimit: 1 });
  const [first, second, third] = await hand(ledger, coupon, 3);
  const used = await ask(first);
  const undo = (key: string) => first?.undo(atTill, used?.id ?? '', key);
  const undone = await Promise.all([undo('a'), undo('b'), undo('c')]);
  expect(inOrder(undone.map(reply => reply?.answer))).toEqual([
    'ok',
    'redemption.already_undone',
    'redemption.already_undone',
  ]);
  expect(await ledger.coupons.timesUsed(coupon)).toBe(0);
  expect((await ask(second))?.answer).toBe('ok');
  expect((await ask(third))?.answer).toBe('coupon.used_up');
});

describe('over HTTP', () => {
  let system: System;

  beforeAll(async () => {
    system = await openSystem();
  });

  afterAll(() => system.close());

  test('saleor #18563: once a customer, until the customer comes under another name', async () => {
    const marketer = await openConsole(system.origin);
    const storeId = await makeStore(marketer);
    const couponId = await makeCoupon(marketer, { public: true });
    const { e164 } = freshNumber();
    const first = await join(system, true, e164);
    const ticket = await take(first, couponId);
    expect((await redeem(first, ticket.voucherId, storeId)).status).toBe(201);
    // Another browser, another address, another spelling of no name at all: the number is the same, so the person is.
    const again = await join(system, false, e164);
    expect(again.shopperId).toBe(first.shopperId);
    const same = await take(again, couponId);
    expect(same.voucherId).toBe(ticket.voucherId);
    const { status, body } = await redeem(again, same.voucherId, storeId);
    expect([status, body['code']]).toEqual([409, 'voucher.already_redeemed']);
  });
});
