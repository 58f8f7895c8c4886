import { expect, test } from 'vitest';
import { partNamed, stepParts, variants, type Part } from './parts.ts';
import { plantedBugs, type PlantedBug } from './planted-bugs.ts';
import { simulate, type Outcome } from './simulate.ts';

const seedsForAStep = 500;
const seedsForABug = 400;
const asked = { seed: process.env['SEED'], step: process.env['STEP'] };

/** How many seeds each variant has, and what must have happened in them for them to prove something. */
const seedsOf: readonly (readonly [part: Part, seeds: number, happened: Readonly<Record<string, number>>])[] =
  [
    [variants.storm, 150, { rotations: 150 }],
    [variants.deploy, 150, { repairs: 50 }],
    [variants.slowDeploy, 100, { repairs: 20 }],
    [variants.stranger, 120, { incidents: 120, again: 120 }],
    [variants.asked, 60, { rotations: 120 }],
    [variants.planned, 60, { rotations: 120 }],
    [variants.outage, 30, { stuck: 1000 }],
    [variants.staleReads, 60, { repairs: 20 }],
    [variants.strangerInStorm, 100, { incidents: 90 }],
    [variants.deployInStorm, 100, { repairs: 30 }],
  ];

/** What one says about a run that broke something. */
const report = ({ seed, part, broke }: Outcome) =>
  `seed ${seed} of ${part}: ${broke.join('; ')}\nSEED=${seed} STEP=${part} npm run sim replays it and prints its trace`;

async function runSeeds(part: Part, seeds: number): Promise<Readonly<Record<string, number>>> {
  const startedAt = performance.now();
  const totals: Record<string, number> = {};
  for (let seed = 0; seed < seeds; seed += 1) {
    const outcome = await simulate({ seed, part });
    expect(outcome.broke, report(outcome)).toEqual([]);
    for (const [name, count] of Object.entries(outcome.figures)) totals[name] = (totals[name] ?? 0) + count;
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${part.name}: seeds 0 to ${seeds - 1} in ${seconds} s`, totals);
  return totals;
}

/** The first seed for which a defect shows as what it is. */
async function firstSeed({ planted, part, says }: PlantedBug): Promise<number | undefined> {
  for (let seed = 0; seed < seedsForABug; seed += 1) {
    const { broke } = await simulate({ seed, part, planted });
    if (broke.some(text => says.test(text))) return seed;
  }
  return undefined;
}

if (asked.step === undefined) {
  test.each(stepParts.map(part => [part.name, part] as const))(
    `${seedsForAStep} seeds, one fault at step %s: no old login and no old session when it says done`,
    async (_name, part) => {
      const { rotations } = await runSeeds(part, seedsForAStep);
      expect(rotations).toBe(seedsForAStep);
    },
    120_000,
  );

  test.each(seedsOf.map(([part, ...rest]) => [part.name, part, ...rest] as const))(
    'every promise holds in %s',
    async (_name, part, seeds, happened) => {
      const totals = await runSeeds(part, seeds);
      for (const [what, count] of Object.entries(happened))
        expect(totals[what], `runs with so few ${what} prove little`).toBeGreaterThanOrEqual(count);
    },
    120_000,
  );

  test.each(plantedBugs.map(bug => [bug.name, bug] as const))(
    'a rotation that %s is found out',
    async (name, bug) => {
      const seed = await firstSeed(bug);
      console.log(`it ${name}: found at seed ${String(seed)} of ${bug.part.name}`);
      expect(seed).toBeDefined();
    },
    60_000,
  );

  test('a seed replays the same run, step by step', async () => {
    const wish = { seed: 4711, part: variants.strangerInStorm, traced: true };
    const [first, second] = [await simulate(wish), await simulate(wish)];
    expect(first.trace.length).toBeGreaterThan(200);
    expect(second.trace).toEqual(first.trace);
  });
} else {
  test(`seed ${asked.seed ?? '0'} of ${asked.step} keeps every promise`, async () => {
    const part = partNamed(asked.step ?? '');
    if (part === undefined) throw new Error(`no part of the simulation is called ${asked.step}`);
    const outcome = await simulate({ seed: Number(asked.seed ?? 0), part, traced: true });
    console.log(outcome.trace.join('\n'));
    expect(outcome.broke, report(outcome)).toEqual([]);
  });
}
