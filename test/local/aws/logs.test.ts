import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { recordOf } from '../../../local/aws/logs/cloudtrail-record.ts';
import { makeEventLog } from '../../../local/aws/logs/event-log.ts';
import { makeLogs } from '../../../local/aws/logs/engine.ts';
import type { ManagementEvent } from '../../../local/aws/logs/management-event.ts';
import { openWorld, type OpenWorld } from './open-world.ts';
import { arn, policy, smallDeployment } from './small-deployment.ts';

const logGroupName = '/aws/cloudtrail/small-trail';
const trailLogGroup = {
  name: logGroupName,
  arn: `arn:aws:logs:ap-northeast-1:000000000000:log-group:${logGroupName}`,
};
const reader = (name: string, Resource: string) => ({
  arn: arn.role(name),
  name,
  trust: policy({
    Effect: 'Allow',
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: 'sts:AssumeRole',
  }),
  policies: [
    { name: 'rights', document: policy({ Effect: 'Allow', Action: 'logs:FilterLogEvents', Resource }) },
  ],
  maxSessionSeconds: 3600,
});
const deployment = {
  ...smallDeployment,
  trailLogGroup,
  roles: [
    ...smallDeployment.roles,
    reader('watcher', `${trailLogGroup.arn}:*`),
    reader('streams', `${trailLogGroup.arn}:log-stream:*`),
    reader('bare', trailLogGroup.arn),
  ],
};

let open: OpenWorld;
let logs: CloudWatchLogsClient;
let since = 0;
beforeAll(async () => {
  open = await openWorld(deployment);
  logs = new CloudWatchLogsClient(open.as('watcher'));
});
beforeEach(() => {
  open.clock.advance(10);
  since = open.clock.now();
});
afterAll(() => open.world.close());

type LogRecord = Readonly<Record<string, unknown>>;

async function records(filterPattern?: string, more: object = {}): Promise<readonly LogRecord[]> {
  const command = new FilterLogEventsCommand({
    logGroupName,
    startTime: since,
    ...(filterPattern === undefined ? {} : { filterPattern }),
    ...more,
  });
  const { events = [] } = await logs.send(command);
  return events.map(({ message }) => JSON.parse(message ?? '') as LogRecord);
}

const EncryptionContext = { use: 'phone-number', shopper: 'shp_1' };

async function seal(): Promise<Uint8Array | undefined> {
  const command = { KeyId: 'alias/number', Plaintext: Buffer.from('+819012345678'), EncryptionContext };
  return (await new KMSClient(open.as('verify')).send(new EncryptCommand(command))).CiphertextBlob;
}

const loginOf = () => (JSON.parse(open.world.secrets.value('login')) as { externalId: string }).externalId;

async function assume(ExternalId = loginOf()) {
  const desk = open.as('desk', arn.desk);
  const { Credentials } = await new STSClient(desk).send(
    new AssumeRoleCommand({
      RoleArn: arn.role('custodian'),
      RoleSessionName: 'desk-row1',
      ExternalId,
      SourceIdentity: 'stf_1',
      Tags: [{ Key: 'purpose', Value: 'desk' }],
    }),
  );
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  return {
    ...desk,
    credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
  };
}

