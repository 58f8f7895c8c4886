import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';

/** Folders whose tests run over the whole local system; each file starts its own and takes seconds. */
const whole = ['journeys', 'browser', 'chaos', 'registers'];

/** `SEED=` replays a run of the send path, with `STEP=` one of the rotation: the other simulations stay out of it. */
const replays: readonly string[] =
  process.env['SEED'] === undefined
    ? []
    : [
        process.env['STEP'] === undefined ? 'test/simulation/rotation/**' : 'test/simulation/*.test.ts',
        'test/simulation/verification/**',
        'test/simulation/redemption/**',
      ];

export default defineConfig({
  test: {
    globalSetup: ['test/prepare.ts'],
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // A page's clock moves once a second, so the default of one second would miss it now and then.
    expect: { poll: { timeout: 5000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: [...whole.map(folder => `test/${folder}/**`), 'test/lib/**', ...replays],
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'stacks',
          include: ['test/lib/**/*.test.ts'],
          // They only read the stacks, which take seconds to load and to synthesize.
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          include: whole.map(folder => `test/${folder}/**/*.test.ts`),
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
