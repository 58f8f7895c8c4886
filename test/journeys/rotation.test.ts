import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { System } from '../../local/system.ts';
import { launch, openTown, type Sending, type Town } from '../chaos/campaigns.ts';
import { openSystem } from '../local-system.ts';
import type { BrowserLike } from './browser-like.ts';
import { openBrowserLike } from './browser-like.ts';
import { intrude, type Loot } from './intruder.ts';

const people = 300;
let system: System;
let town: Town;

beforeAll(async () => {
  system = await openSystem();
  town = await openTown(system, people);
  await town.controls.pulse();
}, 120_000);

afterAll(() => system.close());

async function desk(): Promise<BrowserLike> {
  return openBrowserLike(system.origin, { token: await town.controls.token('custodian-1', ['custodian']) });
}

type Login = {
  epoch: number;
  running?: { rotationId: string };
  last?: { rotationId: string; doneAt: string };
};
const login = async () => (await (await desk()).get('/v1/custodian/rotations')).body as unknown as Login;
const evidence = async () =>
  ((await (await desk()).get('/v1/custodian/registers/rotations')).body['items'] ?? []) as {
    fact: Record<string, unknown>;
  }[];
const journaled = (code: string) =>
  system.logs.lines().filter(({ line }) => line.includes(`"code":"${code}"`)).length;

/** A minute of the house: the pulse sends a little, then the minute is over for whoever is still walking a lane. */
async function minute(sending?: Sending): Promise<void> {
  const before = sending?.arrivals().length ?? 0;
  const pulse = town.controls.pulse();
  const isWaiting = () => sending !== undefined && sending.arrivals().length - before < 8;
  for (let looks = 0; isWaiting() && looks < 40; looks += 1) await pause(10);
  await town.controls.advance(60);
  await pulse;
}

/** Asks for a rotation and lives on, minute by minute, until it is done. */
async function rotate(
  sending?: Sending,
  meanwhile: (passed: number) => Promise<void> = async () => undefined,
) {
  const asked = await (await desk()).post('/v1/custodian/rotations');
  expect(asked.status).toBe(202);
  for (let passed = 0; passed < 30; passed += 1) {
    await minute(sending);
    await meanwhile(passed);
    const { last } = await login();
    if (last?.rotationId === asked.body['rotationId']) return passed;
  }
  throw new Error('a rotation did not end');
}

const got = (loot: Loot | string): Loot => {
  if (typeof loot === 'string') throw new Error(`no session: ${loot}`);
  return loot;
};

/** Lives on until everybody has been reached, and holds the campaign to what is promised of it. */
async function finishCampaign(sending: Sending): Promise<void> {
  for (let passed = 0; passed < 60 && (await sending.state()) !== 'completed'; passed += 1)
    await minute(sending);
  const numbers = sending.arrivals().map(({ to }) => to);
  expect(new Set(numbers).size).toBe(numbers.length);
  const { byState, recipients } = await sending.report();
  expect(recipients).toBe(people);
  expect(byState).toMatchObject({ SENT: people, UNKNOWN: 0, REFUSED: 0, SKIPPED: 0, PENDING: 0 });
}

describe('three rotations during a campaign', () => {
  test('lose nothing, send nothing twice, and leave old logins and sessions dead', async () => {
    const thief = intrude(system);
    const victim = town.members[0]?.shopperId ?? '';
    const sending = await launch(town);
    const sentAtEnds: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const old = thief.externalId();
      const loot = got(await thief.enter(old));
      expect(await thief.open(loot, victim)).toBe('ok');
      await rotate(sending);
      sentAtEnds.push(sending.arrivals().length);
      expect(thief.externalId()).not.toBe(old);
      expect(await thief.enter(old)).toBe('AccessDenied');
      expect(await thief.open(loot, victim)).toBe('AccessDeniedException');
      expect(await thief.open(got(await thief.enter(thief.externalId())), victim)).toBe('ok');
    }
    console.log(`sent when each rotation was done: ${sentAtEnds.join(', ')} of ${people}`);
    expect(sentAtEnds[0]).toBeGreaterThan(0);
    expect(sentAtEnds[1]).toBeLessThan(people);
    await finishCampaign(sending);
    const rows = (await evidence()).filter(({ fact }) => fact['event'] === 'rotation');
    expect(rows.map(({ fact }) => [fact['toEpoch'], fact['canary']])).toEqual([
      [2, 'refused'],
      [3, 'refused'],
      [4, 'refused'],
    ]);
    expect((await evidence()).filter(({ fact }) => fact['event'] === 'incident')).toEqual([]);
  }, 240_000);

  test('a second one asked during the first is told which one runs, and harms nothing', async () => {
    const answers: [number, unknown][] = [];
    const before = (await evidence()).length;
    await rotate(undefined, async passed => {
      if (passed > 5) return;
      const again = await (await desk()).post('/v1/custodian/rotations');
      answers.push([again.status, again.body['code']]);
    });
    expect(new Set(answers.map(answer => answer.join(' ')))).toEqual(new Set(['409 rotation.in_progress']));
    expect(await evidence()).toHaveLength(before + 1);
    expect((await login()).epoch).toBe(5);
  }, 120_000);
});

