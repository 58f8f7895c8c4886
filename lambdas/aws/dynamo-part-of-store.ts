import type { Dynamo, Item } from './dynamo.ts';
import type { BookKey } from './keys.ts';

/** Everything of one kind that lies with a store, in the order of its ids; `start` is the key of the kind without an id. */
export async function listOfStore(dynamo: Dynamo, book: string, start: BookKey): Promise<Item[]> {
  const all: Item[] = [];
  let from: Item | undefined;
  do {
    const { items, next } = await dynamo.query({
      TableName: book,
      KeyConditionExpression: 'pk = :store AND begins_with(sk, :kind)',
      ExpressionAttributeValues: { ':store': start.pk, ':kind': start.sk },
      ConsistentRead: true,
      ExclusiveStartKey: from,
    });
    all.push(...items);
    from = next;
  } while (from !== undefined);
  return all;
}

/** Ends a person or a device of a store; the first moment stays. False when there is none. */
export async function endOfStore(
  dynamo: Dynamo,
  book: string,
  key: BookKey,
  endedAtMs: number,
): Promise<boolean> {
  const { ok } = await dynamo.update({
    TableName: book,
    Key: key,
    UpdateExpression: 'SET #state = :ended, endedAtMs = if_not_exists(endedAtMs, :at)',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':ended': 'ended', ':at': endedAtMs },
  });
  return ok;
}
