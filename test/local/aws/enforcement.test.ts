import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { DecryptCommand, EncryptCommand, GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  STSClient,
  type AssumeRoleCommandInput,
} from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openWorld, type ClientConfig, type OpenWorld } from './open-world.ts';
import { arn } from './small-deployment.ts';

let open: OpenWorld;
let desk: ClientConfig;
let externalId: string;
beforeAll(async () => {
  open = await openWorld();
  desk = open.as('desk', arn.desk);
  externalId = (JSON.parse(open.world.secrets.value('login')) as { externalId: string }).externalId;
});
beforeEach(() => open.world.trail.clear());
afterAll(() => open.world.close());

const denied = { name: 'AccessDeniedException' };
const item = { pk: { S: 'a' }, sk: { S: 'x' } };
const assume = async (
  more: Partial<AssumeRoleCommandInput> = {},
  config: ClientConfig = desk,
): Promise<ClientConfig> => {
  const answer = await new STSClient(config).send(
    new AssumeRoleCommand({
      RoleArn: arn.role('custodian'),
      RoleSessionName: 'desk-row1',
      ExternalId: externalId,
      SourceIdentity: 'stf_1',
      Tags: [{ Key: 'purpose', Value: 'desk' }],
      DurationSeconds: 900,
      ...more,
    }),
  );
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = answer.Credentials ?? {};
  const credentials = {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  };
  return { ...config, credentials };
};
const sealed = async (): Promise<Uint8Array> => {
  const command = new EncryptCommand({
    KeyId: 'alias/number',
    Plaintext: Buffer.from('secret'),
    EncryptionContext: { use: 'phone-number', shopper: 'shp_1' },
  });
  return (await new KMSClient(open.as('verify')).send(command)).CiphertextBlob ?? new Uint8Array();
};
const unseal = (config: ClientConfig, CiphertextBlob: Uint8Array): Promise<unknown> =>
  new KMSClient(config).send(
    new DecryptCommand({ CiphertextBlob, EncryptionContext: { use: 'phone-number', shopper: 'shp_1' } }),
  );

describe('who is not known', () => {
  test('is refused in the words of each protocol', async () => {
    const stranger: ClientConfig = {
      ...desk,
      credentials: { accessKeyId: 'AKIANOBODY', secretAccessKey: 'x', sessionToken: 'y' },
    };
    const read = new DynamoDBClient(stranger).send(new GetItemCommand({ TableName: 'book', Key: item }));
    await expect(read).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
    const who = new STSClient(stranger).send(new GetCallerIdentityCommand({}));
    await expect(who).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
    expect(open.world.trail.list().items).toEqual([]);
  });

  test('includes a key with the wrong token, and a revoked one', async () => {
    const { accessKeyId, secretAccessKey } = desk.credentials;
    const forged = { ...desk, credentials: { accessKeyId, secretAccessKey, sessionToken: 'forged' } };
    const who = (config: ClientConfig): Promise<unknown> =>
      new STSClient(config).send(new GetCallerIdentityCommand({}));
    await expect(who(forged)).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
    const gone = open.as('nobody');
    expect(await who(gone)).toMatchObject({ Arn: 'arn:aws:sts::000000000000:assumed-role/nobody/nobody' });
    open.world.revoke(gone.credentials.accessKeyId);
    await expect(who(gone)).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
  });

  test('a call without any signature is refused', async () => {
    const response = await fetch(open.world.endpoint, { method: 'POST', body: '{}' });
    expect(response.status).toBe(403);
  });
});

