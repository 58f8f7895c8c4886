import { BatchGetItemCommand, type DynamoDBClient, type KeysAndAttributes } from '@aws-sdk/client-dynamodb';
import { plain, typed, type Item } from './dynamo-wire.ts';
import { jitterMs, mostTries, pause } from './tries.ts';

/** Where an item lies: its table and its key. */
export type Place = { readonly table: string; readonly key: Item };

/** The most items that one BatchGetItem may ask for (Amazon DynamoDB API reference). */
export const mostPlaces = 100;

/** One name for an item, whether it is asked for or answered: its table and the values of the table's key. */
const nameOf = (table: string, item: Item, key: Item) =>
  JSON.stringify([table, ...Object.keys(key).map(name => item[name])]);

type Request = Record<string, KeysAndAttributes>;

function requestOf(places: readonly Place[]): Request {
  const request: Request = {};
  const once = new Map(places.map(place => [nameOf(place.table, place.key, place.key), place]));
  for (const { table, key } of once.values()) {
    const { Keys = [] } = request[table] ?? {};
    request[table] = { Keys: [...Keys, typed(key)], ConsistentRead: true };
  }
  return request;
}

/**
 * Reads items of whichever tables in one call, consistently; undefined where there is none. What DynamoDB leaves out for
 * now is asked for again, with growing waits.
 */
export async function readAll(
  client: Pick<DynamoDBClient, 'send'>,
  places: readonly Place[],
): Promise<(Item | undefined)[]> {
  const found = new Map<string, Item>();
  const keyOf = new Map(places.map(({ table, key }) => [table, key]));
  let request = requestOf(places);
  for (let attempt = 0; Object.keys(request).length > 0; attempt += 1) {
    if (attempt > mostTries) throw new Error('items were left out of every answer');
    if (attempt > 0) await pause(jitterMs(attempt));
    const answer = await client.send(new BatchGetItemCommand({ RequestItems: request }));
    const items = Object.entries(answer.Responses ?? {});
    for (const [table, ofTable] of items)
      for (const item of ofTable.map(plain)) found.set(nameOf(table, item, keyOf.get(table) ?? {}), item);
    request = answer.UnprocessedKeys ?? {};
  }
  return places.map(({ table, key }) => found.get(nameOf(table, key, keyOf.get(table) ?? {})));
}
