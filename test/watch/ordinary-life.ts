import type { Things } from './attacks.ts';
import {
  account,
  administrator,
  custodian,
  deploy,
  fn,
  record,
  refused,
  region,
  service,
  user,
} from './cloudtrail.ts';
import type { Line } from './second-reader.ts';

/** A record of a day on which nothing happened, and the filters that count it all the same: readings, and codes. */
export type Ordinary = readonly [title: string, line: Line, counted?: readonly string[]];

const custodianArn = `arn:aws:iam::${account}:role/mogiri-dev-custodian`;
const entry = (by: string, session: string): Line =>
  record('sts', 'AssumeRole', fn(by), {
    parameters: { roleArn: custodianArn, roleSessionName: session, sourceIdentity: 'cmp_1' },
  });

/** Shoppers sign up, a campaign is sent, somebody is read a number, the login turns. */
function work({ numberKeyArn, indexKeyArn, codeKeyArn }: Things): Ordinary[] {
  const open = (session: string, shopper: string) =>
    record('kms', 'Decrypt', custodian(session), {
      parameters: { encryptionContext: { use: 'phone-number', shopper } },
      resources: [numberKeyArn],
    });
  const secretId = `arn:aws:secretsmanager:${region}:${account}:secret:mogiri-dev-custodian-login-AbCdEf`;
  const login = (name: string, by: string) =>
    record('secretsmanager', name, fn(by), { parameters: { secretId } });
  const rotator = fn('custodian-rotate');
  const trust = { parameters: { roleName: 'mogiri-dev-custodian', policyDocument: '{}' } };
  const cutOff = { parameters: { roleName: 'mogiri-dev-custodian', policyName: 'RevokeOlder' } };
  return [
    ['a number is sealed', record('kms', 'Encrypt', fn('shopper-verify'), { resources: [numberKeyArn] })],
    [
      'an index',
      record('kms', 'GenerateMac', fn('shopper-verify'), { resources: [indexKeyArn] }),
      ['MacRate'],
    ],
    [
      'the desk searches',
      record('kms', 'GenerateMac', fn('custodian-desk'), { resources: [indexKeyArn] }),
      ['MacRate'],
    ],
    ['a code', record('kms', 'GenerateMac', fn('shopper-verify'), { resources: [codeKeyArn] }), ['MacRate']],
    ['a delivery', open('delivery-cmp_1', 'shp_01'), ['Readings']],
    ['a reading', open('desk-reg_1', 'shp_01'), ['Readings']],
    ['the rotation’s canary', open('rotation-check-rot_1', 'shp_CANARY')],
    [
      'a session that the cut-off ended',
      refused('kms', 'Decrypt', custodian('delivery-cmp_1'), numberKeyArn),
    ],
    ['deliver comes in', entry('custodian-deliver', 'delivery-cmp_1')],
    ['desk comes in', entry('custodian-desk', 'desk-reg_1')],
    ['rotate comes in', entry('custodian-rotate', 'rotation-check-rot_1')],
    ['the old login is proven dead', refused('sts', 'AssumeRole', rotator, custodianArn)],
    ['deliver reads the login', login('GetSecretValue', 'custodian-deliver')],
    ['desk reads the login', login('GetSecretValue', 'custodian-desk')],
    ['the rotator reads the login', login('GetSecretValue', 'custodian-rotate')],
    ['the rotator writes a login', login('PutSecretValue', 'custodian-rotate')],
    ['the rotator moves the stage', login('UpdateSecretVersionStage', 'custodian-rotate')],
    ['the rotator starts a rotation', login('RotateSecret', 'custodian-rotate')],
    ['the rotator looks at the login', login('DescribeSecret', 'custodian-rotate')],
    ['the rotator widens', record('iam', 'UpdateAssumeRolePolicy', rotator, trust)],
    ['the rotator revokes', record('iam', 'PutRolePolicy', rotator, cutOff)],
    ['the rotator reads the trust', record('iam', 'GetRole', rotator, trust)],
    [
      'Secrets Manager’s own account of it',
      record('secretsmanager', 'RotationSucceeded', service('secretsmanager'), { parameters: null }),
    ],
    [
      'Lambda takes desk’s role',
      record('sts', 'AssumeRole', service('lambda'), {
        parameters: { roleArn: `${custodianArn}-desk`, roleSessionName: 'mogiri-dev-custodian-desk' },
      }),
    ],
  ];
}