describe('the log group of the trail', () => {
  test('holds a record of every reading: who, in whose name, of which shopper', async () => {
    const CiphertextBlob = await seal();
    const custodian = await assume();
    await new KMSClient(custodian).send(new DecryptCommand({ CiphertextBlob, EncryptionContext }));
    const [record, ...more] = await records('{ $.eventName = "Decrypt" }');
    expect(more).toEqual([]);
    expect(record).toMatchObject({
      eventVersion: '1.11',
      eventSource: 'kms.amazonaws.com',
      awsRegion: 'ap-northeast-1',
      sourceIPAddress: '127.0.0.1',
      userIdentity: {
        type: 'AssumedRole',
        arn: 'arn:aws:sts::000000000000:assumed-role/custodian/desk-row1',
        sessionContext: {
          sessionIssuer: { type: 'Role', arn: arn.role('custodian'), userName: 'custodian' },
          sourceIdentity: 'stf_1',
        },
      },
      requestParameters: { encryptionContext: EncryptionContext },
      resources: [{ accountId: '000000000000', type: 'AWS::KMS::Key', ARN: arn.key('number') }],
      requestID: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      eventID: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      managementEvent: true,
    });
    expect(record).not.toHaveProperty('errorCode');
    expect(record?.['eventTime']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  test('holds one record of a call that needed several permissions, without the external id', async () => {
    await assume();
    const [record, ...more] = await records('{ $.eventName = "AssumeRole" }');
    expect(more).toEqual([]);
    expect(record?.['requestParameters']).toEqual({
      roleArn: arn.role('custodian'),
      roleSessionName: 'desk-row1',
      sourceIdentity: 'stf_1',
      tags: [{ key: 'purpose', value: 'desk' }],
    });
    expect(record?.['resources']).toEqual([
      { accountId: '000000000000', type: 'AWS::IAM::Role', ARN: arn.role('custodian') },
    ]);
  });

  test('of a refused call tells the error, and names the resource in its message only', async () => {
    const CiphertextBlob = await seal();
    const thief = new KMSClient(open.as('operator'));
    await expect(thief.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }))).rejects.toThrow(
      /not authorized/,
    );
    await expect(assume('yesterday')).rejects.toThrow(/not authorized/);
    const edit = { RoleName: 'custodian', PolicyName: 'more', PolicyDocument: '{"Statement":[]}' };
    await expect(new IAMClient(open.as('nobody')).send(new PutRolePolicyCommand(edit))).rejects.toThrow(
      /not authorized/,
    );
    const refused = await records('{ $.errorCode = "AccessDenied" }');
    expect(refused.map(record => [record['eventName'], record['errorMessage']])).toEqual([
      ['Decrypt', expect.stringContaining(`kms:Decrypt on resource: ${arn.key('number')} `)],
      ['AssumeRole', expect.stringContaining(`sts:AssumeRole on resource: ${arn.role('custodian')} `)],
      ['PutRolePolicy', expect.stringContaining('iam:PutRolePolicy on resource: role custodian ')],
    ]);
    for (const record of refused) {
      expect(record['requestParameters']).toBeNull();
      expect(record).not.toHaveProperty('resources');
    }
    expect(refused[2]).toMatchObject({ eventSource: 'iam.amazonaws.com', awsRegion: 'us-east-1' });
  });

  test('of a call that failed inside tells how, and what it was about', async () => {
    const kms = new KMSClient({ ...open.as('verify'), maxAttempts: 1 });
    open.world.faults.plan({ service: 'kms', operation: 'Encrypt', kind: 'throttle', next: 1 });
    const command = new EncryptCommand({
      KeyId: 'alias/number',
      Plaintext: Buffer.from('x'),
      EncryptionContext,
    });
    await expect(kms.send(command)).rejects.toThrow(/Rate exceeded/);
    const [record] = await records('{ $.errorCode = "ThrottlingException" }');
    expect(record).toMatchObject({
      requestParameters: { keyId: 'alias/number' },
      errorMessage: 'Rate exceeded',
    });
  });

  test('never holds a secret, a policy’s text, a number or a data event', async () => {
    await seal();
    await assume();
    const secrets = new SecretsManagerClient(open.as('operator'));
    await secrets.send(new GetSecretValueCommand({ SecretId: arn.secret, VersionStage: 'AWSCURRENT' }));
    const ClientRequestToken = 'p'.repeat(32);
    const pending = { SecretId: arn.secret, ClientRequestToken, VersionStages: ['AWSPENDING'] };
    await secrets.send(new PutSecretValueCommand({ ...pending, SecretString: 'never-shown-value' }));
    const document = policy({ Sid: 'NeverShownSid', Effect: 'Deny', Action: '*', Resource: '*' });
    const edit = { RoleName: 'nobody', PolicyName: 'shown', PolicyDocument: JSON.stringify(document) };
    await new IAMClient(open.as('operator')).send(new PutRolePolicyCommand(edit));
    const read = new GetItemCommand({ TableName: 'book', Key: { pk: { S: 'a' }, sk: { S: 'b' } } });
    await new DynamoDBClient(open.as('operator')).send(read);
    const all = await records();
    expect(all.map(({ eventName }) => eventName)).toEqual([
      'Encrypt',
      'AssumeRole',
      'GetSecretValue',
      'PutSecretValue',
      'PutRolePolicy',
    ]);
    expect(all[2]?.['requestParameters']).toEqual({ secretId: arn.secret, versionStage: 'AWSCURRENT' });
    expect(all[4]?.['requestParameters']).toEqual({ roleName: 'nobody', policyName: 'shown' });
    const text = JSON.stringify(all);
    expect(text).not.toMatch(/never-shown-value|NeverShownSid|9012345678/);
    expect(text).not.toContain(loginOf());
  });

  test('is read in pages and between two times', async () => {
    for (let at = 0; at < 5; at++) await seal();
    const page = (nextToken?: string) => {
      const limited = {
        logGroupName,
        startTime: since,
        limit: 2,
        ...(nextToken === undefined ? {} : { nextToken }),
      };
      return logs.send(new FilterLogEventsCommand(limited));
    };
    const first = await page();
    const second = await page(first.nextToken);
    const third = await page(second.nextToken);
    const found = [first, second, third].map(({ events = [] }) => events.length);
    expect([found, third.nextToken]).toEqual([[2, 2, 1], undefined]);
    const ids = [first, second, third].flatMap(({ events = [] }) => events.map(({ eventId }) => eventId));
    expect(new Set(ids).size).toBe(5);
    open.clock.advance(3600);
    await seal();
    expect(await records(undefined, { endTime: since + 1_800_000 })).toHaveLength(5);
    expect(await records(undefined, { startTime: since + 1_800_000 })).toHaveLength(1);
  });

  test('outlasts the list of /local/trail', async () => {
    await seal();
    open.world.trail.clear();
    expect(await records()).toHaveLength(1);
  });

  test('does not hold a call that never came back, and holds one whose answer was lost', async () => {
    const kms = new KMSClient({ ...open.as('verify'), maxAttempts: 1 });
    const send = () =>
      kms.send(
        new EncryptCommand({ KeyId: 'alias/number', Plaintext: Buffer.from('x'), EncryptionContext }),
        {
          abortSignal: AbortSignal.timeout(500),
        },
      );
    open.world.faults.plan({ service: 'kms', operation: 'Encrypt', kind: 'hang', next: 1 });
    await expect(send()).rejects.toMatchObject({ name: 'AbortError' });
    expect(await records()).toEqual([]);
    open.world.faults.plan({ service: 'kms', operation: 'Encrypt', kind: 'lost-reply', next: 1 });
    await expect(send()).rejects.toMatchObject({ name: expect.not.stringMatching(/^Abort/) as string });
    expect(await records()).toHaveLength(1);
  });

  test('is named by name, by identifier or by ARN, and there is no other', async () => {
    await seal();
    const at = async (named: object) => {
      const { events = [] } = await logs.send(new FilterLogEventsCommand({ startTime: since, ...named }));
      return events.length;
    };
    expect(await at({ logGroupIdentifier: logGroupName })).toBe(1);
    expect(await at({ logGroupIdentifier: trailLogGroup.arn })).toBe(1);
    await expect(at({})).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(at({ logGroupName: '/aws/lambda/other' })).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });

  test('refuses what it cannot do instead of answering something else', async () => {
    const refused = { name: 'InvalidParameterException' };
    await expect(records('{ $.a == 1 }')).rejects.toMatchObject(refused);
    await expect(records('ERROR')).rejects.toMatchObject(refused);
    await expect(records(undefined, { limit: 10_001 })).rejects.toMatchObject(refused);
    await expect(records(undefined, { nextToken: 'made-up' })).rejects.toMatchObject(refused);
    await expect(records(undefined, { logStreamNamePrefix: 'x' })).rejects.toMatchObject(refused);
  });

  test('admits a policy that ends with :*, and not one with the bare ARN, as AWS does', async () => {
    const read = (role: string) =>
      new CloudWatchLogsClient(open.as(role)).send(new FilterLogEventsCommand({ logGroupName }));
    expect((await read('streams')).$metadata.httpStatusCode).toBe(200);
    await expect(read('bare')).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        `logs:FilterLogEvents on resource: ${trailLogGroup.arn}:log-stream:`,
      ) as string,
    });
  });

  test('is kept over a restart, and is none where the templates have no trail', async () => {
    await seal();
    const other = await openWorld(deployment, open.clock);
    await other.world.restore(await open.world.snapshot());
    const command = new FilterLogEventsCommand({ logGroupName, startTime: since });
    const { events } = await new CloudWatchLogsClient(other.as('watcher')).send(command);
    expect(events).toHaveLength(1);
    await other.world.close();
    const { trailLogGroup: _, ...without } = deployment;
    const bare = await openWorld(without, open.clock);
    await expect(new CloudWatchLogsClient(bare.as('watcher')).send(command)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await bare.world.close();
  });
});

