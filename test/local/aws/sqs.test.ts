import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  type Message,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openWorld, type OpenWorld } from './open-world.ts';
import { arn } from './small-deployment.ts';

let open: OpenWorld;
let sqs: SQSClient;
let lanes: string;
let dead: string;
beforeAll(async () => {
  open = await openWorld();
  sqs = new SQSClient({ ...open.as('operator'), useQueueUrlAsEndpoint: false });
  lanes = `${open.world.endpoint}/000000000000/lanes`;
  dead = `${lanes}-dead`;
});
beforeEach(async () => {
  await sqs.send(new PurgeQueueCommand({ QueueUrl: lanes }));
  await sqs.send(new PurgeQueueCommand({ QueueUrl: dead }));
});
afterAll(() => open.world.close());

const send = (MessageBody: string, more: object = {}): Promise<unknown> =>
  sqs.send(new SendMessageCommand({ QueueUrl: lanes, MessageBody, ...more }));
const receive = async (QueueUrl = lanes, more: object = {}): Promise<readonly Message[]> => {
  const command = new ReceiveMessageCommand({
    QueueUrl,
    MaxNumberOfMessages: 10,
    MessageSystemAttributeNames: ['All'],
    ...more,
  });
  return (await sqs.send(command)).Messages ?? [];
};
const bodies = async (QueueUrl = lanes): Promise<readonly unknown[]> =>
  (await receive(QueueUrl)).map(message => message.Body);
const remove = (ReceiptHandle: string | undefined): Promise<unknown> =>
  sqs.send(new DeleteMessageCommand({ QueueUrl: lanes, ReceiptHandle }));