/** A deploy does everything that anybody else may not. */
function deploys(things: Things): Ordinary[] {
  const role = { parameters: { roleName: 'mogiri-dev-custodian-rotate' } };
  const custodians = { parameters: { roleName: 'mogiri-dev-custodian', policyName: 'ReadVault' } };
  const fnName = { parameters: { functionName: 'mogiri-dev-custodian-desk' } };
  const secret = { parameters: { secretId: 'mogiri-dev-custodian-login' } };
  const calls: readonly (readonly [string, string, Parameters<typeof record>[3]?])[] = [
    ['kms', 'PutKeyPolicy', { resources: [things.numberKeyArn] }],
    ['kms', 'PutKeyPolicy', { resources: [things.indexKeyArn] }],
    ['kms', 'CreateAlias', { parameters: { aliasName: 'alias/mogiri-dev-number' } }],
    ['iam', 'UpdateAssumeRolePolicy', custodians],
    ['iam', 'PutRolePolicy', custodians],
    ['iam', 'TagRole', custodians],
    ['iam', 'CreateRole', role],
    ['iam', 'PutRolePolicy', role],
    ['lambda', 'UpdateFunctionCode20150331v2', fnName],
    ['lambda', 'AddPermission20150331v2', fnName],
    ['secretsmanager', 'GetSecretValue', secret],
    ['secretsmanager', 'RotateSecret', secret],
    ['dynamodb', 'PutResourcePolicy', { parameters: { resourceArn: things.vaultTableArn } }],
    ['cloudtrail', 'PutEventSelectors', { parameters: { trailName: 'mogiri-dev-trail' } }],
    ['logs', 'PutMetricFilter', { parameters: { logGroupName: '/aws/cloudtrail/mogiri-dev-trail' } }],
    ['monitoring', 'PutMetricAlarm', { parameters: { alarmName: 'mogiri-dev-boundary-touched' } }],
    ['s3', 'PutBucketPolicy', { parameters: { bucketName: things.archiveBucket } }],
  ];
  return calls.map(([source, name, said]) => [`a deploy: ${name}`, record(source, name, deploy, said)]);
}

/** People look at things, and other systems of the account do what looks alike. */
function elsewhere({ numberKeyArn }: Things): Ordinary[] {
  const other = 'arn:aws:kms:ap-northeast-1:000000000000:key/00000000-0000-0000-0000-000000000000';
  const role = (roleName: string) => ({ parameters: { roleName } });
  const secret = { parameters: { secretId: 'billing' } };
  return [
    ['the key’s policy is read', record('kms', 'GetKeyPolicy', administrator, { resources: [numberKeyArn] })],
    ['the key is looked at', record('kms', 'DescribeKey', user, { resources: [numberKeyArn] })],
    ['another key opens', record('kms', 'Decrypt', administrator, { resources: [other] })],
    ['another key is edited', record('kms', 'PutKeyPolicy', administrator, { resources: [other] })],
    ['another key refuses', refused('kms', 'Decrypt', user, other)],
    [
      'the custodian role is looked at',
      record('iam', 'GetRole', administrator, role('mogiri-dev-custodian')),
    ],
    ['another role is edited', record('iam', 'PutRolePolicy', administrator, role('billing'))],
    [
      'another role refuses',
      refused('sts', 'AssumeRole', administrator, `arn:aws:iam::${account}:role/billing`),
    ],
    ['another stage’s role', record('iam', 'PutRolePolicy', deploy, role('mogiri-prod-custodian'))],
    [
      'another function is rewritten',
      record('lambda', 'UpdateFunctionCode20150331v2', administrator, {
        parameters: { functionName: 'billing', role: `arn:aws:iam::${account}:role/billing` },
      }),
    ],
    [
      'the till is rewritten',
      record('lambda', 'UpdateFunctionCode20150331v2', user, {
        parameters: { functionName: 'mogiri-dev-store-till' },
      }),
    ],
    [
      'desk is looked at',
      record('lambda', 'GetFunction20150331v2', user, {
        parameters: { functionName: 'mogiri-dev-custodian-desk' },
      }),
    ],
    ['another secret', record('secretsmanager', 'GetSecretValue', administrator, secret)],
    ['another secret is written', record('secretsmanager', 'PutSecretValue', administrator, secret)],
    [
      'another table',
      record('dynamodb', 'PutResourcePolicy', administrator, {
        parameters: { resourceArn: 'arn:aws:dynamodb:x' },
      }),
    ],
    ['another trail', record('cloudtrail', 'StopLogging', administrator, { parameters: { name: 'org' } })],
    [
      'another alarm',
      record('monitoring', 'DeleteAlarms', administrator, { parameters: { alarmNames: ['cpu'] } }),
    ],
    [
      'another bucket',
      record('s3', 'PutBucketPolicy', administrator, { parameters: { bucketName: 'photos' } }),
    ],
    [
      'the month’s SMS money',
      record('sns', 'SetSMSAttributes', administrator, {
        parameters: { attributes: { MonthlySpendLimit: '500' } },
      }),
    ],
    ['a sign-in', record('signin', 'ConsoleLogin', user)],
  ];
}

/** A day on which nothing happened. */
export function ordinaryDay(things: Things): Required<Ordinary>[] {
  const day = [...work(things), ...deploys(things), ...elsewhere(things)];
  return day.map(([title, line, counted = []]) => [title, line, counted]);
}
