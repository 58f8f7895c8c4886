import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../local/deployment.ts';
import { parseTemplate } from '../../local/templates/assembly.ts';
import { readDeployment } from '../../local/templates/read-deployment.ts';
import { addRotation } from './rotating-house.ts';
import { template } from './small-template.ts';

type Properties = Record<string, unknown>;

/** The small house with its secret's rotation, its permission and its schedule changed. */
function read(permission: Properties = {}, schedule: Properties = {}): Deployment {
  const Resources = template();
  addRotation(Resources, schedule);
  const granted = Resources['RotatePermission']?.Properties ?? {};
  Object.assign(granted, permission);
  const assets = new Map(['probe', 'worker', 'tick', 'rotate'].map(hash => [hash, `/assets/${hash}`]));
  const place = { name: 'small', account: '000000000000', region: 'ap-northeast-1', assets };
  const stack = { ...place, template: parseTemplate('small', { Resources }) };
  return readDeployment('small', [stack], { awsPort: 4322, origin: 'http://127.0.0.1:4321' });
}

const rules = (ScheduleExpression: string) => ({ RotationRules: { ScheduleExpression } });

describe('a rotation schedule', () => {
  it('is read with its secret, function and times; CloudFormation rotates at once unless told otherwise', () => {
    const { rotations, secrets, functions } = read();
    expect(rotations).toEqual([
      {
        secretArn: secrets[0]?.arn,
        functionArn: functions.find(({ name }) => name === 'small-rotate')?.arn,
        scheduleExpression: 'cron(0 16 1,15 * ? *)',
        rotateImmediatelyOnUpdate: false,
      },
    ]);
    expect(read({}, { RotateImmediatelyOnUpdate: undefined }).rotations[0]?.rotateImmediatelyOnUpdate).toBe(
      true,
    );
    const days = read({}, { RotationRules: { AutomaticallyAfterDays: 1 } });
    expect(days.rotations[0]?.scheduleExpression).toBe('rate(1 day)');
  });

  it.each<[string, Properties]>([
    ['by the function’s name', { FunctionName: 'small-rotate' }],
    ['for any secret of the account', { SourceArn: undefined }],
    ['for secrets by pattern', { SourceArn: 'arn:aws:secretsmanager:*:*:secret:small-*' }],
    ['from anywhere', { SourceArn: undefined, SourceAccount: undefined }],
  ])('is content with a permission %s', (_, permission) => {
    expect(read(permission).rotations).toHaveLength(1);
  });

  it.each<[string, Properties]>([
    ['for another service', { Principal: 'scheduler.amazonaws.com' }],
    ['for another function', { FunctionName: 'small-tick' }],
    ['for another account', { SourceAccount: '111111111111' }],
    [
      'for another secret',
      { SourceArn: 'arn:aws:secretsmanager:ap-northeast-1:000000000000:secret:other-AbCdEf' },
    ],
    ['to do something else', { Action: 'lambda:GetFunction' }],
  ])('is refused where the only permission is %s', (_, permission) => {
    expect(() => read(permission)).toThrow(
      /small\/Rotation: Secrets Manager has no permission to invoke small-rotate for arn:aws:secretsmanager/,
    );
  });

  it.each<[string, Properties, RegExp]>([
    ['a time off the hour', rules('cron(30 16 1 * ? *)'), /small\/Rotation: .*0 for the minute/],
    ['a time that never comes', rules('cron(0 16 31 2 ? *)'), /never comes/],
    [
      'two schedules',
      { RotationRules: { ...rules('rate(1 day)').RotationRules, AutomaticallyAfterDays: 1 } },
      /either/,
    ],
    ['no schedule', { RotationRules: {} }, /either/],
    [
      'a function that is not there',
      { RotationLambdaARN: 'arn:aws:lambda:x:0:function:y' },
      /is no function here/,
    ],
    ['a hosted function', { HostedRotationLambda: {} }, /HostedRotationLambda/],
  ])('is refused with %s', (_, schedule, problem) => {
    expect(() => read({}, schedule)).toThrow(problem);
  });
});

describe('what else the templates say', () => {
  it('is the user pool with its tags', () => {
    const { signIn } = read();
    expect(signIn?.poolArn).toBe(
      `arn:aws:cognito-idp:ap-northeast-1:000000000000:userpool/${signIn?.poolId}`,
    );
    expect(signIn?.issuer).toContain(signIn?.poolId);
    expect(signIn?.poolTags).toEqual({});
  });
});
