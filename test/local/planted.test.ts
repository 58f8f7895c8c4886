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
  async function winners(ticket: string, requests: number): Promise<number> {
    const taking = Array.from({ length: requests }, () => fetch(`${system.origin}/v1/look?ticket=${ticket}`));
    const statuses = (await Promise.all(taking)).map(answer => answer.status);
    expect(statuses.every(status => status === 201 || status === 409)).toBe(true);
    return statuses.filter(status => status === 201).length;
  }

  it('show themselves when they read and then write: of parallel requests more than one wins', async () => {
    await winners('to-warm-up', 100);
    const rounds = ['one', 'two', 'three', 'four', 'five'];
    let won = 0;
    for (const ticket of rounds) {
      won += await winners(ticket, 40);
    }
    expect(won).toBeGreaterThan(rounds.length);
  });

  it('show themselves when they go on after the answer: the trail marks the call', async () => {
    expect((await fetch(`${system.origin}/v1/look?late=1`)).status).toBe(202);
    const late = () => system.world.trail.list().items.filter(entry => entry.outsideInvocation === true);
    await expect.poll(late, { timeout: 10_000 }).toHaveLength(1);
    expect(late()[0]).toMatchObject({ action: 'dynamodb:GetItem' });
  });
});
