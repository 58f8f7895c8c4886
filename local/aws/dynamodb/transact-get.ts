import type { Answer, Body } from '../engine.ts';
import { isObject, objectsAt } from '../fields.ts';
import { check, dynaliteDb, projectionOf, type Checked, type Item, type Table } from './dynalite.ts';
import type { ItemLocks } from './item-locks.ts';
import { cancelled, conflictReason, invalid, noReason } from './refusals.ts';
import { lockNameOf, type Tables } from './tables.ts';
import { consumedCapacity, readUnits, sumUnits, totalUnits } from './units.ts';

type Read = { readonly table: Table; readonly data: Checked; readonly key: Item; readonly lockName: string };

/** TransactGetItems: all items of one moment, cancelled when a write of one of them is under way. */
export async function transactGet(tables: Tables, locks: ItemLocks, body: Body): Promise<Answer> {
  const reads = objectsAt(body, 'TransactItems').map(member => readOne(tables, member));
  if (reads.length < 1 || reads.length > 100) {
    throw invalid("Member must have length less than or equal to 100 and at least 1 at 'transactItems'");
  }
  if (new Set(reads.map(read => read.lockName)).size < reads.length) {
    throw invalid('Transaction request cannot include multiple operations on one item');
  }
  const busy = reads.map(read => locks.isInTransaction(read.lockName) || locks.isBeingWritten(read.lockName));
  if (busy.includes(true)) throw cancelled(busy.map(held => (held ? conflictReason : noReason)));
  const keys = reads.map(
    read => `item-${read.table.TableName}~${dynaliteDb.createKey(read.key, read.table)}`,
  );
  const items = await tables.store.db.getMany(keys);
  const cost = sumUnits(reads.map((read, place) => readUnits(read.table.TableName, items[place], 2)));
  const asked = body['ReturnConsumedCapacity'];
  const capacity = cost.map(part => consumedCapacity(part, asked, true));
  return {
    body: {
      Responses: reads.map((read, place) => responseOf(read, items[place])),
      ...(asked === 'TOTAL' || asked === 'INDEXES' ? { ConsumedCapacity: capacity } : {}),
    },
    units: totalUnits(cost),
  };
}

function readOne(tables: Tables, member: Body): Read {
  const get = member['Get'];
  if (!isObject(get)) throw invalid('TransactItems can only contain Get');
  const table = tables.named(get['TableName']);
  const data = check('GetItem', { ...get, TableName: table.TableName }, tables.store);
  const key = data.Key ?? {};
  const refusal = dynaliteDb.validateKey(key, table);
  if (refusal instanceof Error) throw refusal;
  return { table, data, key, lockName: lockNameOf(table, key) };
}

function responseOf(read: Read, item: Item | undefined): { Item?: Item } {
  if (item === undefined) return {};
  const paths = projectionOf(read.data);
  return { Item: paths === undefined ? item : dynaliteDb.mapPaths(paths, item) };
}