const event = (more: Partial<ManagementEvent> = {}): ManagementEvent => ({
  atMs: Date.parse('2026-11-22T01:02:03.456Z'),
  service: 'kms',
  operation: 'Decrypt',
  caller: {
    arn: 'arn:aws:sts::0:assumed-role/r/s',
    userId: 'AROA:s',
    account: '0',
    roleArn: 'arn:aws:iam::0:role/r',
    issuedAtMs: 0,
  },
  parameters: {},
  resources: [],
  requestId: 'r1',
  ...more,
});

describe('a record', () => {
  test('names Lambda’s and S3’s calls as CloudTrail does', () => {
    const functionName = 'mogiri-dev-custodian-desk';
    const code = event({ service: 'lambda', operation: 'UpdateFunctionCode', parameters: { functionName } });
    expect(recordOf(code, 'ap-northeast-1')).toMatchObject({
      eventSource: 'lambda.amazonaws.com',
      eventName: 'UpdateFunctionCode20150331v2',
      eventTime: '2026-11-22T01:02:03Z',
      requestParameters: { functionName },
    });
    const bucket = event({
      service: 's3',
      operation: 'PutBucketPolicy',
      resources: ['arn:aws:s3:::archive'],
    });
    expect(recordOf(bucket, 'ap-northeast-1')).toMatchObject({
      requestParameters: { bucketName: 'archive' },
      resources: [{ type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::archive' }],
    });
    expect(recordOf(event(), 'ap-northeast-1')).toMatchObject({ requestParameters: null });
  });
});

describe('a full log', () => {
  // An engine's call names the caller, whom FilterLogEvents does not ask for.
  const call = { session: event().caller as never, nowMs: 0, requestId: '' };
  type Page = { readonly events: readonly { readonly eventId: string }[]; readonly nextToken?: string };

  test('still has the newest fifty thousand and pages over what was dropped meanwhile', async () => {
    const log = makeEventLog();
    const engine = makeLogs(log, trailLogGroup, 'ap-northeast-1');
    const page = async (nextToken?: string) => {
      const asked = { logGroupName, limit: 10_000, ...(nextToken === undefined ? {} : { nextToken }) };
      return (await engine.handle('FilterLogEvents', asked, call)).body as Page;
    };
    log.add(event());
    const { nextToken } = await page();
    expect(nextToken).toBeUndefined();
    for (let at = 0; at < 150_000; at++) log.add(event({ requestId: `r${at}` }));
    const ids = new Set<string>();
    let next: string | undefined = '0';
    while (next !== undefined) {
      const found: Page = await page(next);
      found.events.forEach(({ eventId }) => ids.add(eventId));
      next = found.nextToken;
    }
    expect(ids.size).toBeGreaterThanOrEqual(50_000);
    expect(ids.size).toBeLessThanOrEqual(66_000);
    const filterPattern = '{ $.eventName = "Encrypt" }';
    const empty = await engine.handle('FilterLogEvents', { logGroupName, filterPattern }, call);
    expect(empty.body).toMatchObject({ events: [], nextToken: expect.stringMatching(/^\d+$/) as string });
    const { first, end } = log.bounds();
    expect([log.at(first - 1), log.at(end), end]).toEqual([undefined, undefined, 150_001]);
  });
});
