import type { Audience } from '../domain/campaign.ts';
import { audienceShards } from '../domain/consent.ts';
import { shopperId, type ShopperId, type StoreId } from '../domain/ids.ts';
import type { Dynamo } from './dynamo.ts';
import { pagesOf } from './dynamo-pages.ts';
import { indexKeys } from './keys.ts';

/** Every shopper of one shard of the audience index. */
async function* shard(dynamo: Dynamo, book: string, number: number): AsyncGenerator<ShopperId> {
  const pages = pagesOf(dynamo, {
    TableName: book,
    IndexName: 'gsi1',
    KeyConditionExpression: 'gsi1pk = :shard',
    ExpressionAttributeValues: { ':shard': indexKeys.audience(number) },
    ProjectionExpression: 'gsi1sk',
  });
  for await (const items of pages) for (const { gsi1sk } of items) yield shopperId(String(gsi1sk));
}

/** Everyone who redeemed at one of these stores and did not have it undone. */
async function visitors(dynamo: Dynamo, book: string, stores: readonly StoreId[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (const store of stores) {
    const pages = pagesOf(dynamo, {
      TableName: book,
      KeyConditionExpression: 'pk = :store AND begins_with(sk, :redemption)',
      FilterExpression: 'attribute_not_exists(undoneAtMs)',
      ExpressionAttributeValues: { ':store': `STR#${store}`, ':redemption': 'RED#' },
      ProjectionExpression: 'shopperId',
    });
    for await (const items of pages) for (const item of items) found.add(String(item['shopperId']));
  }
  return found;
}

/** The people a campaign may reach; narrowed to visitors of stores where the campaign names stores. No number is read. */
export function makeAudience(dynamo: Dynamo, book: string): Audience {
  return {
    of: async stores => {
      const allowed = stores === undefined ? undefined : await visitors(dynamo, book, stores);
      async function* members(number: number): AsyncGenerator<ShopperId> {
        for await (const shopper of shard(dynamo, book, number)) {
          if (allowed === undefined || allowed.has(shopper)) yield shopper;
        }
      }
      const countShard = async (number: number) => {
        let count = 0;
        for await (const _ of members(number)) count += 1;
        return count;
      };
      const count = async () => {
        const counts = await Promise.all(
          Array.from({ length: audienceShards }, (_, number) => countShard(number)),
        );
        return counts.reduce((sum, one) => sum + one, 0);
      };
      return { count, shard: members };
    },
  };
}
