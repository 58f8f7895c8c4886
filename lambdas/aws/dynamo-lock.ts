import type { Dynamo, Item } from './dynamo.ts';

/** A lock that ends by itself; whoever holds it must be dead by then, since its function's time-out is shorter. */
export type Lock = {
  /** False while another holds it; milliseconds. */
  take(nowMs: number, endsAtMs: number): Promise<boolean>;
  /** Lets it go, if it is still the one that ends then. */
  release(endsAtMs: number): Promise<void>;
};

/** A lock in one item. */
export function makeLock(dynamo: Dynamo, table: string, key: Item): Lock {
  return {
    take: async (nowMs, endsAtMs) => {
      const { ok } = await dynamo.update({
        TableName: table,
        Key: key,
        UpdateExpression: 'SET endsAtMs = :ends',
        ConditionExpression: 'attribute_not_exists(pk) OR endsAtMs <= :now',
        ExpressionAttributeValues: { ':ends': endsAtMs, ':now': nowMs },
      });
      return ok;
    },
    release: async endsAtMs => {
      await dynamo.update({
        TableName: table,
        Key: key,
        UpdateExpression: 'SET endsAtMs = :over',
        ConditionExpression: 'endsAtMs = :mine',
        ExpressionAttributeValues: { ':over': 0, ':mine': endsAtMs },
      });
    },
  };
}