describe('identity policies', () => {
  test('a role may do what its policy says and nothing else', async () => {
    const db = new DynamoDBClient(open.as('verify'));
    await db.send(new PutItemCommand({ TableName: 'book', Item: item }));
    await expect(db.send(new GetItemCommand({ TableName: 'book', Key: item }))).rejects.toMatchObject(denied);
    await expect(db.send(new PutItemCommand({ TableName: 'gate', Item: item }))).rejects.toMatchObject(
      denied,
    );
  });

  test('a query of an index needs the right to the index, not to the table', async () => {
    const db = new DynamoDBClient(open.as('verify'));
    const query = {
      TableName: 'book',
      KeyConditionExpression: 'gsi1pk = :p',
      ExpressionAttributeValues: { ':p': { S: 'p' } },
    };
    expect(await db.send(new QueryCommand({ ...query, IndexName: 'gsi1' }))).toMatchObject({ Count: 0 });
    await expect(db.send(new QueryCommand(query))).rejects.toMatchObject(denied);
  });

  test('a transaction needs the right to each of its items', async () => {
    const db = new DynamoDBClient(open.as('verify'));
    const put = { Put: { TableName: 'book', Item: { pk: { S: 'tx' }, sk: { S: 'x' } } } };
    const remove = { Delete: { TableName: 'book', Key: item } };
    await db.send(new TransactWriteItemsCommand({ TransactItems: [put] }));
    const mixed = db.send(new TransactWriteItemsCommand({ TransactItems: [put, remove] }));
    await expect(mixed).rejects.toMatchObject(denied);
    const actions = open.world.trail
      .list({ operation: 'TransactWriteItems' })
      .items.map(({ action, decision }) => [action, decision]);
    expect(actions).toEqual([
      ['dynamodb:PutItem', 'Allow'],
      ['dynamodb:PutItem', 'Allow'],
      ['dynamodb:DeleteItem', 'Deny'],
    ]);
  });

  test('a deny on ReturnValues keeps a writer from reading the old item', async () => {
    const db = new DynamoDBClient(open.as('verify'));
    const put = { TableName: 'vault', Item: { pk: { S: 'shp_1' } } };
    await db.send(new PutItemCommand({ ...put, ReturnValues: 'NONE' }));
    await db.send(new PutItemCommand(put));
    await expect(db.send(new PutItemCommand({ ...put, ReturnValues: 'ALL_OLD' }))).rejects.toMatchObject(
      denied,
    );
  });

  test('publishing to a phone is allowed where topics are not', async () => {
    const sns = new SNSClient(open.as('verify'));
    await sns.send(new PublishCommand({ PhoneNumber: '+819012345678', Message: 'code' }));
    const topic = new PublishCommand({
      TopicArn: 'arn:aws:sns:ap-northeast-1:000000000000:t',
      Message: 'code',
    });
    await expect(sns.send(topic)).rejects.toMatchObject({ name: 'AuthorizationErrorException' });
  });

  test('a role without policies may only ask who it is', async () => {
    const nobody = open.as('nobody');
    const read = new SecretsManagerClient(nobody).send(new GetSecretValueCommand({ SecretId: arn.secret }));
    await expect(read).rejects.toMatchObject(denied);
    expect(await new STSClient(nobody).send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: '000000000000',
    });
  });
});

describe('resource policies', () => {
  test('the vault is closed to every reader but the custodian, whatever their own policy says', async () => {
    const read = new GetItemCommand({ TableName: 'vault', Key: { pk: { S: 'shp_1' } } });
    await expect(new DynamoDBClient(open.as('operator')).send(read)).rejects.toMatchObject(denied);
    const custodian = await assume();
    expect(await new DynamoDBClient(custodian).send(read)).toMatchObject({
      $metadata: { httpStatusCode: 200 },
    });
  });

  test('a key opens only for the custodian with the purpose and the person its policy names', async () => {
    const blob = await sealed();
    expect(await unseal(await assume(), blob)).toMatchObject({ KeyId: arn.key('number') });
    await expect(unseal(open.as('verify'), blob)).rejects.toMatchObject(denied);
    await expect(unseal(open.as('custodian'), blob)).rejects.toMatchObject(denied);
    const otherName = await assume({
      RoleSessionName: 'disclosure-row1',
      Tags: [{ Key: 'purpose', Value: 'disclosure' }],
    });
    await expect(unseal(otherName, blob)).rejects.toMatchObject(denied);
  });

  test('a sealing that does not name its use is refused, and so is another MAC algorithm', async () => {
    const kms = new KMSClient(open.as('verify'));
    const seal = new EncryptCommand({
      KeyId: 'alias/number',
      Plaintext: Buffer.from('x'),
      EncryptionContext: { use: 'other' },
    });
    await expect(kms.send(seal)).rejects.toMatchObject(denied);
    const mac = new GenerateMacCommand({
      KeyId: 'index',
      Message: Buffer.from('x'),
      MacAlgorithm: 'HMAC_SHA_384',
    });
    await expect(kms.send(mac)).rejects.toMatchObject(denied);
  });
});

