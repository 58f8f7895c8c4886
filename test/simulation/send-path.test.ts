import { expect, test } from 'vitest';
import { plantedBugs } from './planted-bugs.ts';
import { simulate, type Outcome } from './simulate.ts';
import type { RunWish } from './world.ts';

const seeds = 10_000;
const seedsForABug = 2000;
const asked = process.env['SEED'];

/** What one says about a run that broke something. */
const report = ({ seed, broke }: Outcome) =>
  `seed ${seed}: ${broke.join('; ')}\nSEED=${seed} npm run sim replays it and prints its trace`;

/** The first seed for which a defect shows as what it is. */
async function firstSeed(wish: Omit<RunWish, 'seed'>, says: RegExp): Promise<number | undefined> {
  for (let seed = 0; seed < seedsForABug; seed += 1) {
    const { broke } = await simulate({ ...wish, seed });
    if (broke.some(text => says.test(text))) return seed;
  }
  return undefined;
}

if (asked === undefined) {
  test(`${seeds} seeds: no duplicate, no silent loss, nobody after an opt-out, every campaign ends`, async () => {
    const startedAt = performance.now();
    const totals: Record<string, number> = {};
    const add = (name: string, count: number) => (totals[name] = (totals[name] ?? 0) + count);
    for (let seed = 0; seed < seeds; seed += 1) {
      const outcome = await simulate({ seed });
      expect(outcome.broke, report(outcome)).toEqual([]);
      add('recipients', outcome.recipients);
      add('arrivals', outcome.arrivals);
      for (const [state, count] of Object.entries(outcome.byState)) add(state, count);
    }
    console.log(`${seeds} seeds in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`, totals);
    for (const state of ['SENT', 'REFUSED', 'UNKNOWN', 'SKIPPED'])
      expect(totals[state], `runs that never end in ${state} prove little`).toBeGreaterThan(200);
  }, 180_000);

  test.each(plantedBugs)(
    'a send path that %s is found out',
    async (name, planted, says) => {
      const seed = await firstSeed({ planted }, says);
      console.log(`it ${name}: found at seed ${String(seed)}`);
      expect(seed).toBeDefined();
    },
    60_000,
  );

  test('a seed replays the same run, step by step', async () => {
    const wish = { seed: 4711, traced: true };
    const [first, second] = [await simulate(wish), await simulate(wish)];
    expect(first.trace.length).toBeGreaterThan(50);
    expect(second.trace).toEqual(first.trace);
  });
} else {
  test(`seed ${asked} keeps every promise`, async () => {
    const outcome = await simulate({ seed: Number(asked), traced: true });
    console.log(outcome.trace.join('\n'));
    expect(outcome.broke, report(outcome)).toEqual([]);
  });
}
