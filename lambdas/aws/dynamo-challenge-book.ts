import { verificationRules, type Challenge, type ChallengeBook, type Limit } from '../domain/challenge.ts';
import type { TryCounter } from '../domain/pin-gate.ts';
import { setFields, type Dynamo, type Write } from './dynamo.ts';
import { itemOf, readItem } from './items.ts';
import { gateKeys } from './keys.ts';

const ttlAfter = (ms: number) => Math.ceil(ms / 1000) + 86_400;

/** Raising a counter that must not be full; one conditional write. */
function raise(table: string, limit: Limit) {
  return {
    TableName: table,
    Key: gateKeys.counter(limit.key),
    UpdateExpression: 'SET #ttl = :ttl ADD #count :one',
    ConditionExpression: 'attribute_not_exists(#count) OR #count < :max',
    ExpressionAttributeNames: { '#count': 'count', '#ttl': 'ttl' },
    ExpressionAttributeValues: { ':one': 1, ':max': limit.max, ':ttl': ttlAfter(limit.endsAtMs) },
  };
}

/** The counters' place in a transaction, after `first` other writes; names the first that is full. */
function fullCounter(
  refused: ReadonlyMap<number, unknown>,
  first: number,
  limits: readonly Limit[],
): Limit | undefined {
  return limits.find((_, place) => refused.has(first + place));
}

function counterWrites(table: string, limits: readonly Limit[]): Write[] {
  return limits.map(limit => ({ Update: raise(table, limit) }));
}

/** Challenges and their counters in the Gate table. */
export function makeChallengeBook(dynamo: Dynamo, gate: string): ChallengeBook {
  const read = (item: Parameters<typeof readItem>[1]) => readItem<Challenge>(itemOf.challenge, item);
  return {
    start: async (challenge, limits) => {
      const keep: Write = {
        Put: {
          TableName: gate,
          Item: {
            ...gateKeys.challenge(challenge.challengeId),
            ...challenge,
            ttl: ttlAfter(challenge.expiresAtMs),
          },
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      };
      const outcome = await dynamo.transact([keep, ...counterWrites(gate, limits)]);
      if (outcome.ok) return 'started';
      const before = read(outcome.refused.get(0));
      const full = fullCounter(outcome.refused, 1, limits);
      if (before !== undefined) return { before };
      if (full === undefined) throw new Error('a start was refused without a reason');
      return full;
    },
    noteUnsent: async id => {
      await dynamo.update({
        TableName: gate,
        Key: gateKeys.challenge(id),
        UpdateExpression: 'SET unsent = :yes',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':yes': true },
      });
    },
    countTry: async (id, browser, nowMs) => {
      const { ok, item } = await dynamo.update({
        TableName: gate,
        Key: gateKeys.challenge(id),
        UpdateExpression: 'ADD tries :one',
        ConditionExpression:
          '#state = :pending AND tries < :max AND expiresAtMs > :now AND browser = :browser',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: {
          ':one': 1,
          ':pending': 'pending',
          ':max': verificationRules.triesPerChallenge,
          ':now': nowMs,
          ':browser': browser,
        },
      });
      return { counted: ok, challenge: read(item) };
    },
    countSend: async (before, nextSendAtMs, limits) => {
      const { set, ...fields } = setFields({ nextSendAtMs, sends: before.sends + 1 });
      const move: Write = {
        Update: {
          TableName: gate,
          Key: gateKeys.challenge(before.challengeId),
          UpdateExpression: `SET ${set} REMOVE unsent`,
          ConditionExpression: '#state = :pending AND #sends = :seen',
          ExpressionAttributeNames: { ...fields.ExpressionAttributeNames, '#state': 'state' },
          ExpressionAttributeValues: {
            ...fields.ExpressionAttributeValues,
            ':pending': 'pending',
            ':seen': before.sends,
          },
        },
      };
      const outcome = await dynamo.transact([move, ...counterWrites(gate, limits)]);
      if (outcome.ok) return 'counted';
      return fullCounter(outcome.refused, 1, limits) ?? 'moved_meanwhile';
    },
    find: async id => read(await dynamo.get(gate, gateKeys.challenge(id))),
  };
}

/** Wrong tries of PINs, counted before they are judged. */
export function makeTryCounter(dynamo: Dynamo, gate: string): TryCounter {
  return {
    count: async limit => (await dynamo.update(raise(gate, limit))).ok,
    giveBack: async limit => {
      await dynamo.update({
        TableName: gate,
        Key: gateKeys.counter(limit.key),
        UpdateExpression: 'ADD #count :less',
        ConditionExpression: '#count > :none',
        ExpressionAttributeNames: { '#count': 'count' },
        ExpressionAttributeValues: { ':less': -1, ':none': 0 },
      });
    },
  };
}
