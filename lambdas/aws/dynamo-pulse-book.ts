import type { Lane } from '../domain/campaign.ts';
import { campaignId } from '../domain/ids.ts';
import type { PulseBook } from '../domain/pulse.ts';
import type { Dynamo, Item } from './dynamo.ts';
import { makeLock } from './dynamo-lock.ts';
import { allOf } from './dynamo-pages.ts';
import { itemOf } from './items.ts';
import { bookKeys } from './keys.ts';

/** A minute's worth of SMS parts: what the bucket holds at most. */
const bucketSeconds = 60;

/** Takes parts in one conditional write over the bucket as it was seen. */
async function takeParts(
  dynamo: Dynamo,
  table: string,
  want: number,
  partsPerSecond: number,
  nowMs: number,
): Promise<number> {
  if (want <= 0) return 0;
  const capacity = partsPerSecond * bucketSeconds;
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const bucket = await dynamo.get(table, bookKeys.pulseBucket);
    const seenAtMs = Number(bucket?.['atMs'] ?? 0);
    const filled =
      Number(bucket?.['parts'] ?? capacity) + (Math.max(0, nowMs - seenAtMs) / 1000) * partsPerSecond;
    const available = Math.min(capacity, filled);
    const taken = Math.min(want, Math.floor(available));
    const { ok } = await dynamo.update({
      TableName: table,
      Key: bookKeys.pulseBucket,
      UpdateExpression: 'SET parts = :parts, atMs = :now',
      ConditionExpression: 'attribute_not_exists(pk) OR (atMs = :seenAt AND parts = :seen)',
      ExpressionAttributeValues: {
        ':parts': available - taken,
        ':now': nowMs,
        ':seenAt': seenAtMs,
        ':seen': Number(bucket?.['parts'] ?? 0),
      },
    });
    if (ok) return taken;
  }
  return 0;
}

function queryAll(dynamo: Dynamo, table: string, pk: string, prefix: string): Promise<Item[]> {
  return allOf(dynamo, {
    TableName: table,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': pk, ':prefix': prefix },
    ConsistentRead: true,
  });
}

/** What the pulse keeps in the Book: its lock, its bucket, and the lanes of campaigns under way. */
export function makePulseBook(dynamo: Dynamo, book: string): PulseBook {
  const lock = makeLock(dynamo, book, bookKeys.pulseLock);
  const put = async (item: Item) => {
    await dynamo.put(book, item);
  };
  return {
    takeLock: lock.take,
    releaseLock: lock.release,
    underWay: async () =>
      (await queryAll(dynamo, book, 'PULSE', 'CMP#')).map(item => campaignId(String(item['campaignId']))),
    dismiss: id => dynamo.delete(book, bookKeys.underWay(id)),
    saveChunk: (id, lane, chunk, shoppers) =>
      put({ ...bookKeys.chunk(id, lane, chunk), shoppers: shoppers.join(',') }),
    saveLane: (lane: Lane) => put({ ...bookKeys.lane(lane.campaignId, lane.lane), ...lane }),
    lanes: async id =>
      (await queryAll(dynamo, book, `CMP#${id}`, 'LANE#')).map(item => itemOf.lane.parse(item)),
    takeParts: (want, partsPerSecond, nowMs) => takeParts(dynamo, book, want, partsPerSecond, nowMs),
  };
}
