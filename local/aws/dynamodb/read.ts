import type { Answer, Body, Units } from '../engine.ts';
import { isObject, objectsAt } from '../fields.ts';
import { act, check } from './dynalite.ts';
import { tableNameOf, type Tables } from './tables.ts';

/** GetItem, Query, Scan and BatchGetItem, answered by dynalite; capacity is always counted and shown when asked for. */
export async function read(tables: Tables, operation: string, body: Body): Promise<Answer> {
  const named = byName(tables, body);
  const data = check(
    operation,
    { ...named, ReturnConsumedCapacity: body['ReturnConsumedCapacity'] },
    tables.store,
  );
  const counted = { ...data, ReturnConsumedCapacity: 'INDEXES' };
  const answer = await act(operation, tables.actions, counted);
  const { ConsumedCapacity: _, ...plain } = answer;
  const asked = body['ReturnConsumedCapacity'];
  const shown = asked === 'INDEXES' ? answer : asked === 'TOTAL' ? withTotals(answer) : plain;
  return { body: shown, units: unitsOf(answer) };
}

function byName(tables: Tables, body: Body): Body {
  if (!isObject(body['RequestItems']))
    return { ...body, TableName: tables.named(body['TableName']).TableName };
  const requests = Object.entries(body['RequestItems']).map(([table, keys]) => [tableNameOf(table), keys]);
  return { ...body, RequestItems: Object.fromEntries(requests) };
}

function unitsOf(answer: Body): Units {
  const parts = isObject(answer['ConsumedCapacity'])
    ? [answer['ConsumedCapacity']]
    : objectsAt(answer, 'ConsumedCapacity');
  return { read: parts.reduce((sum, part) => sum + Number(part['CapacityUnits'] ?? 0), 0), write: 0 };
}

function withTotals(answer: Body): Body {
  const total = ({ Table: _t, GlobalSecondaryIndexes: _g, LocalSecondaryIndexes: _l, ...rest }: Body): Body =>
    rest;
  const capacity = answer['ConsumedCapacity'];
  if (isObject(capacity)) return { ...answer, ConsumedCapacity: total(capacity) };
  return { ...answer, ConsumedCapacity: objectsAt(answer, 'ConsumedCapacity').map(total) };
}
