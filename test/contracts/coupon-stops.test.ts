import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stopItem } from '../../lambdas/aws/coupon-items.ts';
import { makeCouponBook } from '../../lambdas/aws/dynamo-catalogue.ts';
import { gateOf, notStopped, stopGates, unlessStopped } from '../../lambdas/aws/dynamo-coupon-stops.ts';
import type { Write } from '../../lambdas/aws/dynamo.ts';
import { bookKeys } from '../../lambdas/aws/keys.ts';
import { whyStopped, type Coupon } from '../../lambdas/domain/coupon.ts';
import { refuse } from '../../lambdas/domain/refusal.ts';
import { couponId, storeId } from '../../lambdas/domain/ids.ts';
import { makeStopCoupon } from '../../lambdas/marketer/stop-coupon.ts';
import { openUnguardedTables, type OpenedTables } from './open-tables.ts';

let tables: OpenedTables;

beforeAll(async () => {
  tables = await openUnguardedTables();
});

afterAll(() => tables.close());

const offer: Coupon = {
  couponId: couponId('cpn_gates'),
  title: '100円引',
  terms: '',
  timeZone: 'Asia/Tokyo',
  validFromMs: 0,
  validUntilMs: 9,
  perPersonLimit: 1,
  isPublic: true,
  createdAtMs: 0,
};
const stores = Array.from({ length: 100 }, (_, place) => storeId(`str_01KB4Z9Q${String(place * 7919)}XW`));

/** What a redemption's transaction asks about the stop: a gate, or the row that counts. */
function asks(coupon: Coupon, store: (typeof stores)[number]): Write[] {
  const { book } = tables;
  const total = {
    ConditionCheck: {
      TableName: book,
      Key: bookKeys.couponTotal(coupon.couponId),
      ConditionExpression: notStopped,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    },
  };
  return [...unlessStopped(book, coupon, store), ...(coupon.totalLimit === undefined ? [] : [total])];
}

describe('a redemption’s own transaction', () => {
  test.each([
    ['by the gate of its store', offer],
    ['by the row that counts the total', { ...offer, couponId: couponId('cpn_total'), totalLimit: 3 }],
  ])('is refused after a stop and not before: %s', async (_name, coupon) => {
    const { dynamo, book, gate } = tables;
    const coupons = makeCouponBook(dynamo, { book, gate });
    await coupons.create(coupon, undefined);
    const some = stores.slice(0, 40);
    for (const store of some) {
      expect(asks(coupon, store)).toHaveLength(1);
      expect(await dynamo.transact(asks(coupon, store))).toEqual({ ok: true });
    }
    await coupons.stop(coupon, { atMs: 7, message: { ja: '終' } });
    for (const store of some) {
      const refused = await dynamo.transact(asks(coupon, store));
      const row = refused.ok ? undefined : refused.refused.get(0);
      expect(whyStopped(stopItem.parse(row))).toEqual(refuse('coupon.stopped', { message: { ja: '終' } }));
    }
  });

  test('meets the stops of a coupon in one order: of many, the first one stands everywhere', async () => {
    const { dynamo, book, gate } = tables;
    const coupons = makeCouponBook(dynamo, { book, gate });
    const coupon = { ...offer, couponId: couponId('cpn_stops') };
    await coupons.create(coupon, undefined);
    await Promise.all([1, 2, 3, 4].map(atMs => coupons.stop(coupon, { atMs, message: undefined })));
    const stoppedAtMs = (await coupons.byId(coupon.couponId))?.stoppedAtMs;
    expect(stoppedAtMs).toBeGreaterThan(0);
    for (let number = 0; number < stopGates; number += 1) {
      const row = await dynamo.get(book, bookKeys.couponGate(coupon.couponId, number));
      expect(row?.['stoppedAtMs']).toBe(stoppedAtMs);
    }
  });

  test('is not in the way of a stop, however many there are at once', async () => {
    const { dynamo, book, gate } = tables;
    const coupons = makeCouponBook(dynamo, { book, gate });
    const coupon = { ...offer, couponId: couponId('cpn_busy') };
    await coupons.create(coupon, undefined);
    const use = async (till: number): Promise<number> => {
      for (let count = 0; ; count += 1) {
        const item = { pk: `use#${till}#${count}`, sk: 'USE' };
        const asked = unlessStopped(book, coupon, item.pk);
        const { ok } = await dynamo.transact([...asked, { Put: { TableName: book, Item: item } }]);
        if (!ok) return count;
      }
    };
    const tills = Promise.all(Array.from({ length: 12 }, (_, till) => use(till)));
    await coupons.stop(coupon, { atMs: 7, message: undefined });
    expect(await tills).toHaveLength(12);
    expect((await coupons.byId(coupon.couponId))?.stoppedAtMs).toBe(7);
  });

  test('is refused everywhere once a stop that broke off is asked for again, with the first stop’s words', async () => {
    const { dynamo, book, gate } = tables;
    const coupons = makeCouponBook(dynamo, { book, gate });
    const coupon = { ...offer, couponId: couponId('cpn_broken') };
    await coupons.create(coupon, undefined);
    const stop = makeStopCoupon(coupons);
    const item = (await dynamo.get(book, bookKeys.coupon(coupon.couponId))) ?? {};
    await dynamo.put(book, { ...item, stoppedAtMs: 3, stopMessage: { ja: '終' } });
    await stop(coupon.couponId, { atMs: 9, message: undefined });
    for (const store of stores.slice(0, 40)) {
      const refused = await dynamo.transact(asks(coupon, store));
      const row = refused.ok ? undefined : refused.refused.get(0);
      expect(stopItem.parse(row)).toEqual({ stoppedAtMs: 3, stopMessage: { ja: '終' } });
    }
  });

  test('of 1,000 a second over 100 stores goes through no gate more than 200 times', () => {
    const asked = Array.from({ length: stopGates }, () => 0);
    for (const store of stores) asked[gateOf(store)] = (asked[gateOf(store)] ?? 0) + 10;
    expect(asked.reduce((sum, count) => sum + count, 0)).toBe(1000);
    expect(Math.max(...asked)).toBeLessThanOrEqual(200);
  });
});

test('a coupon that nobody counts says so, and one with a total how often it was used', async () => {
  const { dynamo, book, gate } = tables;
  const coupons = makeCouponBook(dynamo, { book, gate });
  expect(await coupons.timesUsed(offer)).toBeUndefined();
  const counted = { ...offer, couponId: couponId('cpn_counted'), totalLimit: 3 };
  expect(await coupons.timesUsed(counted)).toBe(0);
  await dynamo.put(book, { ...bookKeys.couponTotal(counted.couponId), used: 2 });
  expect(await coupons.timesUsed(counted)).toBe(2);
});
