import { describe, expect, test } from 'vitest';
import type { RuleMode } from '../../../lambdas/domain/verification-rules.ts';
import { campaigns } from './campaigns.ts';
import { brokenByPump, mostWithin, plan, stoppedWithin, type Pump, type Pumped } from './pumps.ts';
import { dayMs, hourMs, makeWorld, minuteMs, startMs, type WorldWish } from './world.ts';

const weekMs = 7 * dayMs;

async function run(pump: Pump, wish: Partial<WorldWish> = {}): Promise<Pumped> {
  const world = makeWorld({ seed: 1, ...wish });
  const pumped = plan(world, pump);
  await world.timeline.play(Number.POSITIVE_INFINITY, () => false);
  expect(pumped.asked).toBeGreaterThan(2 * stoppedWithin);
  return pumped;
}

describe('a campaign is stopped within 50 messages, puzzles solved or not', () => {
  test.each(Object.entries<Pump>(campaigns))('%s', async (_, pump) => {
    const pumped = await run(pump);
    expect(pumped.sentAtMs.length).toBeGreaterThan(0);
    expect(pumped.sentAtMs.length - pumped.answered).toBeLessThanOrEqual(stoppedWithin);
    expect(brokenByPump(pump, pumped)).toEqual([]);
  });

  test('one address at the pace that meets fewest limits: 25 a day, 50 in any 24 hours, day after day', async () => {
    const pumped = await run({ addresses: 'one', blocks: 'many', everyMs: 3.1 * minuteMs, forMs: 3 * dayMs });
    const days = Array.from({ length: 3 }, (_, day) => startMs + day * dayMs);
    expect(
      days.map(from => pumped.sentAtMs.filter(atMs => atMs >= from && atMs < from + dayMs).length),
    ).toEqual([25, 25, 25]);
    expect(mostWithin(pumped, dayMs)).toBeLessThanOrEqual(stoppedWithin);
  });

  test('many addresses to one block, for four weeks: 20 a day, 50 in any seven days', async () => {
    const pumped = await run({ addresses: 'many', blocks: 'one', everyMs: hourMs, forMs: 4 * weekMs });
    expect(mostWithin(pumped, dayMs)).toBeLessThanOrEqual(2 * 20);
    expect(mostWithin(pumped, weekMs)).toBeLessThanOrEqual(stoppedWithin);
    expect(pumped.sentAtMs.length).toBeLessThanOrEqual(5 * 25);
  });

  test('whoever answers from own numbers gets at most one unanswered message more for each', async () => {
    const name = 'one address, many numbers, and codes answered from five numbers in between';
    const { answered, sentAtMs } = await run(campaigns[name]);
    expect(answered).toBeGreaterThan(10);
    expect(sentAtMs.length - answered).toBeLessThanOrEqual(25);
  });
});

describe('many addresses and many blocks: only the country and the day are left to count', () => {
  const flood: Pump = { addresses: 'many', blocks: 'many', everyMs: 1000, forMs: 5 * minuteMs };

  test.each<readonly [RuleMode, solves: boolean, most: number]>([
    ['record_only', true, 200],
    ['record_only', false, 160],
    ['challenge', true, 200],
    ['challenge', false, 50],
    ['deny', true, 100],
    ['deny', false, 50],
  ])(
    'where the country’s rule may %s and puzzles solved is %s, it stops at %i (200 codes a day)',
    async (conversion, solves, most) => {
      const { sentAtMs } = await run({ ...flood, solves }, { conversion, codesPerDay: 200 });
      expect(sentAtMs).toHaveLength(most);
    },
  );

  test('below the country’s pace the day’s budget stops it', async () => {
    const slow = { ...flood, everyMs: 80_000, forMs: 12 * hourMs };
    expect((await run(slow, { conversion: 'deny', codesPerDay: 200 })).sentAtMs).toHaveLength(200);
  });

  test('abroad it stops at 50 a day in any mode', async () => {
    expect((await run({ ...flood, country: 'GB' })).sentAtMs).toHaveLength(50);
  });
});
