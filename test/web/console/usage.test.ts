import { expect, test } from 'vitest';
import type { Api } from '../../../web/paper/api.ts';
import {
  addedUp,
  barsOf,
  daysAtMost,
  daysFrom,
  inOrder,
  queryOf,
  readUsage,
  splits,
  weekUntil,
  type UsageFilter,
  type UsageItem,
} from '../../../web/console/analysis/usage.ts';
import { fileNameOf } from '../../../web/console/analysis/usage-file.ts';
import { byCoupon, usesOf, type DayLine } from '../../../web/store/day-counts.ts';
import { dayRules } from '../../../lambdas/domain/usage-days.ts';
import { groupings } from '../../../lambdas/domain/usage.ts';

const filter: UsageFilter = { from: '2026-02-26', to: '2026-03-02', by: 'day', couponId: '', campaignId: '' };
const item = (key: string, redeemed: number, undone = 0): UsageItem => ({
  key,
  label: key,
  redeemed,
  undone,
});

test('the console splits and asks as the server does', () => {
  expect(splits).toEqual(groupings);
  expect(daysAtMost).toBe(dayRules.most);
  expect(queryOf(filter)).toBe('from=2026-02-26&to=2026-03-02&by=day');
  expect(queryOf({ ...filter, couponId: 'cpn_a&b' })).toContain('&couponId=cpn_a%26b');
  expect(weekUntil('2026-03-02')).toEqual({ from: '2026-02-24', to: '2026-03-02' });
  expect(fileNameOf(filter)).toBe('mogiri-day-2026-02-26-2026-03-02.csv');
});

test('days without uses stand in their place, and hours between the first and the last', () => {
  const days = inOrder([item('2026-03-01', 4), item('2026-02-26', 1)], filter);
  expect(days.map(({ redeemed }) => redeemed)).toEqual([1, 0, 0, 4, 0]);
  const hours = inOrder([item('11', 4), item('08', 1, 2)], { ...filter, by: 'hour' });
  expect(hours.map(({ label, redeemed }) => [label, redeemed])).toEqual([
    ['08', 1],
    ['09:00', 0],
    ['10:00', 0],
    ['11', 4],
  ]);
  expect(inOrder([], { ...filter, by: 'hour' })).toEqual([]);
});

test('other lines stand with the most used first, and bars are measured against the longest', () => {
  const lines = inOrder([item('a', 1), item('b', 0, 3), item('c', 4)], { ...filter, by: 'store' });
  expect(barsOf(lines).map(({ key, length, ofAll }) => [key, length, ofAll])).toEqual([
    ['c', 1, 0.8],
    ['a', 0.25, 0.2],
    ['b', 0, 0],
  ]);
  expect(barsOf([item('b', 0, 3)])).toMatchObject([{ length: 0, ofAll: 0 }]);
});

test('a span of days that is no span has none', () => {
  expect(daysFrom('2026-02-27', '2026-03-01')).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
  expect(daysFrom('2026-03-02', '2026-03-01')).toEqual([]);
  expect(daysFrom('', '2026-03-01')).toEqual([]);
});

test('answers are read to the end and added up by line', async () => {
  const pages: Record<string, object> = {
    '/v1/usage?from=2026-02-26&to=2026-03-02&by=day': {
      items: [item('a', 1), item('b', 2, 1)],
      cursor: 'x.y',
    },
    '/v1/usage?from=2026-02-26&to=2026-03-02&by=day&cursor=x.y': { items: [item('b', 3)] },
  };
  const get: Api['get'] = path => Promise.resolve({ ok: true, status: 200, value: pages[path] as never });
  const answer = await readUsage({ get } as Api, filter);
  expect(answer).toEqual({ ok: true, status: 200, value: [item('a', 1), item('b', 5, 1)] });
  expect(addedUp([])).toEqual([]);
  const endless: Api['get'] = () =>
    Promise.resolve({ ok: true, status: 200, value: { items: [item('a', 1)], cursor: 'x' } as never });
  expect(await readUsage({ get: endless } as Api, filter)).toMatchObject({
    ok: false,
    problem: { code: 'usage.too_much' },
  });
});

test('the till tells its day by coupon, the most used first', () => {
  const line = (couponId: string, by: DayLine['by'], redeemed: number): DayLine => ({
    couponId,
    by,
    redeemed,
    undone: 0,
  });
  const lines = [line('a', 'till', 1), line('b', 'till', 2), line('a', 'store-pin', 2)];
  expect(byCoupon(lines).map(some => [some[0].couponId, some.length, usesOf(some)])).toEqual([
    ['a', 2, 3],
    ['b', 1, 2],
  ]);
});
