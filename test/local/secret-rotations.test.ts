import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  RotateSecretCommand,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rotationBundle, type RotatingHouse, startRotatingHouse } from './rotating-house.ts';

let bundle: Awaited<ReturnType<typeof rotationBundle>>;
let house: RotatingHouse;

beforeAll(async () => {
  bundle = await rotationBundle();
});
afterEach(() => house.close());
afterAll(() => bundle.remove());

const allSteps = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'];
const dayS = 86_400;

async function start(
  ...more: Parameters<typeof startRotatingHouse> extends [string, ...infer Rest] ? Rest : never
) {
  house = await startRotatingHouse(bundle.source, ...more);
}

/** As if the schedule had been there before: its trial is over. */
async function startQuiet(variables: Record<string, string> = {}) {
  await start({}, {}, variables);
  await house.pulse();
}

const names = (from = 0) =>
  house
    .steps()
    .slice(from)
    .map(({ step }) => step);
const describeSecret = () => house.secretsAs().send(new DescribeSecretCommand({ SecretId: house.secretArn }));
const rotate = (roleName?: string) =>
  house.secretsAs(roleName).send(new RotateSecretCommand({ SecretId: house.secretArn }));
const valueOf = async (VersionId?: string, VersionStage?: string) => {
  const command = new GetSecretValueCommand({
    SecretId: house.secretArn,
    ...(VersionId === undefined ? {} : { VersionId }),
    ...(VersionStage === undefined ? {} : { VersionStage }),
  });
  return (await house.secretsAs().send(command)).SecretString ?? '';
};
const rotations = async () =>
  (await house.pulse())
    .filter(({ schedule }) => schedule.startsWith('rotation'))
    .map(({ outcome }) => outcome);

describe('new settings', () => {
  it('that do not rotate at once are tried with testSecret alone, on a version that is then gone', async () => {
    await start();
    const before = await valueOf();
    expect(await rotations()).toEqual(['answered']);
    const [tried, ...more] = house.steps();
    expect([tried?.step, more]).toEqual(['testSecret', []]);
    const { VersionIdsToStages = {} } = await describeSecret();
    expect(Object.values(VersionIdsToStages)).toEqual([['AWSCURRENT']]);
    await expect(valueOf(tried?.token)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await valueOf()).toBe(before);
    expect(await rotations()).toEqual([]);
  });

  it('are tried once, also when the function fails', async () => {
    await start();
    house.functions.crashNext('small-rotate', 0);
    expect(await rotations()).toEqual(['crashed']);
    expect(Object.values((await describeSecret()).VersionIdsToStages ?? {})).toEqual([['AWSCURRENT']]);
    expect(await rotations()).toEqual([]);
  });

  it('rotate at once unless they say otherwise, as CloudFormation does', async () => {
    await start({}, { RotateImmediatelyOnUpdate: undefined });
    expect(await rotations()).toEqual(['answered']);
    expect(names()).toEqual(allSteps);
    expect(await valueOf()).toBe(JSON.stringify({ edge: `made for ${house.steps()[0]?.token}` }));
  });
});

