import * as z from 'zod/mini';
import type { RootPlaces } from '../domain/register-root.ts';
import type { Dynamo } from './dynamo.ts';
import { readItem } from './items.ts';
import { bookKeys } from './keys.ts';

const rootPlace = z.object({ number: z.int(), toMs: z.number(), hash: z.string() });

/** The archive's place in the Book: its last root. */
export function makeRootPlaces(dynamo: Dynamo, book: string): RootPlaces {
  return {
    last: async () => readItem(rootPlace, await dynamo.get(book, bookKeys.lastRoot)),
    advance: async (before, { number, toMs, hash }) => {
      const { ok } = await dynamo.update({
        TableName: book,
        Key: bookKeys.lastRoot,
        UpdateExpression: 'SET #number = :number, toMs = :to, #hash = :hash',
        ConditionExpression:
          before.number === 0 ? 'attribute_not_exists(pk)' : '#number = :before AND #hash = :seen',
        ExpressionAttributeNames: { '#number': 'number', '#hash': 'hash' },
        ExpressionAttributeValues: {
          ':number': number,
          ':to': toMs,
          ':hash': hash,
          ...(before.number === 0 ? {} : { ':before': before.number, ':seen': before.hash }),
        },
      });
      return ok;
    },
  };
}
