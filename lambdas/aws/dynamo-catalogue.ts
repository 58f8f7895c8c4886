import type * as z from 'zod/mini';
import { campaignMoves, stateAfter, type Campaign, type CampaignBook } from '../domain/campaign.ts';
import type { Coupon, CouponBook } from '../domain/coupon.ts';
import { campaignId, couponId, storeId } from '../domain/ids.ts';
import type { Creation, ReplayKey } from '../domain/replay.ts';
import type { Page, Store, StoreBook } from '../domain/store.ts';
import { setFields, type Dynamo, type Item } from './dynamo.ts';
import { stopCoupon, timesUsed } from './dynamo-coupon-stops.ts';
import { changeStore } from './dynamo-store-change.ts';
import { itemOf, readItem } from './items.ts';
import { bookKeys, indexKeys, type BookKey } from './keys.ts';
import { replayWrites, sameRequest } from './replay-writes.ts';

/** The tables that what marketers make lies in. */
export type CatalogueTables = { readonly book: string; readonly gate: string };

/** Puts a new noun, once per Idempotency-Key. */
export async function createOnce<Id extends string>(
  dynamo: Dynamo,
  { book, gate }: CatalogueTables,
  item: Item,
  made: { id: Id; name: (text: string) => Id },
  replay: ReplayKey | undefined,
): Promise<Creation<Id>> {
  const put = { Put: { TableName: book, Item: item, ConditionExpression: 'attribute_not_exists(pk)' } };
  const outcome = await dynamo.transact([put, ...replayWrites(gate, replay, { answer: made.id })]);
  if (outcome.ok) return { kind: 'created' };
  const standing = outcome.refused.get(1);
  if (replay === undefined || standing === undefined) throw new Error('a new id was taken');
  return sameRequest(replay, standing)
    ? { kind: 'repeated', id: made.name(String(standing['answer'])) }
    : { kind: 'key_reused' };
}

const readCursor = (cursor: string): unknown => {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
};

/** The key a list goes on from; a cursor that is not ours starts the list anew. */
function startKey(
  partition: string,
  keyOf: (id: string) => BookKey,
  cursor: string | undefined,
): Item | undefined {
  const id = cursor === undefined ? undefined : readCursor(cursor);
  return typeof id === 'string' && /^\w{1,60}$/u.test(id)
    ? { ...keyOf(id), gsi1pk: partition, gsi1sk: id }
    : undefined;
}

/** One page of a partition of the index, newest first. */
async function list<T>(
  dynamo: Dynamo,
  book: string,
  partition: string,
  schema: z.ZodMiniType<T>,
  keyOf: (id: string) => BookKey,
  cursor: string | undefined,
  limit: number,
): Promise<Page<T>> {
  const { items, next } = await dynamo.query({
    TableName: book,
    IndexName: 'gsi1',
    KeyConditionExpression: 'gsi1pk = :partition',
    ExpressionAttributeValues: { ':partition': partition },
    ExclusiveStartKey: startKey(partition, keyOf, cursor),
    ScanIndexForward: false,
    Limit: limit,
  });
  const page = { items: items.map(item => schema.parse(item)) };
  return next === undefined
    ? page
    : { ...page, cursor: Buffer.from(JSON.stringify(next['gsi1sk'])).toString('base64url') };
}

/** A PIN set in the same moment as one is ended must come after it, so the end that was seen is part of the condition. */
const endedAs = ({ pinEndedAtMs }: Store) =>
  pinEndedAtMs === undefined ? 'attribute_not_exists(pinEndedAtMs)' : 'pinEndedAtMs = :ended';

