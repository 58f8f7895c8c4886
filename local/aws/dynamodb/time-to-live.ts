import type { Item } from './dynalite.ts';
import type { ItemLocks } from './item-locks.ts';
import { lockNameOf, type Tables } from './tables.ts';
import { writeItem } from './write.ts';
import type { TableSettings } from './table-settings.ts';

/** Items a single sweep found past their time and removed. */
export type SweepResult = { readonly removed: number };

/**
 * Deletes every item whose TTL attribute (a number of epoch seconds) is past. DynamoDB may take days for this;
 * nothing may rely on it. Items a transaction holds stay for the next sweep.
 */
export async function sweepExpired(
  tables: Tables,
  locks: ItemLocks,
  settings: ReadonlyMap<string, TableSettings>,
  nowMs: number,
): Promise<SweepResult> {
  let removed = 0;
  for (const table of tables.all()) {
    const attribute = settings.get(table.TableName)?.ttlAttribute;
    if (attribute === undefined) continue;
    for (const item of await itemsOf(tables, table.TableName)) {
      if (!isExpired(item, attribute, nowMs) || locks.isInTransaction(lockNameOf(table, item))) continue;
      const Key = Object.fromEntries(
        table.KeySchema.map(part => [part.AttributeName, item[part.AttributeName]]),
      );
      const condition = {
        ConditionExpression: '#ttl = :seen',
        ExpressionAttributeNames: { '#ttl': attribute },
        ExpressionAttributeValues: { ':seen': item[attribute] },
      };
      const gone = writeItem(tables, locks, 'DeleteItem', { TableName: table.TableName, Key, ...condition });
      removed += await gone.then(
        () => 1,
        () => 0,
      );
    }
  }
  return { removed };
}

/** Every item of a table, in key order. */
export async function itemsOf(tables: Tables, name: string): Promise<readonly Item[]> {
  const range = { gte: `item-${name}~`, lt: `item-${name}~\u00FF` };
  return (await tables.store.db.iterator(range).all()).map(([, item]) => item);
}

function isExpired(item: Item, attribute: string, nowMs: number): boolean {
  const seconds = Number(item[attribute]?.['N'] ?? Number.NaN);
  const nowSeconds = nowMs / 1000;
  const fiveYearsSeconds = 5 * 365 * 24 * 3600;
  return seconds < nowSeconds && seconds > nowSeconds - fiveYearsSeconds;
}