describe('a queue', () => {
  test('has a URL on the endpoint itself', async () => {
    expect((await sqs.send(new GetQueueUrlCommand({ QueueName: 'lanes' }))).QueueUrl).toBe(lanes);
  });

  test('hides a received message for its visibility timeout and gives it again, counting', async () => {
    await send('lane 1');
    const [first] = await receive();
    expect(first).toMatchObject({ Body: 'lane 1', Attributes: { ApproximateReceiveCount: '1' } });
    expect(await bodies()).toEqual([]);
    open.clock.advance(59);
    expect(await bodies()).toEqual([]);
    open.clock.advance(2);
    const [second] = await receive();
    expect(second?.Attributes?.['ApproximateReceiveCount']).toBe('2');
    expect(second?.ReceiptHandle).not.toBe(first?.ReceiptHandle);
  });

  test('forgets a deleted message, also by an older receipt', async () => {
    await send('gone');
    const [first] = await receive();
    open.clock.advance(61);
    await receive();
    await remove(first?.ReceiptHandle);
    open.clock.advance(61);
    expect(await bodies()).toEqual([]);
  });

  test('moves a message to the dead-letter queue when it was received too often', async () => {
    await send('poison');
    await receive();
    open.clock.advance(61);
    await receive();
    open.clock.advance(61);
    expect(await bodies()).toEqual([]);
    expect(await bodies(dead)).toEqual(['poison']);
  });

  test('delays a message', async () => {
    await send('later', { DelaySeconds: 30 });
    expect(await bodies()).toEqual([]);
    open.clock.advance(31);
    expect(await bodies()).toEqual(['later']);
  });

  test('shows a message at once when its visibility is set to zero', async () => {
    await send('again');
    const [message] = await receive();
    const change = { QueueUrl: lanes, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 0 };
    await sqs.send(new ChangeMessageVisibilityCommand(change));
    expect(await bodies()).toEqual(['again']);
    const wrong = sqs.send(new ChangeMessageVisibilityCommand({ ...change, ReceiptHandle: 'nonsense' }));
    await expect(wrong).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
  });

  test('a long poll ends when a message comes, and when the clock frees one', async () => {
    const started = Date.now();
    const waiting = receive(lanes, { WaitTimeSeconds: 10 });
    await new Promise(resolve => setTimeout(resolve, 60));
    await send('arrives');
    expect((await waiting).map(message => message.Body)).toEqual(['arrives']);
    const again = receive(lanes, { WaitTimeSeconds: 10 });
    open.clock.advance(61);
    expect((await again).map(message => message.Body)).toEqual(['arrives']);
    expect(Date.now() - started).toBeLessThan(5000);
  });

  test('drops what is older than its retention', async () => {
    await send('old');
    open.clock.advance(4 * 86_400 + 1);
    expect(await bodies()).toEqual([]);
  });

  test('takes batches of ten with their checksums and deletes in batches', async () => {
    const Entries = Array.from({ length: 10 }, (_, at) => ({ Id: `id-${at}`, MessageBody: `body ${at}` }));
    const sent = await sqs.send(new SendMessageBatchCommand({ QueueUrl: lanes, Entries }));
    expect(sent.Successful).toHaveLength(10);
    const eleven = [...Entries, { Id: 'id-10', MessageBody: 'x' }];
    const refused = sqs.send(new SendMessageBatchCommand({ QueueUrl: lanes, Entries: eleven }));
    await expect(refused).rejects.toMatchObject({ name: 'TooManyEntriesInBatchRequest' });
    const received = await receive();
    expect(received).toHaveLength(10);
    const gone = received.map((message, at) => ({ Id: String(at), ReceiptHandle: message.ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: lanes, Entries: gone }));
    expect(open.world.queues.counts('lanes')).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  test('keeps message attributes, whose checksum the SDK agrees with', async () => {
    const MessageAttributes = {
      kind: { DataType: 'String', StringValue: 'lane' },
      bytes: { DataType: 'Binary', BinaryValue: Buffer.from([1, 2, 3]) },
      count: { DataType: 'Number', StringValue: '7' },
    };
    const sent = await send('with attributes', { MessageAttributes });
    const [message] = await receive(lanes, { MessageAttributeNames: ['All'] });
    expect(message?.MessageAttributes?.['kind']?.StringValue).toBe('lane');
    expect(message?.MD5OfMessageAttributes).toBe(
      (sent as { MD5OfMessageAttributes?: string }).MD5OfMessageAttributes,
    );
  });

  test('tells its attributes', async () => {
    await send('one');
    await send('two');
    await receive(lanes, { MaxNumberOfMessages: 1 });
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: lanes, AttributeNames: ['All'] }),
    );
    expect(Attributes).toMatchObject({
      QueueArn: arn.queue('lanes'),
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesNotVisible: '1',
      VisibilityTimeout: '60',
    });
    expect(JSON.parse(Attributes?.['RedrivePolicy'] ?? '')).toEqual({
      deadLetterTargetArn: arn.queue('lanes-dead'),
      maxReceiveCount: 2,
    });
  });

  test('that does not exist is refused', async () => {
    const missing = sqs.send(new SendMessageCommand({ QueueUrl: `${lanes}-none`, MessageBody: 'x' }));
    await expect(missing).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  });
});

describe('work, for the pulse that waits until all is done', () => {
  test('is a visible message or one in hand, not one that a timeout hides, and not a dead letter', async () => {
    const { queues } = open.world;
    expect(queues.hasWork()).toBe(false);
    await send('work');
    expect(queues.hasWork()).toBe(true);
    const [message] = await queues.receive('lanes', { max: 1, waitSeconds: 0 }, true);
    expect(queues.hasWork()).toBe(true);
    queues.settle('lanes', message?.receiptHandle ?? '');
    expect(queues.hasWork()).toBe(false);
    open.clock.advance(61);
    expect(queues.hasWork()).toBe(true);
    await receive();
    open.clock.advance(61);
    await receive();
    expect(queues.counts('lanes-dead').visible).toBe(1);
    expect(queues.hasWork()).toBe(false);
  });
});