describe('assuming the custodian', () => {
  const refused = { name: 'AccessDenied' };

  test.each([
    ['another login', { ExternalId: 'of-another-epoch' }],
    ['a purpose outside the list', { Tags: [{ Key: 'purpose', Value: 'delivery' }] }],
    ['no purpose', { Tags: [] }],
    [
      'a second tag',
      {
        Tags: [
          { Key: 'purpose', Value: 'desk' },
          { Key: 'more', Value: 'x' },
        ],
      },
    ],
    ['a campaign as the person', { SourceIdentity: 'cmp_1' }],
    ['a session name of another purpose', { RoleSessionName: 'delivery-row1' }],
  ])('with %s is refused', async (_, more) => {
    await expect(assume(more)).rejects.toMatchObject(refused);
  });

  test('without an external id or a person is refused', async () => {
    const {
      ExternalId: _e,
      SourceIdentity: _s,
      ...rest
    } = {
      RoleArn: arn.role('custodian'),
      RoleSessionName: 'desk-row1',
      ExternalId: externalId,
      SourceIdentity: 'stf_1',
      Tags: [{ Key: 'purpose', Value: 'desk' }],
    };
    const send = (input: AssumeRoleCommandInput): Promise<unknown> =>
      new STSClient(desk).send(new AssumeRoleCommand(input));
    await expect(send({ ...rest, SourceIdentity: 'stf_1' })).rejects.toMatchObject(refused);
    await expect(send({ ...rest, ExternalId: externalId })).rejects.toMatchObject(refused);
  });

  test('by the same role outside its own function is refused', async () => {
    await expect(assume({}, open.as('desk'))).rejects.toMatchObject(refused);
    await expect(
      assume({}, open.as('desk', 'arn:aws:lambda:ap-northeast-1:000000000000:function:other')),
    ).rejects.toMatchObject(refused);
    const secret = new SecretsManagerClient(open.as('desk')).send(
      new GetSecretValueCommand({ SecretId: arn.secret }),
    );
    await expect(secret).rejects.toMatchObject(denied);
  });

  test('by another role is refused', async () => {
    await expect(assume({}, open.as('verify', arn.desk))).rejects.toMatchObject(refused);
  });

  test('checks three permissions and leaves them in the trail without the external id', async () => {
    await assume();
    const entries = open.world.trail.list({ service: 'sts' }).items;
    expect(entries.map(entry => entry.action)).toEqual([
      'sts:AssumeRole',
      'sts:TagSession',
      'sts:SetSourceIdentity',
    ]);
    expect(entries[0]?.context).toMatchObject({
      'aws:RequestTag/purpose': 'desk',
      'sts:SourceIdentity': 'stf_1',
    });
    expect(JSON.stringify(entries)).not.toContain(externalId);
  });

  test('is malformed with a bad session name, or for less than 900 s or more than an hour', async () => {
    const malformed = { name: 'ValidationError' };
    await expect(assume({ RoleSessionName: 'desk:row' })).rejects.toMatchObject(malformed);
    await expect(assume({ DurationSeconds: 899 })).rejects.toMatchObject(malformed);
    await expect(assume({ DurationSeconds: 3601 })).rejects.toMatchObject(malformed);
  });
});

describe('a session', () => {
  test('shows its tags, its person and its whole name in the trail of what it does', async () => {
    const blob = await sealed();
    await unseal(await assume(), blob);
    expect(open.world.trail.list({ service: 'kms', operation: 'Decrypt' }).items).toMatchObject([
      {
        principal: 'arn:aws:sts::000000000000:assumed-role/custodian/desk-row1',
        resource: arn.key('number'),
        context: { 'kms:EncryptionContext:shopper': 'shp_1', 'kms:EncryptionContext:use': 'phone-number' },
        sessionTags: { purpose: 'desk' },
        sourceIdentity: 'stf_1',
        decision: 'Allow',
      },
    ]);
  });

  test('ends on the local clock', async () => {
    const custodian = await assume();
    const blob = await sealed();
    open.clock.advance(890);
    expect(await unseal(custodian, blob)).toMatchObject({ KeyId: arn.key('number') });
    open.clock.advance(20);
    await expect(unseal(custodian, blob)).rejects.toMatchObject({ name: 'ExpiredTokenException' });
    const who = new STSClient(custodian).send(new GetCallerIdentityCommand({}));
    await expect(who).rejects.toMatchObject({ name: 'ExpiredToken' });
  });

  test('carries no lambda:SourceFunctionArn, so it cannot go on to assume as the function could', async () => {
    const custodian = await assume();
    await expect(assume({}, custodian)).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});