describe('what others do to the trust', () => {
  test('the template’s, put back by a deploy in a campaign and in a rotation, is repaired; nothing is lost', async () => {
    const thief = intrude(system);
    const sending = await launch(town);
    const repairedBefore = journaled('login.trust_repaired');
    const rowsBefore = (await evidence()).length;
    const first = thief.externalId();
    const repaired: number[] = [];
    await rotate(sending, async passed => {
      repaired[passed] = journaled('login.trust_repaired');
      // Widened, then proving the old login: what CloudFormation would write is the login it read when it began.
      if (passed === 1 || passed === 6) await thief.putTrust(thief.templateTrust(first));
    });
    // Each was put right by the very next pulse.
    expect(repaired.slice(1, 3)).toEqual([repairedBefore, repairedBefore + 1]);
    expect(repaired.slice(6, 8)).toEqual([repairedBefore + 1, repairedBefore + 2]);
    expect(journaled('login.trust_repaired') - repairedBefore).toBeGreaterThanOrEqual(2);
    expect(await thief.enter(first)).toBe('AccessDenied');
    await thief.putTrust(thief.templateTrust(thief.externalId()));
    await finishCampaign(sending);
    const rows = (await evidence()).slice(rowsBefore);
    expect(rows.map(({ fact }) => fact['event'])).toEqual(['rotation']);
    expect(Number(rows[0]?.fact['repairs'])).toBeGreaterThanOrEqual(2);
  }, 240_000);

  test('a foreign one is an incident: repaired within a minute, on record, and whoever came in by it is out', async () => {
    const thief = intrude(system);
    const victim = town.members[0]?.shopperId ?? '';
    const before = (await evidence()).length;
    const foreignBefore = journaled('login.trust_foreign');
    await thief.putTrust(thief.templateTrust('a-login-of-the-thief-s-own'));
    const loot = got(await thief.enter('a-login-of-the-thief-s-own'));
    expect(await thief.open(loot, victim)).toBe('ok');
    await minute();
    expect(journaled('login.trust_foreign')).toBe(foreignBefore + 1);
    expect(await thief.enter('a-login-of-the-thief-s-own')).toBe('AccessDenied');
    expect(await thief.open(loot, victim)).toBe('AccessDeniedException');
    expect((await evidence()).slice(before).map(({ fact }) => [fact['event'], fact['what']])).toEqual([
      ['incident', 'trust'],
    ]);
    await thief.putPolicy('RevokeOlder', JSON.stringify({ Version: '2012-10-17', Statement: [] }));
    await minute();
    expect((await evidence()).slice(before).map(({ fact }) => fact['what'])).toEqual(['trust', 'revocation']);
    expect(await thief.open(loot, victim)).toBe('AccessDeniedException');
    await rotate();
    expect(got(await thief.enter(thief.externalId()))).toBeDefined();
  }, 120_000);

  test('the boundary keeps even the rotator’s own keys from widening the role', async () => {
    const thief = intrude(system);
    const wide = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
    await thief.putPolicy('Wider', JSON.stringify(wide));
    const loot = got(await thief.enter(thief.externalId(), 'custodian-desk'));
    expect(await thief.open(loot, town.members[1]?.shopperId ?? '')).toBe('ok');
    expect(await thief.scanVault(loot)).toBe('AccessDeniedException');
  });
});
