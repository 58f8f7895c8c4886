import type { Challenge, ChallengeBook, UsedPuzzle } from '../domain/challenge.ts';
import { stopBy, type Bucket, type Stop } from '../domain/send-rules.ts';
import { countedIn, raiseBucket, ttlAfter } from './dynamo-counters.ts';
import type { Dynamo, Item, Write } from './dynamo.ts';
import { itemOf, readItem } from './items.ts';
import { gateKeys } from './keys.ts';

const read = (item: Item | undefined) => readItem<Challenge>(itemOf.challenge, item);

function keepWrite(gate: string, challenge: Challenge): Write {
  return {
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
}

/** The write that lets a puzzle be used once. */
function puzzleWrites(gate: string, puzzle: UsedPuzzle | undefined): Write[] {
  if (puzzle === undefined) return [];
  const Item = { ...gateKeys.puzzle(puzzle.id), ttl: ttlAfter(puzzle.endsAtMs) };
  return [{ Put: { TableName: gate, Item, ConditionExpression: 'attribute_not_exists(pk)' } }];
}

/** What the full counters say; they stand in the transaction after `first` other writes. */
function stopsOf(
  refused: ReadonlyMap<number, Item | undefined>,
  first: number,
  buckets: readonly Bucket[],
  hasProof: boolean,
): Stop[] {
  return buckets.flatMap((bucket, place) => {
    const at = first + place;
    return refused.has(at) ? [stopBy(bucket, countedIn(refused.get(at)), hasProof)] : [];
  });
}

/** One more message: only of a challenge that is as it was seen. */
function sendWrite(gate: string, before: Challenge, nowMs: number, nextSendAtMs: number): Write {
  return {
    Update: {
      TableName: gate,
      Key: gateKeys.challenge(before.challengeId),
      UpdateExpression: 'SET nextSendAtMs = :next, sentAtMs = list_append(sentAtMs, :now) REMOVE unsent',
      ConditionExpression: '#state = :pending AND size(sentAtMs) = :seen',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: {
        ':next': nextSendAtMs,
        ':now': [nowMs],
        ':pending': 'pending',
        ':seen': before.sentAtMs.length,
      },
    },
  };
}

/** Challenges in the Gate table, started and sent again in one transaction with the counters of few people. */
export function makeChallengeBook(dynamo: Dynamo, gate: string): ChallengeBook {
  const counterWrites = (buckets: readonly Bucket[], hasProof: boolean): Write[] =>
    buckets.map(bucket => ({ Update: raiseBucket(gate, bucket, hasProof) }));
  return {
    start: async (challenge, buckets, puzzle) => {
      const hasProof = puzzle !== undefined;
      const used = puzzleWrites(gate, puzzle);
      const outcome = await dynamo.transact([
        keepWrite(gate, challenge),
        ...used,
        ...counterWrites(buckets, hasProof),
      ]);
      if (outcome.ok) return 'counted';
      const before = read(outcome.refused.get(0));
      if (before !== undefined) return { before };
      if (hasProof && outcome.refused.has(1)) return 'puzzle_used';
      return { stops: stopsOf(outcome.refused, 1 + used.length, buckets, hasProof) };
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
    countTry: async (id, browser, most, nowMs) => {
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
          ':max': most,
          ':now': nowMs,
          ':browser': browser,
        },
      });
      return { counted: ok, challenge: read(item) };
    },
    countSend: async (before, nowMs, nextSendAtMs, buckets) => {
      const outcome = await dynamo.transact([
        sendWrite(gate, before, nowMs, nextSendAtMs),
        ...counterWrites(buckets, true),
      ]);
      if (outcome.ok) return 'counted';
      if (outcome.refused.has(0)) return 'moved_meanwhile';
      return { stops: stopsOf(outcome.refused, 1, buckets, true) };
    },
    find: async id => read(await dynamo.get(gate, gateKeys.challenge(id))),
  };
}
