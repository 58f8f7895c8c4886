import * as z from 'zod/mini';
import type { Reconciliation, ReconciliationBook } from '../domain/reconciliation.ts';
import type { Dynamo } from './dynamo.ts';
import { setFields } from './dynamo.ts';
import { readItem } from './items.ts';
import { bookKeys } from './keys.ts';

const tally = z.object({ count: z.int(), sum: z.string() });
const reconciliation = z.object({
  dayMs: z.number(),
  partsRead: z.int(),
  chainsTo: z.string(),
  opened: tally,
  registered: tally,
});

/** How far the comparison has come, in one item that one run moves on at a time. */
export function makeReconciliationBook(dynamo: Dynamo, table: string): ReconciliationBook {
  return {
    reconciliation: async () =>
      readItem<Reconciliation>(reconciliation, await dynamo.get(table, bookKeys.reconciliation)),
    advance: async (before, after) => {
      const { set, ExpressionAttributeNames, ExpressionAttributeValues } = setFields(after);
      const isThere = 'dayMs = :day AND partsRead = :parts AND chainsTo = :chain';
      const seen = before && { ':day': before.dayMs, ':parts': before.partsRead, ':chain': before.chainsTo };
      const { ok } = await dynamo.update({
        TableName: table,
        Key: bookKeys.reconciliation,
        UpdateExpression: `SET ${set}`,
        ConditionExpression: before === undefined ? 'attribute_not_exists(pk)' : isThere,
        ExpressionAttributeNames,
        ExpressionAttributeValues: { ...ExpressionAttributeValues, ...seen },
      });
      return ok;
    },
  };
}
