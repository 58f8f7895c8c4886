import type { ReplayKey } from '../domain/replay.ts';
import type { Item, Write } from './dynamo.ts';
import { gateKeys } from './keys.ts';

/** The write that lets an Idempotency-Key be used once, in the same transaction as what it stands for. */
export function replayWrites(gate: string, replay: ReplayKey | undefined, answer: Item): Write[] {
  if (replay === undefined) return [];
  const { key, request, atMs, endsAtMs } = replay;
  return [
    {
      Put: {
        TableName: gate,
        Item: { ...gateKeys.replay(key), request, ...answer, endsAtMs, ttl: Math.ceil(endsAtMs / 1000) },
        ConditionExpression: 'attribute_not_exists(pk) OR endsAtMs <= :now',
        ExpressionAttributeValues: { ':now': atMs },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    },
  ];
}

/** Whether the request a key was used for is this one. */
export function sameRequest(replay: ReplayKey, standing: Item): boolean {
  return standing['request'] === replay.request;
}
