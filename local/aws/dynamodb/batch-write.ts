import type { Answer, Body } from '../engine.ts';
import { isObject, objectsAt } from '../fields.ts';
import { AwsError } from '../aws-error.ts';
import { check } from './dynalite.ts';
import type { ItemLocks } from './item-locks.ts';
import { invalid } from './refusals.ts';
import { tableNameOf, type Tables } from './tables.ts';
import { consumedCapacity, sumUnits, totalUnits, type TableUnits } from './units.ts';
import { readWrite, writeItem } from './write.ts';

type Part = {
  readonly table: string;
  readonly request: Body;
  readonly operation: string;
  readonly body: Body;
};

/** BatchWriteItem: up to 25 puts and deletes, each on its own; one that meets a transaction comes back unprocessed. */
export async function batchWrite(tables: Tables, locks: ItemLocks, body: Body): Promise<Answer> {
  check('BatchWriteItem', body, tables.store);
  const parts = readParts(body);
  const names = parts.map(part => readWrite(tables, part.operation, part.body).lockName);
  if (new Set(names).size < names.length) throw invalid('Provided list of item keys contains duplicates');
  const done = await Promise.all(parts.map(part => writePart(tables, locks, part)));
  const cost = sumUnits(done.filter(units => units !== undefined));
  const left = parts.filter((_, place) => done[place] === undefined);
  const asked = body['ReturnConsumedCapacity'];
  return {
    body: {
      UnprocessedItems: unprocessed(left),
      ...(asked === 'TOTAL' || asked === 'INDEXES'
        ? { ConsumedCapacity: cost.map(part => consumedCapacity(part, asked)) }
        : {}),
    },
    units: totalUnits(cost),
  };
}

function unprocessed(parts: readonly Part[]): Body {
  const byTable = Map.groupBy(parts, part => part.table);
  return Object.fromEntries([...byTable].map(([table, left]) => [table, left.map(part => part.request)]));
}

function readParts(body: Body): readonly Part[] {
  const requests = isObject(body['RequestItems']) ? body['RequestItems'] : {};
  return Object.keys(requests).flatMap(table =>
    objectsAt(requests, table).map(request => readPart(tableNameOf(table), request)),
  );
}

function readPart(table: string, request: Body): Part {
  const put = request['PutRequest'];
  const gone = request['DeleteRequest'];
  if (isObject(put))
    return { table, request, operation: 'PutItem', body: { TableName: table, Item: put['Item'] } };
  if (isObject(gone))
    return { table, request, operation: 'DeleteItem', body: { TableName: table, Key: gone['Key'] } };
  throw invalid('Supplied AttributeValue has more than one datatypes set');
}

async function writePart(tables: Tables, locks: ItemLocks, part: Part): Promise<TableUnits | undefined> {
  try {
    const { units } = await writeItem(tables, locks, part.operation, part.body);
    return { table: part.table, units: { read: 0, write: units?.write ?? 0 }, indexes: {} };
  } catch (error) {
    if (error instanceof AwsError && error.code === 'TransactionConflictException') return undefined;
    throw error;
  }
}
