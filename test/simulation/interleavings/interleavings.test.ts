import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngineTables, type EngineTables } from './engine-tables.ts';
import { mistakes } from './mistakes.ts';
import { play } from './run.ts';
import { scenes } from './scenes.ts';

/** Schedules tried in all; `INTERLEAVINGS=` tries more. */
const schedules = Number(process.env['INTERLEAVINGS'] ?? 300);

let tables: EngineTables;

beforeAll(async () => {
  tables = await openEngineTables();
});

afterAll(() => tables.close());

const eachScene = Math.ceil(schedules / scenes.length);

test.each(scenes)(
  '$what: no counter over its limit, one winner, no consent lost',
  async scene => {
    const told = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async scheduler => {
        const { broke, told: answers } = await play(tables, scheduler, scene);
        for (const answer of answers) told.set(answer, (told.get(answer) ?? 0) + 1);
        expect(broke).toEqual([]);
      }),
      { numRuns: eachScene },
    );
    console.log(`${eachScene} schedules of ${scene.deeds.length} people at once:`, Object.fromEntries(told));
    expect(told.size, 'answers of more than one kind').toBeGreaterThan(1);
  },
  60_000,
);

test.each(mistakes)(
  'the same finds $what read first and written afterwards',
  async mistake => {
    const scene = scenes[mistake.scene];
    if (scene === undefined) throw new Error('no such scene');
    const found = await fc.check(
      fc.asyncProperty(fc.scheduler(), async scheduler => {
        expect((await play(tables, scheduler, scene, mistake)).broke).toEqual([]);
      }),
      { numRuns: eachScene, endOnFailure: true },
    );
    console.log(`${mistake.what}: found after ${found.numRuns} of ${eachScene} schedules`);
    expect(found.failed).toBe(true);
  },
  60_000,
);
