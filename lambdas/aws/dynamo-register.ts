import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import {
  chainParts,
  emptyHead,
  headAfter,
  nextEntry,
  partOf,
  type Entry,
  type Fact,
  type Head,
  type RegisterKind,
  type Registrar,
  type RegisterReader,
} from '../domain/register.ts';
import type { Dynamo, Item, Write } from './dynamo.ts';
import { readItem } from './items.ts';
import { registerKeys } from './keys.ts';
import { registerRow } from './register-items.ts';

const isNew = 'attribute_not_exists(pk)';

const rowItem = ({ opensHour: _opensHour, ...row }: Entry): Item => ({
  pk: row.chain,
  sk: row.sequence,
  ...row,
});

/**
 * A number that orders chains by the time of a row and keeps those of one millisecond apart; where two fall together
 * even so, `turn` gives the next.
 */
function timeSort({ atMs, hash }: Entry, turn: number): number {
  return atMs * 1000 + ((Number.parseInt(hash.slice(0, 8), 16) + turn) % 1000);
}

/** Puts a chain's name into a partition that is read by time; never over the name of another. */
function nameChain(table: string, pk: string, row: Entry, turn: number): Write {
  const { kind, chain } = row;
  return {
    Put: {
      TableName: table,
      Item: { pk, sk: timeSort(row, turn), kind, chain },
      ConditionExpression: 'attribute_not_exists(pk) OR chain = :chain',
      ExpressionAttributeValues: { ':chain': chain },
    },
  };
}

/**
 * The writes that append a row: the row itself and, where it is the first of its chain or of a clock hour, the chain's
 * name where the next root will look for it (decision 0019).
 */
export function appendWrites(table: string, row: Entry, turn = 0): Write[] {
  const condition = { ConditionExpression: isNew, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;
  const put: Write = { Put: { TableName: table, Item: rowItem(row), ...condition } };
  const part = partOf(row.chain);
  if (row.sequence === 1) return [put, nameChain(table, registerKeys.directory(row.kind, part), row, turn)];
  return row.opensHour === true ? [put, nameChain(table, registerKeys.moved(part), row, turn)] : [put];
}

/** Appends rows one by one; when the chain has grown meanwhile it walks on from the row it found. */
export function makeRegistrar(dynamo: Dynamo, table: string): Registrar {
  const writeNamed = async (row: Entry) => {
    for (let turn = 0; ; turn += 1) {
      const outcome = await dynamo.transact(appendWrites(table, row, turn));
      if (outcome.ok || outcome.refused.has(0))
        return outcome.ok ? outcome : { ok: false, item: outcome.refused.get(0) };
      if (turn > 20) throw new Error('a register row finds no room for its chain’s name');
    }
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
        const isAlone = row.sequence > 1 && row.opensHour === undefined;
        const outcome = isAlone ? await dynamo.put(table, rowItem(row), isNew) : await writeNamed(row);
        if (outcome.ok) return row;
        const standing = readItem<Entry>(registerRow, outcome.item);
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
  const read = (item: Item) => registerRow.parse(item);
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
        ExpressionAttributeValues: {
          ':directory': registerKeys.directory(kind, shard),
          ':after': after ?? 0,
        },
        ConsistentRead: true,
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
      while (rows.length < limit && place.shard < chainParts) {
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
