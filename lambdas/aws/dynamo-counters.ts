import type { WideCounters } from '../domain/challenge.ts';
import type { Limit, TryCounter } from '../domain/counter.ts';
import { ceilingOf, type Bucket } from '../domain/send-rules.ts';
import type { Dynamo, Item } from './dynamo.ts';
import { gateKeys } from './keys.ts';

/** When TTL may delete an item that stops to matter at `ms`: a day later; epoch seconds. */
export const ttlAfter = (ms: number) => Math.ceil(ms / 1000) + 86_400;

/** The condition under which a counter has room. One that is not there has counted nothing, which only a `max` above nothing has room for. */
function roomIn(max: number, member: string | undefined): string {
  const room = member === undefined ? '#about < :max' : 'size(#about) < :max';
  if (max <= 0) return room;
  const isIn = member === undefined ? '' : 'contains(#about, :one) OR ';
  return `attribute_not_exists(#about) OR ${isIn}${room}`;
}

/** One conditional write that raises a counter, or adds to a set of members, unless it is full (`max`). */
function raise(table: string, key: string, endsAtMs: number, max: number | undefined, member?: string) {
  return {
    TableName: table,
    Key: gateKeys.counter(key),
    UpdateExpression: 'SET #ttl = :ttl ADD #about :more',
    ...(max === undefined ? {} : { ConditionExpression: roomIn(max, member) }),
    ExpressionAttributeNames: { '#about': member === undefined ? 'count' : 'members', '#ttl': 'ttl' },
    ExpressionAttributeValues: {
      ':more': member === undefined ? 1 : new Set([member]),
      ':ttl': ttlAfter(endsAtMs),
      ...(max === undefined ? {} : { ':max': max }),
      ...(max === undefined || max <= 0 || member === undefined ? {} : { ':one': member }),
    },
  };
}

/** The write that counts a send in one bucket; where it is full, it says by its old item how full. */
export function raiseBucket(table: string, { rule, key, endsAtMs, member }: Bucket, hasProof: boolean) {
  return {
    ...raise(table, key, endsAtMs, ceilingOf(rule, hasProof), member),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
}

/** What a counter has counted: sends, or members. */
export function countedIn(item: Item | undefined): number {
  const members = item?.['members'];
  return members instanceof Set ? members.size : Number(item?.['count'] ?? 0);
}

/** Counters of many people, each raised and lowered by one write outside every transaction. */
export function makeWideCounters(dynamo: Dynamo, gate: string): WideCounters {
  return {
    raise: async ({ rule, key, endsAtMs }, hasProof) => {
      const { ok, item } = await dynamo.update(raise(gate, key, endsAtMs, ceilingOf(rule, hasProof)));
      return { raised: ok, before: countedIn(item) - (ok ? 1 : 0) };
    },
    lower: async ({ rule, key }, by) => {
      await dynamo.update({
        TableName: gate,
        Key: gateKeys.counter(key),
        UpdateExpression: 'ADD #count :less',
        ConditionExpression: rule.givesBack > 1 ? 'attribute_exists(#count)' : '#count >= :by',
        ExpressionAttributeNames: { '#count': 'count' },
        ExpressionAttributeValues: { ':less': -by, ...(rule.givesBack > 1 ? {} : { ':by': by }) },
      });
    },
  };
}

/** Counts one more; answers how many there are with it, or undefined when the counter is full. */
export async function countUp(
  dynamo: Dynamo,
  gate: string,
  { key, endsAtMs, max, tryId }: Limit,
): Promise<number | undefined> {
  const { ok, item } = await dynamo.update(raise(gate, key, endsAtMs, max, tryId));
  return ok ? countedIn(item) : undefined;
}

/** The write that takes a try off the counter it was counted on; one with an id is taken off once. */
export function oneTryLess(table: string, { key, tryId }: Limit) {
  return {
    TableName: table,
    Key: gateKeys.counter(key),
    UpdateExpression: tryId === undefined ? 'ADD #about :less' : 'DELETE #about :less',
    ExpressionAttributeNames: { '#about': tryId === undefined ? 'count' : 'members' },
    ExpressionAttributeValues: { ':less': tryId === undefined ? -1 : new Set([tryId]) },
  };
}

/** Tries counted before they are judged. */
export function makeTryCounter(dynamo: Dynamo, gate: string): TryCounter {
  return {
    count: async limit => (await countUp(dynamo, gate, limit)) !== undefined,
    giveBack: async limit => {
      const { ExpressionAttributeValues: values, ...less } = oneTryLess(gate, limit);
      const isNumbered = limit.tryId === undefined;
      await dynamo.update({
        ...less,
        ConditionExpression: isNumbered ? '#about > :none' : 'attribute_exists(#about)',
        ExpressionAttributeValues: isNumbered ? { ...values, ':none': 0 } : values,
      });
    },
  };
}
