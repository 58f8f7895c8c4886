import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bundle, buildBundles } from '../../lib/bundles.ts';
import type { System } from '../../local/system.ts';
import { startSmallHouse } from './small-house.ts';

const outDir = join(mkdtempSync(join(tmpdir(), 'mogiri-planted-')), 'lambdas');
let bundles: readonly Bundle[];
let system: System;

beforeAll(async () => {
  bundles = await buildBundles({ sourceDir: fileURLToPath(new URL('planted', import.meta.url)), outDir });
  const probe = readFileSync(join(outDir, 'race-take', 'index.mjs'), 'utf8');
  system = await startSmallHouse({}, { probe });
});

afterAll(async () => {
  await system.close();
  rmSync(join(outDir, '..'), { recursive: true });
});

describe('a bundle', () => {
  it('is one file with its source map elsewhere', () => {
    expect(bundles).toEqual([
      { function: 'race-take', folder: join(outDir, 'race-take'), bytes: expect.any(Number) as number },
    ]);
    expect(readdirSync(join(outDir, 'race-take'))).toEqual(['index.mjs']);
    expect(readdirSync(join(outDir, '..', 'maps', 'race-take'))).toEqual(['index.mjs.map']);
  });
});

describe('bugs planted in a function', () => {
  it('show themselves when they read and then write: more than one of 200 parallel requests wins', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, () => fetch(`${system.origin}/v1/look`)));
    const won = answers.filter(answer => answer.status === 201).length;
    expect(won + answers.filter(answer => answer.status === 409).length).toBe(200);
    expect(won).toBeGreaterThan(1);
  });

  it('show themselves when they go on after the answer: the trail marks the call', async () => {
    expect((await fetch(`${system.origin}/v1/look?late=1`)).status).toBe(202);
    const late = () => system.world.trail.list().items.filter(entry => entry.outsideInvocation === true);
    await expect.poll(late, { timeout: 10_000 }).toHaveLength(1);
    expect(late()[0]).toMatchObject({ action: 'dynamodb:GetItem' });
  });
});
