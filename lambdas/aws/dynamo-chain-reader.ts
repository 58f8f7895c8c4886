import type { ChainReader } from '../domain/register-check.ts';
import type { Dynamo } from './dynamo.ts';
import { pagesOf } from './dynamo-pages.ts';
import { registerKeys } from './keys.ts';
import { registerRow } from './register-items.ts';

const pages = (dynamo: Dynamo, table: string, pk: string) =>
  pagesOf(dynamo, {
    TableName: table,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': pk },
    ConsistentRead: true,
  });

/** Reads the Register for checking; an item that is no row, or no name of a chain, is handed on as such. */
export function makeChainReader(dynamo: Dynamo, table: string): ChainReader {
  return {
    chains: async function* chains(kind, part) {
      for await (const items of pages(dynamo, table, registerKeys.directory(kind, part)))
        yield items.map(({ chain, kind: of }) =>
          of === kind && typeof chain === 'string' ? chain : undefined,
        );
    },
    rows: async function* rows(chain) {
      for await (const items of pages(dynamo, table, chain))
        yield items.map(item => {
          const { success, data: row } = registerRow.safeParse(item);
          return success ? { place: Number(item['sk']), row } : { place: Number(item['sk']) };
        });
    },
  };
}
