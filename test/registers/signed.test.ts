import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { synthesize } from '../../local/builds/artifacts.ts';
import type { System } from '../../local/system.ts';
import { checkAtDesk, passAnHour } from '../journeys/archive-acts.ts';
import { makeStore, openConsole, signUp } from '../journeys/people.ts';
import { openSystem } from '../local-system.ts';

const folder = mkdtempSync(join(tmpdir(), 'mogiri-signed-'));
let system: System;

beforeAll(async () => {
  const cloudAssembly = join(folder, 'out');
  await synthesize('prod.example', cloudAssembly);
  system = await openSystem({ cloudAssembly, stage: 'prod' });
  await makeStore(await openConsole(system.origin));
  await signUp(system.origin, '090-4040-5050', '+819040405050', true);
}, 120_000);

afterAll(async () => {
  await system.close();
  rmSync(folder, { recursive: true });
});

test('the stage for production signs its roots by its own key, and the desk checks them by the public half', async () => {
  await passAnHour(system);
  await passAnHour(system);
  const calls = system.world.trail.list({ limit: 10_000 }).items;
  const signed = calls.filter(({ action }) => action === 'kms:Sign');
  expect(signed.length).toBeGreaterThanOrEqual(2);
  expect(signed.map(({ decision }) => decision)).toEqual(signed.map(() => 'Allow'));
  for (const { principal } of signed)
    expect(principal).toContain(':assumed-role/mogiri-prod-custodian-archive/');
  const { faults, rows, roots } = await checkAtDesk(system, ['consents']);
  expect({ faults, rows }).toEqual({ faults: [], rows: 2 });
  expect(roots).toBeGreaterThanOrEqual(2);
});
