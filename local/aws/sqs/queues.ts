import type { PolicyDocument } from '../../../policy/request.ts';
import type { QueueResource } from '../../deployment.ts';
import type { Clock } from '../../clock.ts';
import { AwsError } from '../aws-error.ts';
import { makeArrivals, type Arrivals } from './arrivals.ts';
import { byHandle, counts, remove, take, type Message, type Queue } from './queue.ts';

/** What a receiver wants; `visibilitySeconds` defaults to the queue's own. */
export type ReceiveRequest = {
  readonly max: number;
  readonly waitSeconds: number;
  readonly visibilitySeconds?: number;
};

/** A message as a receiver gets it. Times in epoch ms. */
export type Received = {
  readonly messageId: string;
  readonly senderId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly bodyMd5: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly attributesMd5: string | undefined;
  readonly receiveCount: number;
  readonly sentAtMs: number;
  readonly firstReceivedAtMs: number;
};

/** The queues, for the wire engine and for the event-source poller in this process. Queues are named by URL, ARN or name. */
export type Queues = {
  readonly arrivals: Arrivals;
  find(id: string): Queue;
  all(): readonly Queue[];
  /** Long-polls up to `waitSeconds` of real time. `inHand` messages count as work until they are settled or deleted. */
  receive(id: string, request: ReceiveRequest, inHand?: boolean): Promise<readonly Received[]>;
  delete(id: string, receiptHandle: string): void;
  changeVisibility(id: string, receiptHandle: string, seconds: number): void;
  /** The poller is done with a message it did not delete: it stays hidden until its visibility timeout. */
  settle(id: string, receiptHandle: string): void;
  counts(id: string): { visible: number; inFlight: number; delayed: number };
  /** Whether a queue that feeds a function holds a visible message or one in hand. Hidden ones do not count (DESIGN §7). */
  hasWork(): boolean;
  policyOf(arn: string): PolicyDocument | undefined;
};

/** Queues over `clock`; `feeding` are the ARNs of queues that feed functions, `origin` is the endpoint in queue URLs. */
export function makeQueues(
  resources: readonly QueueResource[],
  clock: Clock,
  origin: string,
  feeding: ReadonlySet<string>,
): Queues {
  const arrivals = makeArrivals();
  const queues = resources.map(resource => newQueue(resource, origin));
  const find = (id: string): Queue => findQueue(queues, id);
  const handled = (id: string, handle: string): Message | undefined => byHandle(find(id), handle);
  return {
    arrivals,
    find,
    all: () => queues,
    receive: (id, request, inHand = false) => receive({ queues, arrivals, clock }, find(id), request, inHand),
    delete: (id, handle) => {
      const message = handled(id, handle);
      if (message !== undefined) remove(find(id), message);
    },
    changeVisibility: (id, handle, seconds) => {
      const message = handled(id, handle);
      if (message === undefined)
        throw new AwsError('ReceiptHandleIsInvalid', 'The receipt handle is not valid.');
      message.visibleAtMs = clock.now() + seconds * 1000;
      arrivals.announce();
    },
    settle: (id, handle) => {
      const message = handled(id, handle);
      if (message !== undefined) message.inHand = false;
    },
    counts: id => counts(find(id), clock.now()),
    policyOf: arn => queues.find(queue => queue.resource.arn === arn)?.resource.resourcePolicy,
    hasWork: () =>
      queues.some(queue => {
        if (!feeding.has(queue.resource.arn)) return false;
        return counts(queue, clock.now()).visible > 0 || queue.messages.some(message => message.inHand);
      }),
  };
}

function newQueue(resource: QueueResource, origin: string): Queue {
  const account = resource.arn.split(':')[4] ?? '';
  return { resource, url: `${origin}/${account}/${resource.name}`, messages: [] };
}

function findQueue(queues: readonly Queue[], id: string): Queue {
  const name = id.slice(Math.max(id.lastIndexOf('/'), id.lastIndexOf(':')) + 1);
  const found = queues.find(queue => queue.resource.name === name);
  if (found !== undefined) return found;
  throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
}

type Place = { readonly queues: readonly Queue[]; readonly arrivals: Arrivals; readonly clock: Clock };

async function receive(
  place: Place,
  queue: Queue,
  request: ReceiveRequest,
  inHand: boolean,
): Promise<readonly Received[]> {
  const target = queue.resource.deadLetter?.arn;
  const deadLetter = target === undefined ? undefined : findQueue(place.queues, target);
  const visibility = request.visibilitySeconds ?? queue.resource.visibilityTimeoutSeconds;
  const until = Date.now() + request.waitSeconds * 1000;
  for (;;) {
    const nowMs = place.clock.now();
    const taken = take(queue, deadLetter, request.max, visibility, nowMs);
    const leftMs = until - Date.now();
    if (taken.length > 0 || leftMs <= 0) {
      for (const message of taken) message.inHand = inHand;
      return taken.map(message => asReceived(message, nowMs));
    }
    await place.arrivals.next(leftMs);
  }
}

function asReceived(message: Message, nowMs: number): Received {
  return {
    messageId: message.messageId,
    senderId: message.senderId,
    receiptHandle: message.handles.at(-1) ?? '',
    body: message.body,
    bodyMd5: message.bodyMd5,
    attributes: message.attributes,
    attributesMd5: message.attributesMd5,
    receiveCount: message.receiveCount,
    sentAtMs: message.sentAtMs,
    firstReceivedAtMs: message.firstReceivedAtMs ?? nowMs,
  };
}
