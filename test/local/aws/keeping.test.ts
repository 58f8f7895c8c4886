import {
  DynamoDBClient,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type OpenWorld } from './open-world.ts';
import { arn, smallDeployment } from './small-deployment.ts';

let open: OpenWorld;
let db: DynamoDBClient;
beforeAll(async () => {
  open = await openWorld();
  db = new DynamoDBClient(open.as('operator'));
});
afterAll(() => open.world.close());

const putGate = (name: string, ttlSeconds: number): Promise<unknown> =>
  db.send(
    new PutItemCommand({
      TableName: 'gate',
      Item: { pk: { S: name }, ttl: { N: String(Math.floor(ttlSeconds)) } },
    }),
  );
const gate = async (name: string): Promise<unknown> =>
  (await db.send(new GetItemCommand({ TableName: 'gate', Key: { pk: { S: name } } }))).Item;

test('answers are dated by the local clock, so that functions, which share it, see no skew', async () => {
  const before = open.clock.now();
  open.clock.advance(86_400);
  const { headers } = await fetch(open.world.endpoint, { method: 'POST', body: '{}' });
  expect(Date.parse(headers.get('date') ?? '') - before).toBeGreaterThan(86_000_000);
});

describe('time to live', () => {
  test('takes items away only when swept, and only those past their second', async () => {
    const nowSeconds = open.clock.now() / 1000;
    await putGate('short', nowSeconds + 60);
    await putGate('long', nowSeconds + 600);
    open.clock.advance(120);
    expect(await gate('short')).toBeDefined();
    expect(await open.world.sweepTtl()).toBe(1);
    expect(await gate('short')).toBeUndefined();
    expect(await gate('long')).toBeDefined();
    expect(await open.world.sweepTtl()).toBe(0);
  });

  test('is described and can be turned off', async () => {
    const described = await db.send(new DescribeTimeToLiveCommand({ TableName: 'gate' }));
    expect(described.TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'ttl' });
    const TimeToLiveSpecification = { Enabled: false, AttributeName: 'ttl' };
    await db.send(new UpdateTimeToLiveCommand({ TableName: 'gate', TimeToLiveSpecification }));
    await putGate('kept', 1);
    expect(await open.world.sweepTtl()).toBe(0);
    const on = { Enabled: true, AttributeName: 'ttl' };
    await db.send(new UpdateTimeToLiveCommand({ TableName: 'gate', TimeToLiveSpecification: on }));
  });
});

describe('the dump', () => {
  test('shows items, messages and the names of secrets, and neither their values nor the inbox', async () => {
    await db.send(
      new PutItemCommand({ TableName: 'book', Item: { pk: { S: 'dumped-item' }, sk: { S: 'x' } } }),
    );
    const sqs = new SQSClient(open.as('operator'));
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: `${open.world.endpoint}/000000000000/lanes`,
        MessageBody: 'dumped-message',
      }),
    );
    await new SNSClient(open.as('operator')).send(
      new PublishCommand({ PhoneNumber: '+819012345678', Message: 'inbox-only' }),
    );
    const text = await open.world.dump();
    expect(text).toMatch(/table book .*dumped-item/);
    expect(text).toMatch(/queue lanes dumped-message/);
    expect(text).toMatch(/secret login/);
    expect(text).not.toMatch(/inbox-only|9012345678/);
    expect(text).not.toContain(
      (JSON.parse(open.world.secrets.value('login')) as { externalId: string }).externalId,
    );
  });
});

describe('a snapshot', () => {
  test('taken back by another local AWS gives the same items, keys, logins, messages and phones', async () => {
    await db.send(
      new PutItemCommand({
        TableName: 'book',
        Item: {
          pk: { S: 'kept' },
          sk: { S: 'x' },
          gsi1pk: { S: 'found' },
          gsi1sk: { S: '1' },
          bytes: { B: Buffer.from([0, 255]) },
        },
      }),
    );
    const EncryptionContext = { use: 'phone-number', shopper: 'shp_1' };
    const seal = { KeyId: 'alias/number', Plaintext: Buffer.from('kept'), EncryptionContext };
    const { CiphertextBlob } = await new KMSClient(open.as('verify')).send(new EncryptCommand(seal));
    const saved = await open.world.snapshot();
    const other = await openWorld(smallDeployment, open.clock);
    await other.world.restore(saved);

    const query = {
      TableName: 'book',
      IndexName: 'gsi1',
      KeyConditionExpression: 'gsi1pk = :p',
      ExpressionAttributeValues: { ':p': { S: 'found' } },
    };
    const found = await new DynamoDBClient(other.as('operator')).send(new QueryCommand(query));
    expect(found.Items?.[0]?.['bytes']?.B).toEqual(Uint8Array.from([0, 255]));
    expect(other.world.secrets.value('login')).toBe(open.world.secrets.value('login'));
    expect(other.world.carrier.messages()).toEqual(open.world.carrier.messages());
    expect(other.world.queues.counts('lanes')).toEqual(open.world.queues.counts('lanes'));

    const desk = other.as('desk', arn.desk);
    const { externalId } = JSON.parse(open.world.secrets.value('login')) as { externalId: string };
    const { Credentials } = await new STSClient(desk).send(
      new AssumeRoleCommand({
        RoleArn: arn.role('custodian'),
        RoleSessionName: 'desk-row1',
        ExternalId: externalId,
        SourceIdentity: 'stf_1',
        Tags: [{ Key: 'purpose', Value: 'desk' }],
      }),
    );
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
    const credentials = {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    };
    const opened = await new KMSClient({ ...desk, credentials }).send(
      new DecryptCommand({ CiphertextBlob, EncryptionContext }),
    );
    expect(Buffer.from(opened.Plaintext ?? []).toString()).toBe('kept');
    await other.world.close();
  });
});
