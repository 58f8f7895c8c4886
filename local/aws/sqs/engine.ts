import { AwsError } from '../aws-error.ts';
import type { Body, Call, Engine } from '../engine.ts';
import { listAt, numberAt, objectAt, objectsAt, requiredText, textAt } from '../fields.ts';
import { attributesMd5 } from './attributes-md5.ts';
import { enqueue, type Message, type Queue } from './queue.ts';
import { queueAttributes } from './queue-attributes.ts';
import type { Queues, Received } from './queues.ts';

const largestMessageBytes = 1024 * 1024;
type Operation = (queues: Queues, body: Body, call: Call) => Body | Promise<Body>;

/** SQS standard queues over the wire. */
export function makeSqs(queues: Queues): Engine {
  return {
    handle: async (operation, body, call) => {
      const run = operations[operation];
      if (run === undefined)
        throw new AwsError('UnknownOperationException', 'Not an operation of the local SQS');
      return { body: await run(queues, body, call) };
    },
    snapshot: async () =>
      Object.fromEntries(queues.all().map(queue => [queue.resource.name, queue.messages])),
    restore: async state => {
      const saved = state as Readonly<Record<string, Message[]>>;
      for (const queue of queues.all()) queue.messages = saved[queue.resource.name] ?? [];
    },
  };
}

const operations: Readonly<Record<string, Operation>> = {
  GetQueueUrl: (queues, body) => ({ QueueUrl: queues.find(requiredText(body, 'QueueName')).url }),
  ListQueues: queues => ({ QueueUrls: queues.all().map(queue => queue.url) }),
  SendMessage: (queues, body, call) => send(queues, queueOf(queues, body), body, call),
  SendMessageBatch: (queues, body, call) => {
    const queue = queueOf(queues, body);
    return batch(body, entry => send(queues, queue, entry, call));
  },
  ReceiveMessage: receiveOverWire,
  DeleteMessage: (queues, body) => {
    queues.delete(requiredText(body, 'QueueUrl'), requiredText(body, 'ReceiptHandle'));
    return {};
  },
  DeleteMessageBatch: (queues, body) => {
    const url = requiredText(body, 'QueueUrl');
    return batch(body, entry => {
      queues.delete(url, requiredText(entry, 'ReceiptHandle'));
      return {};
    });
  },
  ChangeMessageVisibility: (queues, body) => changeVisibility(queues, requiredText(body, 'QueueUrl'), body),
  ChangeMessageVisibilityBatch: (queues, body) => {
    const url = requiredText(body, 'QueueUrl');
    return batch(body, entry => changeVisibility(queues, url, entry));
  },
  GetQueueAttributes: (queues, body, call) => {
    const names = new Set(listAt(body, 'AttributeNames').map(String));
    const all = Object.entries(queueAttributes(queueOf(queues, body), call.nowMs));
    const asked = all.filter(([name]) => names.has('All') || names.has(name));
    return asked.length === 0 ? {} : { Attributes: Object.fromEntries(asked) };
  },
  PurgeQueue: (queues, body) => {
    queueOf(queues, body).messages = [];
    return {};
  },
};

function queueOf(queues: Queues, body: Body): Queue {
  return queues.find(requiredText(body, 'QueueUrl'));
}

function send(queues: Queues, queue: Queue, body: Body, call: Call): Body {
  const text = requiredText(body, 'MessageBody');
  if (Buffer.byteLength(text) > largestMessageBytes) {
    throw new AwsError(
      'InvalidParameterValue',
      'One or more parameters are invalid. Reason: Message must be shorter.',
    );
  }
  const attributes = objectAt(body, 'MessageAttributes');
  const delaySeconds = numberAt(body, 'DelaySeconds') ?? 0;
  const message = enqueue(queue, {
    body: text,
    senderId: call.session.userId,
    attributes,
    attributesMd5: attributesMd5(attributes),
    sentAtMs: call.nowMs,
    visibleAtMs: call.nowMs + delaySeconds * 1000,
  });
  queues.arrivals.announce();
  return {
    MessageId: message.messageId,
    MD5OfMessageBody: message.bodyMd5,
    ...(message.attributesMd5 === undefined ? {} : { MD5OfMessageAttributes: message.attributesMd5 }),
  };
}

async function receiveOverWire(queues: Queues, body: Body): Promise<Body> {
  const max = numberAt(body, 'MaxNumberOfMessages') ?? 1;
  const waitSeconds = numberAt(body, 'WaitTimeSeconds') ?? 0;
  if (max < 1 || max > 10 || waitSeconds < 0 || waitSeconds > 20) {
    throw new AwsError(
      'InvalidParameterValue',
      'MaxNumberOfMessages must be 1 to 10, WaitTimeSeconds 0 to 20.',
    );
  }
  const visibilitySeconds = numberAt(body, 'VisibilityTimeout');
  const request = { max, waitSeconds, ...(visibilitySeconds === undefined ? {} : { visibilitySeconds }) };
  const received = await queues.receive(requiredText(body, 'QueueUrl'), request);
  return received.length === 0 ? {} : { Messages: received.map(message => onWire(message, body)) };
}

function onWire(message: Received, body: Body): Body {
  const system = {
    SenderId: message.senderId,
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(message.sentAtMs),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAtMs),
  };
  const names = new Set([...listAt(body, 'AttributeNames'), ...listAt(body, 'MessageSystemAttributeNames')]);
  const shown = Object.entries(system).filter(([name]) => names.has('All') || names.has(name));
  const wantsAttributes =
    listAt(body, 'MessageAttributeNames').length > 0 && message.attributesMd5 !== undefined;
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receiptHandle,
    Body: message.body,
    MD5OfBody: message.bodyMd5,
    ...(shown.length === 0 ? {} : { Attributes: Object.fromEntries(shown) }),
    ...(wantsAttributes
      ? { MessageAttributes: message.attributes, MD5OfMessageAttributes: message.attributesMd5 }
      : {}),
  };
}

function changeVisibility(queues: Queues, url: string, body: Body): Body {
  const seconds = numberAt(body, 'VisibilityTimeout') ?? 0;
  if (seconds < 0 || seconds > 43_200) {
    throw new AwsError('InvalidParameterValue', 'VisibilityTimeout must be 0 to 43200.');
  }
  queues.changeVisibility(url, requiredText(body, 'ReceiptHandle'), seconds);
  return {};
}

function batch(body: Body, one: (entry: Body) => Body): Body {
  const entries = objectsAt(body, 'Entries');
  if (entries.length === 0) throw new AwsError('EmptyBatchRequest', 'There should be at least one entry.');
  if (entries.length > 10)
    throw new AwsError('TooManyEntriesInBatchRequest', 'At most 10 entries are allowed.');
  const ids = entries.map(entry => textAt(entry, 'Id') ?? '');
  if (new Set(ids).size < ids.length)
    throw new AwsError('BatchEntryIdsNotDistinct', 'Entry ids must be distinct.');
  const successful: Body[] = [];
  const failed: Body[] = [];
  for (const [place, entry] of entries.entries()) {
    try {
      successful.push({ Id: ids[place], ...one(entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failed.push({ Id: ids[place], Code: error.code, Message: error.message, SenderFault: true });
    }
  }
  return { Successful: successful, Failed: failed };
}
