import { expect, test } from 'vitest';
import { brokenByCrowd, invite } from './honest.ts';
import { mostWithin, plan } from './pumps.ts';
import { dayMs, hourMs, makeWorld, minuteMs, startMs } from './world.ts';

const crowd = { perHour: 1000, sharedPerHour: 150, hours: 3, silent: 0.15 };

test.each([1, 2])(
  '1,000 people an hour, 150 of them behind one address, are all served while others pump (seed %i; 10,000 codes a day)',
  async seed => {
    const world = makeWorld({ seed, codesPerDay: 10_000 });
    const served = invite(world, crowd);
    const pumps = [
      plan(world, {
        addresses: 'one',
        blocks: 'many',
        everyMs: 5000,
        forMs: 20 * minuteMs,
        fromMs: startMs + hourMs,
      }),
      plan(world, {
        addresses: 'many',
        blocks: 'one',
        everyMs: 5000,
        forMs: 20 * minuteMs,
        fromMs: startMs + hourMs,
      }),
      plan(world, { addresses: 'one', blocks: 'many', everyMs: 2 * minuteMs, forMs: 3 * hourMs }),
      plan(world, { addresses: 'many', blocks: 'one', everyMs: 2 * minuteMs, forMs: 3 * hourMs }),
    ];
    await world.timeline.play(Number.POSITIVE_INFINITY, () => false);
    const { people, silent, verified, puzzled, resends, typos } = served;
    console.log(`seed ${seed}:`, { people, verified, silent, puzzled, resends, typos });
    expect(brokenByCrowd(served)).toEqual([]);
    expect(verified + silent).toBe(crowd.perHour * crowd.hours);
    expect(silent).toBeGreaterThan(0.1 * people);
    expect(puzzled).toBeLessThan(0.02 * people);
    for (const pumped of pumps) expect(mostWithin(pumped, dayMs)).toBeLessThanOrEqual(50);
  },
  60_000,
);
