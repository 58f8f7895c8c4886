import { chainParts, hourOf } from '../domain/register.ts';
import type { RegisteredReadings } from '../domain/reconciliation.ts';
import { makeChainReader } from './dynamo-chain-reader.ts';
import type { Dynamo } from './dynamo.ts';
import { allOf } from './dynamo-pages.ts';
import { registerKeys } from './keys.ts';

const kind = 'readings';
const parts = Array.from({ length: chainParts }, (_, part) => part);

/** Where chains of readings are named by time: those that began, and those that moved on, which are of every kind. */
const partitions = parts.flatMap(part => [registerKeys.directory(kind, part), registerKeys.moved(part)]);

async function namedIn(dynamo: Dynamo, table: string, pk: string, fromMs: number, toMs: number) {
  const items = await allOf(dynamo, {
    TableName: table,
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :last',
    ExpressionAttributeValues: { ':pk': pk, ':from': fromMs * 1000, ':last': toMs * 1000 - 1 },
    ConsistentRead: true,
  });
  return items.filter(item => item['kind'] === kind).map(item => String(item['chain']));
}

/** The register of readings by time. A chain is named in every clock hour in which it moves (decision 0019). */
export function makeRegisteredReadings(dynamo: Dynamo, table: string): RegisteredReadings {
  const reader = makeChainReader(dynamo, table);
  return {
    chains: async (fromMs, toMs) => {
      const found = await Promise.all(partitions.map(pk => namedIn(dynamo, table, pk, hourOf(fromMs), toMs)));
      return [...new Set(found.flat())].sort();
    },
    rows: async function* rows(chain) {
      for await (const page of reader.rows(chain))
        yield page.flatMap(({ row }) => (row === undefined ? [] : [row]));
    },
  };
}
