import { laneCount } from '../domain/campaign.ts';
import type { Tally } from '../domain/delivery.ts';
import type { CampaignId } from '../domain/ids.ts';
import type { Dynamo, Item } from './dynamo.ts';
import { pagesOf } from './dynamo-pages.ts';

const none = { CLAIMED: 0, SENDING: 0, SENT: 0, REFUSED: 0, UNKNOWN: 0, SKIPPED: 0 };

async function countLane(
  dynamo: Dynamo,
  table: string,
  campaign: CampaignId,
  lane: number,
  count: (row: Item) => void,
): Promise<void> {
  const pages = pagesOf(dynamo, {
    TableName: table,
    KeyConditionExpression: 'pk = :lane',
    ExpressionAttributeValues: { ':lane': `CMP#${campaign}#${lane}` },
    ProjectionExpression: '#state, #reason, clickedAtMs, redeemedAtMs',
    ExpressionAttributeNames: { '#state': 'state', '#reason': 'reason' },
    ConsistentRead: true,
  });
  for await (const items of pages) items.forEach(count);
}

/** Counts the rows of a campaign from the ledger itself, so that the figures cannot drift from it. */
export async function tally(dynamo: Dynamo, table: string, campaign: CampaignId): Promise<Tally> {
  const byState: Record<string, number> & typeof none = { ...none };
  const reasons: Record<string, number> = {};
  let clicked = 0;
  let redeemed = 0;
  const count = ({ state, reason, clickedAtMs, redeemedAtMs }: Item) => {
    byState[String(state)] = (byState[String(state)] ?? 0) + 1;
    if (state !== 'SENT') reasons[String(reason)] = (reasons[String(reason)] ?? 0) + 1;
    clicked += clickedAtMs === undefined ? 0 : 1;
    redeemed += redeemedAtMs === undefined ? 0 : 1;
  };
  const lanes = Array.from({ length: laneCount }, (_, lane) =>
    countLane(dynamo, table, campaign, lane, count),
  );
  await Promise.all(lanes);
  return { byState, reasons, clicked, redeemed };
}
