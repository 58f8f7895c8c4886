import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import {
  headAfter,
  nextEntry,
  type Entry,
  type Fact,
  type Head,
  type RegisterKind,
  type Registrar,
  type RegisterReader,
} from '../domain/register.ts';
import { emptyHead } from '../domain/register.ts';
import type { Dynamo, Item, Write } from './dynamo.ts';
import { itemOf, readItem } from './items.ts';
import { chainDirectory, chainShards } from './keys.ts';

const isNew = 'attribute_not_exists(pk)';

const rowItem = (row: Entry): Item => ({ pk: row.chain, sk: row.sequence, ...row });

/** The writes that append a row: the row itself and, for the first of a chain, the chain's place in the directory. */
export function appendWrites(table: string, row: Entry): Write[] {
  const condition = { ConditionExpression: isNew, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;
  const put: Write = { Put: { TableName: table, Item: rowItem(row), ...condition } };
  if (row.sequence > 1) return [put];
  const { kind, chain } = row;
  const directory = { pk: chainDirectory(kind, chain), sk: directorySort(row), kind, chain };
  return [put, { Put: { TableName: table, Item: directory } }];
}

/** A number that orders chains by their birth and keeps those of one millisecond apart. */
function directorySort(row: Entry): number {
  return row.atMs * 1000 + (Number.parseInt(row.hash.slice(0, 8), 16) % 1000);
}

/** Appends rows one by one; when the chain has grown meanwhile it walks on from the row it found. */
export function makeRegistrar(dynamo: Dynamo, table: string): Registrar {
  const begin = async (row: Entry) => {
    const outcome = await dynamo.transact(appendWrites(table, row));
    return outcome.ok ? outcome : { ok: false, item: outcome.refused.get(0) };
  };
  return {
    append: async <F extends Fact>(
      kind: RegisterKind,
      chain: string,
      head: Head,
      atMs: number,
      fact: F,
    ): Promise<Entry<F>> => {
      let present = head;
      for (let step = 0; step < 200; step += 1) {
        const row = nextEntry(kind, chain, present, atMs, fact);
        const outcome = row.sequence > 1 ? await dynamo.put(table, rowItem(row), isNew) : await begin(row);
        if (outcome.ok) return row;
        const standing = readItem<Entry>(itemOf.registerRow, outcome.item);
        if (standing === undefined)
          throw new ConditionalCheckFailedException({ message: 'a register row was refused', $metadata: {} });
        present = headAfter(standing);
      }
      throw new Error('a chain outran its writer');
    },
  };
}

/** Where a listing stands: which directory partition, which chain in it, and the last row seen. */
type Place = { shard: number; after?: number; chain?: string; sequence?: number };

const count = z.int().check(z.minimum(0));
const placeOnWire = z.tuple([count, count, z.string(), count]);

/** The place a cursor names in this register; one that is not ours starts the list anew. */
function readPlace(kind: RegisterKind, cursor: string | undefined): Place {
  if (cursor === undefined) return { shard: 0 };
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const [shard, after, chain, sequence] = placeOnWire.parse(read);
    return chain.startsWith(`${kind}#`) ? { shard, after, chain, sequence } : { shard: 0 };
  } catch {
    return { shard: 0 };
  }
}

const writePlace = ({ shard, after, chain, sequence }: Place) =>
  Buffer.from(JSON.stringify([shard, after, chain, sequence])).toString('base64url');

/** Reads registers chain by chain, in the order in which chains began within each part of the directory. */
export function makeRegisterReader(dynamo: Dynamo, table: string): RegisterReader {
  const read = (item: Item) => itemOf.registerRow.parse(item);
  const rowsAfter = async (chain: string, sequence: number, limit: number) =>
    (
      await dynamo.query({
        TableName: table,
        KeyConditionExpression: 'pk = :chain AND sk > :after',
        ExpressionAttributeValues: { ':chain': chain, ':after': sequence },
        ConsistentRead: true,
        Limit: limit,
      })
    ).items.map(read);
  const nextChain = async (kind: RegisterKind, { shard, after }: Place) =>
    (
      await dynamo.query({
        TableName: table,
        KeyConditionExpression: 'pk = :directory AND sk > :after',
        ExpressionAttributeValues: { ':directory': `CHAINS#${kind}#${shard}`, ':after': after ?? 0 },
        Limit: 1,
      })
    ).items[0];
  return {
    headOf: async (_kind, chain) => {
      const { items } = await dynamo.query({
        TableName: table,
        KeyConditionExpression: 'pk = :chain',
        ExpressionAttributeValues: { ':chain': chain },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: 1,
      });
      return items[0] === undefined ? emptyHead : headAfter(read(items[0]));
    },
    rows: async (kind, cursor, limit) => {
      const rows: Entry[] = [];
      let place = readPlace(kind, cursor);
      while (rows.length < limit && place.shard < chainShards) {
        if (place.chain !== undefined) {
          const found = await rowsAfter(place.chain, place.sequence ?? 0, limit - rows.length);
          rows.push(...found);
          if (rows.length === limit)
            return { rows, cursor: writePlace({ ...place, sequence: found.at(-1)?.sequence ?? 0 }) };
        }
        const chain = await nextChain(kind, place);
        place =
          chain === undefined
            ? { shard: place.shard + 1 }
            : { shard: place.shard, after: Number(chain['sk']), chain: String(chain['chain']), sequence: 0 };
      }
      return { rows };
    },
  };
}
