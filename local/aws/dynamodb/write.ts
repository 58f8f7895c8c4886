import { AwsError } from '../aws-error.ts';
import type { Answer, Body } from '../engine.ts';
import { act, check, dynaliteDb, type Checked, type Item, type Store, type Table } from './dynalite.ts';
import type { ItemLocks } from './item-locks.ts';
import { makeOverlay, type Overlay } from './overlay.ts';
import { asRefusal, transactionConflict } from './refusals.ts';
import { lockNameOf, type Tables } from './tables.ts';
import { consumedCapacity, totalUnits, writeUnits } from './units.ts';

/** PutItem, UpdateItem or DeleteItem, checked and with its table found. */
export type Write = {
  readonly operation: string;
  readonly table: Table;
  readonly data: Checked;
  readonly lockName: string;
};

/** A write that was tried and not yet made: its answer, and the overlay that holds the changes. */
export type TriedWrite = { readonly answer: Body; readonly overlay: Overlay };

/** Checks a single-item write; ValidationException where it is malformed or its key does not fit the table. */
export function readWrite(tables: Tables, operation: string, body: Body): Write {
  const table = tables.named(body['TableName']);
  const data = check(operation, { ...body, TableName: table.TableName }, tables.store);
  const key = keyOf(data, table);
  return { operation, table, data, lockName: lockNameOf(table, key) };
}

/** Runs a write against an overlay; refusals are thrown, a failed condition with the old item where `keepItem`. */
export async function tryWrite(store: Store, write: Write, keepItem: boolean): Promise<TriedWrite> {
  const overlay = makeOverlay(store, write.table);
  try {
    const answer = await act(write.operation, overlay.store, {
      ...write.data,
      ReturnConsumedCapacity: undefined,
    });
    return { answer, overlay };
  } catch (error) {
    const refusal = asRefusal(error);
    const item = overlay.before;
    if (refusal.code !== 'ConditionalCheckFailedException' || !keepItem || item === undefined) throw refusal;
    throw new AwsError(refusal.code, refusal.message, 400, { Item: item });
  }
}

/** A single-item write: one after another per item, refused while a transaction holds the item. */
export async function writeItem(
  tables: Tables,
  locks: ItemLocks,
  operation: string,
  body: Body,
): Promise<Answer> {
  const write = readWrite(tables, operation, body);
  if (locks.isInTransaction(write.lockName)) throw transactionConflict();
  return locks.write(write.lockName, async () => {
    const keepItem = body['ReturnValuesOnConditionCheckFailure'] === 'ALL_OLD';
    const { answer, overlay } = await tryWrite(tables.store, write, keepItem);
    await tables.store.db.batch(overlay.operations);
    const cost = writeUnits(write.table, overlay.before, overlay.after);
    const capacity = consumedCapacity(cost, body['ReturnConsumedCapacity']);
    return {
      body: capacity === undefined ? answer : { ...answer, ConsumedCapacity: capacity },
      units: totalUnits([cost]),
    };
  });
}

function keyOf(data: Checked, table: Table): Item {
  const refusal =
    data.Item === undefined
      ? dynaliteDb.validateKey(data.Key ?? {}, table)
      : dynaliteDb.validateItem(data.Item, table);
  if (refusal instanceof Error) throw refusal;
  return data.Item ?? data.Key ?? {};
}