describe('a rotation by schedule', () => {
  it('comes when its time has passed, once, with one token for its four steps', async () => {
    await startQuiet();
    const before = await valueOf();
    const { NextRotationDate, RotationEnabled, RotationRules, LastRotatedDate } = await describeSecret();
    expect(RotationEnabled).toBe(true);
    expect(RotationRules).toEqual({ ScheduleExpression: 'cron(0 16 1,15 * ? *)' });
    expect(LastRotatedDate).toBeUndefined();
    const waitS = ((NextRotationDate?.getTime() ?? 0) - house.clock.now()) / 1000;
    expect(NextRotationDate?.toISOString()).toMatch(/-(01|15)T16:00:00\.000Z$/);
    house.clock.advance(waitS - 60);
    expect(await rotations()).toEqual([]);
    house.clock.advance(61);
    expect(await rotations()).toEqual(['answered']);
    expect(names(1)).toEqual(allSteps);
    expect(
      new Set(
        house
          .steps()
          .slice(1)
          .map(({ token }) => token),
      ).size,
    ).toBe(1);
    const token = house.steps()[1]?.token ?? '';
    expect(await valueOf()).toBe(JSON.stringify({ edge: `made for ${token}` }));
    expect(await valueOf(undefined, 'AWSPREVIOUS')).toBe(before);
    const after = await describeSecret();
    expect(after.VersionIdsToStages?.[token]?.toSorted()).toEqual(['AWSCURRENT', 'AWSPENDING']);
    expect(Math.abs((after.LastRotatedDate?.getTime() ?? 0) - house.clock.now())).toBeLessThan(60_000);
    expect(after.NextRotationDate?.getTime()).toBeGreaterThan(house.clock.now());
    expect(await rotations()).toEqual([]);
  });

  it('comes once for a year that is skipped', async () => {
    await startQuiet();
    house.clock.advance(365 * dayS);
    expect(await rotations()).toEqual(['answered']);
    expect(await rotations()).toEqual([]);
  });

  it('by rate is counted from the last one', async () => {
    await start({}, { RotationRules: { AutomaticallyAfterDays: 30 } });
    await house.pulse();
    const first = (await describeSecret()).NextRotationDate?.getTime() ?? 0;
    expect(first % (dayS * 1000)).toBe(0);
    house.clock.advance((first - house.clock.now()) / 1000 + 3600);
    expect(await rotations()).toEqual(['answered']);
    expect((await describeSecret()).NextRotationDate?.getTime()).toBe(first + 30 * dayS * 1000);
  });

  it('comes by itself where pulses do', async () => {
    await start({ pulse: 'auto' }, { RotateImmediatelyOnUpdate: true });
    await expect.poll(() => names(), { timeout: 15_000 }).toEqual(allSteps);
  });
});

