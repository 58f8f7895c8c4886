import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openWorld, type ClientConfig, type OpenWorld } from './open-world.ts';
import { arn } from './small-deployment.ts';

let open: OpenWorld;
let operator: ClientConfig;
beforeAll(async () => {
  open = await openWorld();
  operator = open.as('operator');
});
beforeEach(() => {
  open.world.trail.clear();
  open.world.faults.clear();
  open.world.carrier.reset();
});
afterAll(() => open.world.close());

const item = { pk: { S: 'a' }, sk: { S: 'x' } };
const put = (config: ClientConfig, maxAttempts = 3): Promise<{ $metadata: { attempts?: number } }> =>
  new DynamoDBClient({ ...config, maxAttempts }).send(new PutItemCommand({ TableName: 'book', Item: item }));
const publish = (maxAttempts: number, more: object = {}): Promise<unknown> =>
  new SNSClient({ ...operator, maxAttempts, ...more }).send(
    new PublishCommand({ PhoneNumber: '+819012345678', Message: 'hello' }),
  );

describe('a planted fault', () => {
  test('throttles the next attempts only, and the SDK gets over it', async () => {
    open.world.faults.plan({ service: 'dynamodb', operation: 'PutItem', kind: 'throttle', next: 2 });
    expect((await put(operator)).$metadata.attempts).toBe(3);
    expect((await put(operator)).$metadata.attempts).toBe(1);
    const errors = open.world.trail.list().items.map(entry => entry.error);
    expect(errors).toEqual(['ThrottlingException', 'ThrottlingException', undefined, undefined]);
  });

  test('waits until as many attempts went through as it is told to let pass', async () => {
    open.world.faults.plan({
      service: 'dynamodb',
      operation: 'PutItem',
      kind: 'throttle',
      next: 1,
      after: 2,
    });
    const attempts = [await put(operator), await put(operator), await put(operator), await put(operator)];
    expect(attempts.map(({ $metadata }) => $metadata.attempts)).toEqual([1, 1, 2, 1]);
  });

  test('of one service and operation leaves the others alone', async () => {
    open.world.faults.plan({ service: 'dynamodb', operation: 'GetItem', kind: 'error', next: 1 });
    expect((await put(operator)).$metadata.attempts).toBe(1);
    const read = new DynamoDBClient({ ...operator, maxAttempts: 1 }).send(
      new GetItemCommand({ TableName: 'book', Key: item }),
    );
    await expect(read).rejects.toMatchObject({
      name: 'InternalServerError',
      $metadata: { httpStatusCode: 500 },
    });
  });

  test('that loses the reply takes effect: with its default retries the SDK sends an SMS again', async () => {
    open.world.faults.plan({ service: 'sns', operation: 'Publish', kind: 'lost-reply', next: 1 });
    await expect(publish(1)).rejects.toMatchObject({ message: expect.stringMatching(/socket|ECONNRESET/) });
    expect(open.world.carrier.messages()).toHaveLength(1);
    open.world.faults.plan({ service: 'sns', operation: 'Publish', kind: 'lost-reply', next: 1 });
    await publish(3);
    expect(open.world.carrier.messages()).toHaveLength(3);
  });

  test('that hangs does nothing and never answers', async () => {
    open.world.faults.plan({ service: 'sns', operation: 'Publish', kind: 'hang', next: 1 });
    const signal = AbortSignal.timeout(150);
    const client = new SNSClient({ ...operator, maxAttempts: 1 });
    const sent = client.send(new PublishCommand({ PhoneNumber: '+819012345678', Message: 'x' }), {
      abortSignal: signal,
    });
    await expect(sent).rejects.toMatchObject({ name: 'AbortError' });
    expect(open.world.carrier.messages()).toEqual([]);
  });

  test('of kind conflict meets a single write as TransactionConflictException', async () => {
    open.world.faults.plan({ service: 'dynamodb', operation: 'PutItem', kind: 'conflict', next: 1 });
    await expect(put(operator)).rejects.toMatchObject({ name: 'TransactionConflictException' });
  });

  test('can be taken back', async () => {
    open.world.faults.plan({ service: 'dynamodb', operation: '*', kind: 'error', next: 100 });
    open.world.faults.clear();
    expect((await put(operator)).$metadata.attempts).toBe(1);
  });
});

describe('the trail', () => {
  test('holds who did what to what, when, allowed or not, and no number or item', async () => {
    const kms = new KMSClient(open.as('verify'));
    const EncryptionContext = { use: 'phone-number', shopper: 'shp_1' };
    await kms.send(
      new EncryptCommand({
        KeyId: 'alias/number',
        Plaintext: Buffer.from('+819012345678'),
        EncryptionContext,
      }),
    );
    await publish(1);
    const secretItem = { ...item, secret: { S: 'never shown' } };
    await new DynamoDBClient(operator).send(new PutItemCommand({ TableName: 'book', Item: secretItem }));
    const { items } = open.world.trail.list();
    expect(items.map(entry => [entry.action, entry.resource, entry.decision])).toEqual([
      ['kms:Encrypt', arn.key('number'), 'Allow'],
      ['sns:Publish', '*', 'Allow'],
      ['dynamodb:PutItem', arn.table('book'), 'Allow'],
    ]);
    expect(items[0]).toMatchObject({
      principal: 'arn:aws:sts::000000000000:assumed-role/verify/verify',
      context: { 'kms:EncryptionContext:shopper': 'shp_1', 'kms:RequestAlias': 'alias/number' },
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(Math.abs(Date.parse(items[0]?.at ?? '') - open.clock.now())).toBeLessThan(5000);
    const text = JSON.stringify(items);
    expect(text).not.toMatch(/9012345678|never shown/);
  });

  test('filters and pages', async () => {
    for (let at = 0; at < 5; at++) await put(operator);
    await publish(1);
    const { trail } = open.world;
    expect(trail.list({ service: 'sns' }).items).toHaveLength(1);
    const first = trail.list({ operation: 'PutItem', limit: 3 });
    expect(first.items).toHaveLength(3);
    const second = trail.list({
      operation: 'PutItem',
      limit: 3,
      ...(first.cursor === undefined ? {} : { cursor: first.cursor }),
    });
    expect(second.items).toHaveLength(2);
    expect(second.cursor).toBeUndefined();
    const from = trail.mark();
    await put(operator);
    expect(trail.list({ cursor: from }).items).toHaveLength(1);
  });

  test('marks what an environment does between invocations, also with a session it assumed', async () => {
    const desk = open.as('desk', arn.desk);
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
    const read = (): Promise<unknown> =>
      new DynamoDBClient({ ...desk, credentials }).send(
        new GetItemCommand({ TableName: 'vault', Key: { pk: { S: 'a' } } }),
      );
    desk.setBusy(false);
    await read();
    desk.setBusy(true);
    await read();
    const marks = open.world.trail.list({ operation: 'GetItem' }).items.map(entry => entry.outsideInvocation);
    expect(marks).toEqual([true, undefined]);
  });
});
