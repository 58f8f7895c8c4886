import { readLaneOrder } from '../domain/lane-order.ts';
import type { Journal } from '../journal.ts';
import type { makeWalkLane } from './walk-lane.ts';

/** A queue message, as far as it matters here. */
export type OrderMessage = { readonly messageId: string; readonly body: string };

/** Carries out queue messages; one that fails comes back alone, one that makes no sense is dropped for good. */
export function makeTakeOrders(walk: ReturnType<typeof makeWalkLane>, journal: Journal) {
  return async (
    messages: readonly OrderMessage[],
  ): Promise<{ batchItemFailures: { itemIdentifier: string }[] }> => {
    const batchItemFailures: { itemIdentifier: string }[] = [];
    for (const { messageId, body } of messages) {
      const order = readLaneOrder(body);
      if (order === undefined) {
        journal('order.malformed', { messageId });
        continue;
      }
      try {
        const ending = await walk(order);
        if (ending === 'held' || ending === 'stale')
          journal(ending === 'held' ? 'lane.held' : 'order.stale', { messageId });
      } catch (error) {
        journal('request.failed', {
          requestId: messageId,
          error: error instanceof Error ? error.name : 'unknown',
        });
        batchItemFailures.push({ itemIdentifier: messageId });
      }
    }
    return { batchItemFailures };
  };
}
