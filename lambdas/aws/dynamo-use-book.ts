import { encodeTime } from 'ulid';
import * as z from 'zod/mini';
import { campaignId, couponId, redemptionId, type RedemptionId, type StoreId } from '../domain/ids.ts';
import type { TimeSpan } from '../domain/usage-days.ts';
import type { Use, UseBook } from '../domain/usage.ts';
import type { Dynamo } from './dynamo.ts';
import { allOf, pagesOf } from './dynamo-pages.ts';
import { named } from './items.ts';
import { bookKeys } from './keys.ts';

const useItem = z.object({
  redemptionId: named(redemptionId),
  couponId: named(couponId),
  campaignId: z.exactOptional(named(campaignId)),
  by: z.enum(['store-pin', 'store-qr', 'till']),
  staffId: z.exactOptional(z.string()),
  atMs: z.number(),
  undoneAtMs: z.exactOptional(z.number()),
});

const staffItem = z.object({ sk: z.string(), name: z.string() });
const staffPrefix = 'STF#';

/** Where the redemptions from a moment on begin: their ids begin with the time, ten letters of it. */
const redemptionsFrom = (store: StoreId, atMs: number) =>
  bookKeys.redemption(store, `red_${encodeTime(Math.max(0, atMs), 10)}`).sk;

/** Right behind a redemption, and before any other. */
const behind = (store: StoreId, id: RedemptionId) => `${bookKeys.redemption(store, id).sk}#`;

/** Redemptions in the Book as they are counted; the shopper and the voucher stay in the table. */
export function makeUseBook(dynamo: Dynamo, book: string, reading?: { readonly consistent: true }): UseBook {
  return {
    usesAt: async function* (store, { fromMs, toMs }: TimeSpan, after) {
      const [from, to] = [
        after === undefined ? redemptionsFrom(store, fromMs) : behind(store, after),
        redemptionsFrom(store, toMs),
      ];
      // A cursor of other days may be behind the end, and a BETWEEN from there is an error and not empty.
      if (from > to) return;
      const pages = pagesOf(dynamo, {
        TableName: book,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        ProjectionExpression: 'redemptionId, couponId, campaignId, #by, staffId, atMs, undoneAtMs',
        ExpressionAttributeNames: { '#by': 'by' },
        ExpressionAttributeValues: {
          ':pk': bookKeys.store(store).pk,
          ':from': from,
          ':to': to,
        },
        ConsistentRead: reading?.consistent === true,
      });
      for await (const items of pages) yield items.map((item): Use => useItem.parse(item));
    },
    staffNames: async store => {
      const items = await allOf(dynamo, {
        TableName: book,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :staff)',
        ProjectionExpression: 'sk, #name',
        ExpressionAttributeNames: { '#name': 'name' },
        ExpressionAttributeValues: { ':pk': bookKeys.store(store).pk, ':staff': staffPrefix },
      });
      const staff = items.map(item => staffItem.parse(item));
      return new Map(staff.map(({ sk, name }) => [sk.slice(staffPrefix.length), name]));
    },
  };
}
