import type { Body } from '../engine.ts';
import type { Item, Table } from './dynalite.ts';
import { asRefusal } from './refusals.ts';
import type { ItemLocks } from './item-locks.ts';
import type { Tables } from './tables.ts';
import { writeItem } from './write.ts';
import type { TableSettings } from './table-settings.ts';

/**
 * Deletes every item whose TTL attribute (a number of epoch seconds) is past; answers how many. DynamoDB may take days
 * for this; nothing may rely on it. Items a transaction holds, or that change meanwhile, stay for the next sweep.
 */
export async function sweepExpired(
  tables: Tables,
  locks: ItemLocks,
  settings: ReadonlyMap<string, TableSettings>,
  nowMs: number,
): Promise<number> {
  let removed = 0;
  for (const table of tables.all()) {
    const attribute = settings.get(table.TableName)?.ttlAttribute;
    if (attribute === undefined) continue;
    const items = await itemsOf(tables, table.TableName);
    for (const item of items.filter(candidate => isExpired(candidate, attribute, nowMs))) {
      if (await remove(tables, locks, deletionOf(table, item, attribute))) removed += 1;
    }
  }
  return removed;
}

function deletionOf(table: Table, item: Item, attribute: string): Body {
  const key = table.KeySchema.map(part => [part.AttributeName, item[part.AttributeName]]);
  return {
    TableName: table.TableName,
    Key: Object.fromEntries(key),
    ConditionExpression: '#ttl = :seen',
    ExpressionAttributeNames: { '#ttl': attribute },
    ExpressionAttributeValues: { ':seen': item[attribute] },
  };
}

async function remove(tables: Tables, locks: ItemLocks, deletion: Body): Promise<boolean> {
  try {
    await writeItem(tables, locks, 'DeleteItem', deletion);
    return true;
  } catch (error) {
    asRefusal(error);
    return false;
  }
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
