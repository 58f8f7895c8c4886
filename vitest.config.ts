import { defineConfig } from 'vitest/config';

/** Folders whose tests run over the whole local system; each file starts its own and takes seconds. */
const whole = ['journeys', 'browser', 'chaos', 'registers'];

export default defineConfig({
  test: {
    globalSetup: ['test/prepare.ts'],
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: whole.map(folder => `test/${folder}/**`),
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