/** Stores in the Book. */
export function makeStoreBook(dynamo: Dynamo, tables: CatalogueTables): StoreBook {
  const { book } = tables;
  return {
    create: (store, replay) => {
      const item = {
        ...bookKeys.store(store.storeId),
        ...store,
        gsi1pk: indexKeys.stores,
        gsi1sk: store.storeId,
      };
      return createOnce(dynamo, tables, item, { id: store.storeId, name: storeId }, replay);
    },
    byId: async id => readItem<Store>(itemOf.store, await dynamo.get(book, bookKeys.store(id))),
    list: (cursor, limit) =>
      list<Store>(
        dynamo,
        book,
        indexKeys.stores,
        itemOf.store,
        id => bookKeys.store(storeId(id)),
        cursor,
        limit,
      ),
    change: (id, change) => changeStore(dynamo, book, id, change),
    setPin: async (seen, pin) => {
      const { set, ...fields } = setFields(pin);
      const outcome = await dynamo.update({
        TableName: book,
        Key: bookKeys.store(seen.storeId),
        UpdateExpression: `SET ${set}`,
        ConditionExpression: `#pinMac = :seen AND ${endedAs(seen)}`,
        ...fields,
        ExpressionAttributeValues: {
          ...fields.ExpressionAttributeValues,
          ':seen': seen.pinMac,
          ...(seen.pinEndedAtMs === undefined ? {} : { ':ended': seen.pinEndedAtMs }),
        },
      });
      return outcome.ok;
    },
  };
}

/** Coupons in the Book. */
export function makeCouponBook(dynamo: Dynamo, tables: CatalogueTables): CouponBook {
  const { book } = tables;
  return {
    create: (coupon, replay) => {
      const item = {
        ...bookKeys.coupon(coupon.couponId),
        ...coupon,
        gsi1pk: indexKeys.coupons,
        gsi1sk: coupon.couponId,
      };
      return createOnce(dynamo, tables, item, { id: coupon.couponId, name: couponId }, replay);
    },
    byId: async id => readItem<Coupon>(itemOf.coupon, await dynamo.get(book, bookKeys.coupon(id))),
    list: (cursor, limit) =>
      list<Coupon>(
        dynamo,
        book,
        indexKeys.coupons,
        itemOf.coupon,
        id => bookKeys.coupon(couponId(id)),
        cursor,
        limit,
      ),
    stop: (coupon, stop) => stopCoupon(dynamo, book, coupon, stop),
    timesUsed: coupon => timesUsed(dynamo, book, coupon),
  };
}

/** Two pauses in a row may mean different ways back, so a move is conditional on the one that was seen. */
const resumesAs = ({ resumesTo }: Campaign) =>
  resumesTo === undefined ? 'attribute_not_exists(resumesTo)' : 'resumesTo = :back';

/** Campaigns in the Book; launching also puts the campaign under way, in the same transaction. */
export function makeCampaignBook(dynamo: Dynamo, tables: CatalogueTables): CampaignBook {
  const { book } = tables;
  return {
    create: (campaign, replay) => {
      const { campaignId: id } = campaign;
      const item = { ...bookKeys.campaign(id), ...campaign, gsi1pk: indexKeys.campaigns, gsi1sk: id };
      return createOnce(dynamo, tables, item, { id, name: campaignId }, replay);
    },
    byId: async id => readItem<Campaign>(itemOf.campaign, await dynamo.get(book, bookKeys.campaign(id))),
    list: (cursor, limit) =>
      list<Campaign>(
        dynamo,
        book,
        indexKeys.campaigns,
        itemOf.campaign,
        id => bookKeys.campaign(campaignId(id)),
        cursor,
        limit,
      ),
    move: async (campaign, move, also = {}) => {
      const from: readonly string[] = campaignMoves[move].from;
      if (!from.includes(campaign.state)) return false;
      const { set, ...fields } = setFields({ ...also, state: stateAfter(move, campaign) });
      const update = {
        Update: {
          TableName: book,
          Key: bookKeys.campaign(campaign.campaignId),
          UpdateExpression: `SET ${set}`,
          ConditionExpression: `#state = :seen AND ${resumesAs(campaign)}`,
          ...fields,
          ExpressionAttributeValues: {
            ...fields.ExpressionAttributeValues,
            ':seen': campaign.state,
            ...(campaign.resumesTo === undefined ? {} : { ':back': campaign.resumesTo }),
          },
        },
      };
      const underWay = {
        Put: {
          TableName: book,
          Item: { ...bookKeys.underWay(campaign.campaignId), campaignId: campaign.campaignId },
        },
      };
      return (await dynamo.transact(move === 'launch' ? [update, underWay] : [update])).ok;
    },
  };
}
