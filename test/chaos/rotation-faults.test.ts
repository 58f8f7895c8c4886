import { afterAll, beforeAll, expect, test } from 'vitest';
import type { System } from '../../local/system.ts';
import { openBrowserLike, type BrowserLike } from '../journeys/browser-like.ts';
import { intrude } from '../journeys/intruder.ts';
import { controlsOf, type Controls } from '../journeys/people.ts';
import { openSystem } from '../local-system.ts';

/** One a minute, over and over: keepers die, answers are lost, services fail or slow down. */
const mishaps = [
  { function: 'mogiri-dev-custodian-rotate', kind: 'crash', afterMs: 30 },
  { service: 'iam', operation: 'UpdateAssumeRolePolicy', kind: 'lost-reply' },
  { service: 'secretsmanager', operation: 'PutSecretValue', kind: 'lost-reply' },
  { service: 'dynamodb', operation: 'TransactWriteItems', kind: 'lost-reply' },
  { service: 'secretsmanager', operation: 'UpdateSecretVersionStage', kind: 'lost-reply' },
  { service: 'iam', operation: '*', kind: 'throttle', next: 2 },
  { service: 'sts', operation: 'AssumeRole', kind: 'error', next: 3 },
  { service: 'kms', operation: 'Decrypt', kind: 'lost-reply', next: 2 },
  { service: 'iam', operation: 'PutRolePolicy', kind: 'lost-reply' },
  { function: 'mogiri-dev-custodian-rotate', kind: 'crash', afterMs: 120 },
] as const;
const mostMinutes = 60;

let system: System;
let controls: Controls;

beforeAll(async () => {
  system = await openSystem();
  controls = controlsOf(system.origin);
  await controls.pulse();
});

afterAll(() => system.close());

async function desk(): Promise<BrowserLike> {
  return openBrowserLike(system.origin, { token: await controls.token('custodian-1', ['custodian']) });
}

test('of twenty who ask for a rotation at once one gets it, and the others are told which', async () => {
  const asking = Array.from({ length: 20 }, async () => (await desk()).post('/v1/custodian/rotations'));
  const answers = await Promise.all(asking);
  expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
  const ids = new Set(answers.map(({ body }) => body['rotationId']));
  expect(ids.size).toBe(1);
});

test('a rotation that meets a mishap every minute ends all the same, with one row and the old login dead', async () => {
  const thief = intrude(system);
  const old = thief.externalId();
  let minutes = 0;
  for (; minutes < mostMinutes; minutes += 1) {
    const mishap = mishaps[minutes % mishaps.length];
    if (mishap !== undefined) await controls.fault(mishap);
    await controls.advance(60);
    await controls.pulse();
    await controls.clearFaults();
    if ((await (await desk()).get('/v1/custodian/rotations')).body['last'] !== undefined) break;
  }
  console.log(`done after ${minutes} minutes`);
  expect(minutes).toBeLessThan(mostMinutes);
  const { body } = await (await desk()).get('/v1/custodian/registers/rotations');
  const rows = body['items'] as { fact: Record<string, unknown> }[];
  expect(rows.map(({ fact }) => fact['event'])).toEqual(['rotation']);
  expect(await thief.enter(old)).toBe('AccessDenied');
  expect(await thief.enter(thief.externalId())).toBeInstanceOf(Object);
}, 240_000);
