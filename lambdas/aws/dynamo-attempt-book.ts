import type { Attempt, AttemptBook } from '../domain/attempt.ts';
import { bookKeys } from './keys.ts';
import type { Dynamo } from './dynamo.ts';
import { countUp } from './dynamo-counters.ts';
import { itemOf } from './items.ts';

/** Refused attempts in the Book, by store and time; their counters in the Gate. */
export function makeAttemptBook(dynamo: Dynamo, book: string, gate: string): Omit<AttemptBook, 'newest'> {
  return {
    count: velocity => countUp(dynamo, gate, velocity),
    note: async attempt => {
      await dynamo.put(book, { ...bookKeys.attempt(attempt.storeId, attempt.attemptId), ...attempt });
    },
  };
}

/** Reads refused attempts, for the till that shows them. */
export function makeAttemptReader(dynamo: Dynamo, book: string): Pick<AttemptBook, 'newest'> {
  return {
    newest: async (store, limit) => {
      const { items } = await dynamo.query({
        TableName: book,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': bookKeys.store(store).pk, ':prefix': 'ATT#' },
        ScanIndexForward: false,
        Limit: limit,
        ConsistentRead: true,
      });
      return items.map((item): Attempt => itemOf.attempt.parse(item));
    },
  };
}
