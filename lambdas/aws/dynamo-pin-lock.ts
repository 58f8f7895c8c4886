import * as z from 'zod/mini';
import { forgottenAtMs, nextTry, type PinLock, type PinTries } from '../domain/pin-lock.ts';
import { setFields, type Dynamo } from './dynamo.ts';
import { readItem } from './items.ts';
import { gateKeys } from './keys.ts';

const triesItem = z.object({
  tries: z.int(),
  lastAtMs: z.number(),
  lockedUntilMs: z.exactOptional(z.number()),
});

/** How often a try may find another one counted in between, before it counts as one too many. */
const mostTurns = 10;

/** The write of a try over the one that was seen. A lock is set only ahead, so tries and time tell one state from another. */
function over(gate: string, key: string, before: PinTries | undefined, next: PinTries) {
  const { set, ...fields } = setFields({ ...next, ttl: Math.ceil(forgottenAtMs(next) / 1000) });
  const seen =
    before === undefined
      ? { condition: 'attribute_not_exists(pk)', values: {} }
      : {
          condition: '#tries = :seenTries AND #lastAtMs = :seenAt',
          values: { ':seenTries': before.tries, ':seenAt': before.lastAtMs },
        };
  return {
    TableName: gate,
    Key: gateKeys.pinLock(key),
    UpdateExpression: `SET ${set}${next.lockedUntilMs === undefined ? ' REMOVE lockedUntilMs' : ''}`,
    ConditionExpression: seen.condition,
    ...fields,
    ExpressionAttributeValues: { ...fields.ExpressionAttributeValues, ...seen.values },
  };
}

/** Tries at PINs in the Gate: each is one write over the state that was seen, so that no two are counted as one. */
export function makePinLock(dynamo: Dynamo, gate: string): PinLock {
  return {
    count: async (key, nowMs) => {
      let seen = readItem<PinTries>(triesItem, await dynamo.get(gate, gateKeys.pinLock(key)));
      for (let turn = 0; turn < mostTurns; turn += 1) {
        const next = nextTry(seen, nowMs);
        if (next === undefined) return seen?.lockedUntilMs;
        const { ok, item } = await dynamo.update(over(gate, key, seen, next));
        if (ok) return undefined;
        seen = readItem<PinTries>(triesItem, item);
      }
      return nowMs + 1000;
    },
    clear: key => dynamo.delete(gate, gateKeys.pinLock(key)),
  };
}
