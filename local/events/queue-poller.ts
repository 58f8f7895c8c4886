import type { SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import type { EventSourceResource } from '../deployment.ts';
import type { Functions } from '../environments/functions.ts';
import type { Outcome } from '../environments/protocol.ts';

/** A received message, in the words of the SQS API. */
export type ReceivedMessage = {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly md5OfBody: string;
  readonly attributes: SQSRecord['attributes'];
};

/** The queue as the poller reads it. `visible` is asked often and must be cheap; the calls go over the AWS endpoint. */
export type PolledQueue = {
  visible(): number;
  receive(atMost: number): Promise<readonly ReceivedMessage[]>;
  remove(messages: readonly ReceivedMessage[]): Promise<void>;
};

/** A running event source mapping. */
export type QueuePoller = {
  /** Whether a batch is being worked on or a message could be taken now; hidden messages do not count. */
  busy(): boolean;
  /** Takes no more messages; what is being worked on is not waited for, and comes back when its visibility ends. */
  stop(): void;
};

const lookEveryMs = 10;
const pauseAfterRefusalMs = 1000;

/**
 * Feeds a function from a queue as Lambda's poller does: batches up to the mapping's size, at most its concurrency at
 * once; what succeeded is deleted, the rest comes back when its visibility timeout ends.
 */
export function pollQueue(
  mapping: EventSourceResource,
  parts: { readonly queue: PolledQueue; readonly functions: Functions; readonly region: string },
): QueuePoller {
  const running = new Set<Promise<void>>();
  const most = mapping.maxConcurrency ?? 5;
  let pausedUntilMs = 0;
  let stopped = false;
  const work = async (): Promise<void> => {
    try {
      const messages = await parts.queue.receive(mapping.batchSize);
      if (messages.length > 0) {
        const outcome = await parts.functions.invoke(
          mapping.functionArn,
          eventOf(messages, mapping, parts.region),
        );
        await removeAll(parts.queue, succeeded(messages, outcome, mapping.reportBatchItemFailures));
      }
    } catch (error) {
      // Lambda's poller too goes on after a refusal (a missing permission, a throttle); the trail shows it.
      pausedUntilMs = performance.now() + pauseAfterRefusalMs;
      if (!stopped) {
        console.error(`The poller of ${mapping.functionArn} was refused: ${nameOf(error)}`);
      }
    }
  };
  const look = setInterval(() => {
    const free = performance.now() >= pausedUntilMs ? most - running.size : 0;
    const wanted = free > 0 ? Math.min(free, Math.ceil(parts.queue.visible() / mapping.batchSize)) : 0;
    for (let started = 0; started < wanted; started++) {
      const batch = work();
      running.add(batch);
      void batch.finally(() => running.delete(batch));
    }
  }, lookEveryMs);
  return {
    busy: () => running.size > 0 || parts.queue.visible() > 0,
    stop: () => {
      stopped = true;
      clearInterval(look);
    },
  };
}

function eventOf(
  messages: readonly ReceivedMessage[],
  mapping: EventSourceResource,
  region: string,
): SQSEvent {
  return {
    Records: messages.map(message => ({
      ...message,
      messageAttributes: {},
      eventSource: 'aws:sqs',
      eventSourceARN: mapping.queueArn,
      awsRegion: region,
    })),
  };
}

const partialFailure = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })),
});

/** AWS: a null or empty answer is a success; an answer that cannot be read, or names an unknown id, fails the batch. */
function succeeded(
  messages: readonly ReceivedMessage[],
  outcome: Outcome,
  reportsFailures: boolean,
): readonly ReceivedMessage[] {
  if (outcome.kind !== 'answered') {
    return [];
  }
  const answer = outcome.payload;
  const isEmpty = answer === null || (typeof answer === 'object' && Object.keys(answer).length === 0);
  if (!reportsFailures || isEmpty) {
    return messages;
  }
  const parsed = partialFailure.safeParse(answer);
  const failed = parsed.data?.batchItemFailures.map(failure => failure.itemIdentifier);
  const known = failed?.every(id => messages.some(message => message.messageId === id)) ?? false;
  return known ? messages.filter(message => failed?.includes(message.messageId) === false) : [];
}

async function removeAll(queue: PolledQueue, messages: readonly ReceivedMessage[]): Promise<void> {
  if (messages.length > 0) {
    await queue.remove(messages);
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown error';
}
