import { afterAll, beforeAll, expect, test } from 'vitest';
import type { System } from '../../local/system.ts';
import { openSystem } from '../local-system.ts';
import { openBrowserLike } from './browser-like.ts';
import { controlsOf, type Controls } from './people.ts';

type Login = {
  epoch: number;
  rotatedAt: string;
  running?: { because: string };
  last?: { because: string; by: string; doneAt: string };
};

let system: System;
let controls: Controls;

beforeAll(async () => {
  system = await openSystem();
  controls = controlsOf(system.origin);
  await controls.pulse();
});

afterAll(() => system.close());

async function login(): Promise<Login> {
  const desk = openBrowserLike(system.origin, { token: await controls.token('custodian-1', ['custodian']) });
  return (await desk.get('/v1/custodian/rotations')).body as unknown as Login;
}

test('nothing is rotated because the plan was deployed: the throw-away version makes no login', async () => {
  const { epoch, running, last } = await login();
  expect({ epoch, running, last }).toEqual({ epoch: 1, running: undefined, last: undefined });
  const tested = system.logs.lines().filter(line => line.function === 'mogiri-dev-custodian-rotate');
  expect(tested.filter(({ line }) => /rotation\.stepped|failed|ERROR/u.test(line))).toEqual([]);
});

test('on the first of the month the planned rotation begins and ends with nobody’s help', async () => {
  const now = new Date(system.clock.now());
  const first = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1, 18, 1);
  await controls.advance((first - now.getTime()) / 1000);
  for (let minute = 0; minute < 20; minute += 1) {
    await controls.pulse();
    await controls.advance(60);
    if ((await login()).last !== undefined) break;
  }
  const { epoch, last, running } = await login();
  expect({ epoch, running }).toEqual({ epoch: 2, running: undefined });
  expect(last).toMatchObject({ because: 'schedule', by: 'schedule' });
  expect(Date.parse(last?.doneAt ?? '') - first).toBeLessThan(20 * 60_000);
});
