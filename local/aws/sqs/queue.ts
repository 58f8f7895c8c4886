import { createHash, randomUUID } from 'node:crypto';
import type { QueueResource } from '../../deployment.ts';

/** A message in a queue. `handles` are the receipt handles given out so far, the newest last. Times in epoch ms. */
export type Message = {
  readonly messageId: string;
  readonly senderId: string;
  readonly body: string;
  readonly bodyMd5: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly attributesMd5: string | undefined;
  readonly sentAtMs: number;
  visibleAtMs: number;
  receiveCount: number;
  firstReceivedAtMs: number | undefined;
  handles: string[];
  /** Taken by the event-source poller and not yet settled: work, not waiting. */
  inHand: boolean;
};

/** A queue and its messages in order of sending. */
export type Queue = { readonly resource: QueueResource; readonly url: string; messages: Message[] };

/** Puts a message into a queue; it shows from `visibleAtMs` on. */
export function enqueue(
  queue: Queue,
  sent: Pick<Message, 'body' | 'senderId' | 'attributes' | 'attributesMd5' | 'sentAtMs' | 'visibleAtMs'>,
): Message {
  const message: Message = {
    ...sent,
    messageId: randomUUID(),
    bodyMd5: createHash('md5').update(sent.body).digest('hex'),
    receiveCount: 0,
    firstReceivedAtMs: undefined,
    handles: [],
    inHand: false,
  };
  queue.messages.push(message);
  return message;
}

/**
 * Takes up to `max` visible messages and hides them. One that was received `maxReceiveCount` times already goes to the
 * dead-letter queue instead, as SQS does at the next receive.
 */
export function take(
  queue: Queue,
  deadLetter: Queue | undefined,
  max: number,
  visibilitySeconds: number,
  nowMs: number,
): Message[] {
  dropOutlived(queue, nowMs);
  const limit = queue.resource.deadLetter?.maxReceiveCount ?? Number.POSITIVE_INFINITY;
  const taken: Message[] = [];
  const waiting = queue.messages;
  for (const message of waiting) {
    if (taken.length >= max) break;
    if (message.visibleAtMs > nowMs) continue;
    if (message.receiveCount >= limit) {
      bury(queue, deadLetter, message, nowMs);
      continue;
    }
    message.receiveCount += 1;
    message.firstReceivedAtMs ??= nowMs;
    message.visibleAtMs = nowMs + visibilitySeconds * 1000;
    message.handles.push(randomUUID());
    taken.push(message);
  }
  return taken;
}

/** The message a receipt handle was given for; an older handle of the same message still counts, as in SQS. */
export function byHandle(queue: Queue, handle: string): Message | undefined {
  return queue.messages.find(message => message.handles.includes(handle));
}

/** Removes a message. */
export function remove(queue: Queue, message: Message): void {
  queue.messages = queue.messages.filter(other => other !== message);
}

/** How many messages wait visibly, are hidden after a receive, and are delayed. */
export function counts(queue: Queue, nowMs: number): { visible: number; inFlight: number; delayed: number } {
  dropOutlived(queue, nowMs);
  const hidden = queue.messages.filter(message => message.visibleAtMs > nowMs);
  const inFlight = hidden.filter(message => message.receiveCount > 0).length;
  return { visible: queue.messages.length - hidden.length, inFlight, delayed: hidden.length - inFlight };
}

function bury(queue: Queue, deadLetter: Queue | undefined, message: Message, nowMs: number): void {
  remove(queue, message);
  deadLetter?.messages.push({ ...message, visibleAtMs: nowMs, handles: [], inHand: false });
}

function dropOutlived(queue: Queue, nowMs: number): void {
  const oldestMs = nowMs - queue.resource.retentionSeconds * 1000;
  queue.messages = queue.messages.filter(message => message.sentAtMs >= oldestMs);
}