describe('a step that fails', () => {
  it('ends the attempt, and the whole rotation is made again with the same token at the next pulse', async () => {
    await startQuiet();
    house.clock.advance(32 * dayS);
    const refuse = {
      service: 'secretsmanager',
      operation: 'UpdateSecretVersionStage',
      kind: 'error',
    } as const;
    house.world.faults.plan({ ...refuse, next: 2 });
    expect(await rotations()).toEqual(['failed']);
    expect(await rotations()).toEqual(['failed']);
    const open = await describeSecret();
    expect(Object.values(open.VersionIdsToStages ?? {})).toEqual([['AWSCURRENT'], ['AWSPENDING']]);
    expect(open.LastRotatedDate).toBeUndefined();
    expect(await rotations()).toEqual(['answered']);
    expect(names(1)).toEqual([...allSteps, ...allSteps, ...allSteps]);
    expect(
      new Set(
        house
          .steps()
          .slice(1)
          .map(({ token }) => token),
      ).size,
    ).toBe(1);
    expect(await rotations()).toEqual([]);
  });

  it('leaves a version without a value when the first one fails: it is there, and not found when read', async () => {
    await startQuiet();
    house.clock.advance(32 * dayS);
    house.functions.crashNext('small-rotate', 0);
    expect(await rotations()).toEqual(['crashed']);
    const { VersionIdsToStages = {} } = await describeSecret();
    const [token = ''] =
      Object.entries(VersionIdsToStages).find(([, stages]) => stages.includes('AWSPENDING')) ?? [];
    expect(token).not.toBe('');
    await expect(valueOf(token)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(valueOf(undefined, 'AWSPENDING')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    expect(await rotations()).toEqual(['answered']);
    expect(await valueOf()).toBe(JSON.stringify({ edge: `made for ${token}` }));
  });

  it('is not tried again once somebody takes AWSPENDING off', async () => {
    await startQuiet();
    const asked = await rotate();
    await house.pulse();
    house.clock.advance(32 * dayS);
    house.functions.crashNext('small-rotate', 0);
    await house.pulse();
    const stages = (await describeSecret()).VersionIdsToStages ?? {};
    const token = Object.keys(stages).find(id => stages[id]?.includes('AWSPENDING'));
    expect(token).not.toBe(asked.VersionId);
    const off = { SecretId: house.secretArn, VersionStage: 'AWSPENDING', RemoveFromVersionId: token };
    await house.secretsAs().send(new UpdateSecretVersionStageCommand(off));
    expect(await rotations()).toEqual([]);
    await expect(valueOf(token)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('RotateSecret', () => {
  it('starts one at once, and the pulse waits for it', async () => {
    await startQuiet();
    const answer = await rotate();
    expect(answer).toMatchObject({
      ARN: house.secretArn,
      VersionId: expect.stringMatching(/^[\w-]{32,}$/) as string,
    });
    await house.pulse();
    expect(house.steps().slice(1)).toEqual(allSteps.map(step => ({ step, token: answer.VersionId })));
    expect(await valueOf(answer.VersionId)).toContain(answer.VersionId);
  });

  it('before anything else stands for the trial of the settings', async () => {
    await start();
    await rotate();
    await house.pulse();
    expect(names()).toEqual(allSteps);
  });

  it('is refused while the function has left AWSPENDING beside AWSCURRENT, until the labels move', async () => {
    await startQuiet({ STAY: 'yes' });
    const { VersionId = '' } = await rotate();
    await house.pulse();
    const busy = {
      name: 'InvalidRequestException',
      message: expect.stringContaining("isn't complete") as string,
    };
    await expect(rotate()).rejects.toMatchObject(busy);
    house.clock.advance(32 * dayS);
    expect(await rotations()).toEqual([]);
    const stages = (await describeSecret()).VersionIdsToStages ?? {};
    const current = Object.keys(stages).find(id => stages[id]?.includes('AWSCURRENT'));
    const move = { VersionStage: 'AWSCURRENT', MoveToVersionId: VersionId, RemoveFromVersionId: current };
    await house.secretsAs().send(new UpdateSecretVersionStageCommand({ SecretId: house.secretArn, ...move }));
    expect((await describeSecret()).LastRotatedDate?.getTime()).toBeGreaterThan(house.clock.now() - 60_000);
    expect((await rotate()).VersionId).not.toBe(VersionId);
  });

  it('is refused while steps are still tried', async () => {
    await startQuiet();
    house.functions.crashNext('small-rotate', 0);
    await rotate();
    await expect(rotate()).rejects.toMatchObject({ name: 'InvalidRequestException' });
  });

  it('needs the right to rotate and the right to invoke the function', async () => {
    await start();
    const refused = (action: string) => ({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`perform: ${action}`) as string,
    });
    await expect(rotate('small-rotate')).rejects.toMatchObject(refused('lambda:InvokeFunction'));
    await expect(rotate('small-function')).rejects.toMatchObject(refused('secretsmanager:RotateSecret'));
    expect(names()).toEqual([]);
  });

  it('takes no settings, since they come from the templates', async () => {
    await start();
    const RotationRules = { AutomaticallyAfterDays: 1 };
    const command = new RotateSecretCommand({ SecretId: house.secretArn, RotationRules });
    await expect(house.secretsAs().send(command)).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});

describe('versions', () => {
  const put = (value: string, token: string) => {
    const named = { SecretId: house.secretArn, ClientRequestToken: token.repeat(32) };
    return house.secretsAs().send(new PutSecretValueCommand({ ...named, SecretString: value }));
  };

  it('without a label are read by id for a day and then gone, and never listed', async () => {
    await start();
    for (const token of ['a', 'b', 'c']) await put(token, token);
    expect(await valueOf('a'.repeat(32))).toBe('a');
    const { VersionIdsToStages = {} } = await describeSecret();
    expect(VersionIdsToStages).toEqual({
      ['c'.repeat(32)]: ['AWSCURRENT'],
      ['b'.repeat(32)]: ['AWSPREVIOUS'],
    });
    house.clock.advance(dayS + 1);
    await put('d', 'd');
    await expect(valueOf('a'.repeat(32))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await valueOf('c'.repeat(32))).toBe('c');
  });
});

describe('a restart with kept data', () => {
  it('goes on with the rotation that was open, and does not try the same settings again', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'mogiri-data-'));
    await start({ dataDir });
    await house.pulse();
    house.functions.crashNext('small-rotate', 0);
    const { VersionId } = await rotate();
    await expect.poll(() => house.functions.stats().map(({ crashed }) => crashed)).toContain(1);
    const next = (await describeSecret()).NextRotationDate;
    await house.close();
    await start({ dataDir });
    expect((await describeSecret()).NextRotationDate).toEqual(next);
    expect(await rotations()).toEqual(['answered']);
    expect(house.steps()).toEqual(allSteps.map(step => ({ step, token: VersionId })));
    expect(await rotations()).toEqual([]);
    await house.close();
    await start({ dataDir }, { RotationRules: { ScheduleExpression: 'rate(10 days)' } });
    expect(await rotations()).toEqual(['answered']);
    expect(names()).toEqual(['testSecret']);
    rmSync(dataDir, { recursive: true });
  });
});
