import { isOver, type Lane } from '../domain/campaign.ts';
import { whyNotSend, type Consents } from '../domain/consent.ts';
import {
  deliveryMoves,
  laneOf,
  whyLeft,
  type Claim,
  type Delivery,
  type DeliveryBook,
  type DeliveryReason,
} from '../domain/delivery.ts';
import { shopperId, type CampaignId, type ShopperId } from '../domain/ids.ts';
import type { Dynamo, Item, Write } from './dynamo.ts';
import { issueUpdate } from './dynamo-voucher-book.ts';
import { tally } from './dynamo-tally.ts';
import { itemOf, readItem } from './items.ts';
import { bookKeys } from './keys.ts';

const keyOf = (campaign: CampaignId, shopper: ShopperId) =>
  bookKeys.delivery(campaign, laneOf(shopper), shopper);

/** PENDING → CLAIMED: no row yet, or one that an older fence claimed and never began to send. */
function claimRow(table: string, campaign: CampaignId, shopper: ShopperId, fence: number): Write {
  return {
    Put: {
      TableName: table,
      Item: {
        ...keyOf(campaign, shopper),
        shopperId: shopper,
        state: 'CLAIMED',
        fence,
        reason: 'being_claimed',
      },
      ConditionExpression: 'attribute_not_exists(pk) OR (#state = :claimed AND fence < :fence)',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':claimed': 'CLAIMED', ':fence': fence },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}

// Consents from before the age of a proof was kept were given when the number was proven.
const isProven = '(provenAtMs >= :since OR (attribute_not_exists(provenAtMs) AND #usage.sinceMs >= :since))';

/** Delivery is granted, the shopper not suspended, the number proven since then; the item tells a refusal which failed. */
function maySend(table: string, shopper: ShopperId, provenSinceMs: number): Write {
  return {
    ConditionCheck: {
      TableName: table,
      Key: bookKeys.consents(shopper),
      ConditionExpression: `delivery.#state = :granted AND attribute_not_exists(suspendedAtMs) AND ${isProven}`,
      ExpressionAttributeNames: { '#state': 'state', '#usage': 'usage' },
      ExpressionAttributeValues: { ':granted': 'granted', ':since': provenSinceMs },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}

/** A move by its holder, from the state the move table says. */
async function move(
  dynamo: Dynamo,
  table: string,
  ...[campaign, shopper, fence, verb, note]: Parameters<DeliveryBook['move']>
): Promise<boolean> {
  const { from, to } = deliveryMoves[verb];
  const names = ['#state', ...(note.reason === undefined ? [] : ['#reason'])];
  const sets = [
    '#state = :to',
    'fence = :next',
    ...(note.reason === undefined ? [] : ['#reason = :reason']),
    ...(note.messageId === undefined ? [] : ['messageId = :messageId']),
  ];
  const { ok } = await dynamo.update({
    TableName: table,
    Key: keyOf(campaign, shopper),
    UpdateExpression: `SET ${sets.join(', ')}${note.reason === undefined ? ' REMOVE reason' : ''}`,
    ConditionExpression: '#state = :from AND fence = :fence',
    ExpressionAttributeNames: Object.fromEntries(names.map(name => [name, name.slice(1)])),
    ExpressionAttributeValues: {
      ':from': from,
      ':to': to,
      ':fence': fence,
      ':next': verb === 'release' ? 0 : fence,
      ...(note.reason === undefined ? {} : { ':reason': note.reason }),
      ...(note.messageId === undefined ? {} : { ':messageId': note.messageId }),
    },
  });
  return ok;
}

/** Moves a row of an older fence on, unless its holder has moved it meanwhile. */
async function settleRow(
  dynamo: Dynamo,
  table: string,
  key: Item,
  row: Delivery,
  to: string,
  reason: DeliveryReason,
): Promise<void> {
  await dynamo.update({
    TableName: table,
    Key: key,
    UpdateExpression: 'SET #state = :to, #reason = :reason',
    ConditionExpression: '#state = :from AND fence = :fence',
    ExpressionAttributeNames: { '#state': 'state', '#reason': 'reason' },
    ExpressionAttributeValues: { ':to': to, ':reason': reason, ':from': row.state, ':fence': row.fence },
  });
}

function whatRefused(refused: ReadonlyMap<number, Item | undefined>, provenSinceMs: number): Claim {
  const standing = readItem<Delivery>(itemOf.delivery, refused.get(0));
  if (standing !== undefined) return { kind: 'standing', delivery: standing };
  const consents = readItem<Consents>(itemOf.consents, refused.get(1));
  const reason = refused.has(1) ? whyNotSend(consents, provenSinceMs) : undefined;
  if (reason !== undefined) return { kind: 'left_out', reason };
  throw new Error('a claim was refused without a reason');
}

async function takeLane(
  dynamo: Dynamo,
  table: string,
  ...[campaign, lane, nowMs, endsAtMs]: Parameters<DeliveryBook['takeLane']>
) {
  const { ok, item } = await dynamo.update({
    TableName: table,
    Key: bookKeys.lane(campaign, lane),
    UpdateExpression: 'SET leaseEndsAtMs = :ends ADD fence :one',
    ConditionExpression: 'attribute_exists(pk) AND leaseEndsAtMs < :now',
    ExpressionAttributeValues: { ':ends': endsAtMs, ':now': nowMs, ':one': 1 },
  });
  return ok ? readItem<Lane>(itemOf.lane, item) : undefined;
}

async function saveLane(dynamo: Dynamo, table: string, lane: Lane): Promise<boolean> {
  const { ok } = await dynamo.update({
    TableName: table,
    Key: bookKeys.lane(lane.campaignId, lane.lane),
    UpdateExpression:
      'SET #chunk = :chunk, #offset = :offset, walked = :walked, leaseEndsAtMs = :ends, readings = :readings',
    ConditionExpression: 'fence = :fence',
    ExpressionAttributeNames: { '#chunk': 'chunk', '#offset': 'offset' },
    ExpressionAttributeValues: {
      ':chunk': lane.chunk,
      ':offset': lane.offset,
      ':walked': lane.walked,
      ':ends': lane.leaseEndsAtMs,
      ':readings': lane.readings,
      ':fence': lane.fence,
    },
  });
  return ok;
}

/** The send ledger in the Book. */
export function makeDeliveryBook(dynamo: Dynamo, book: string): DeliveryBook {
  return {
    takeLane: (...wish) => takeLane(dynamo, book, ...wish),
    saveLane: lane => saveLane(dynamo, book, lane),
    chunk: async (campaign, lane, chunk) => {
      const ids = (await dynamo.get(book, bookKeys.chunk(campaign, lane, chunk)))?.['shoppers'];
      return typeof ids === 'string' ? ids.split(',').map(shopperId) : [];
    },
    claim: async (campaign, fence, issue, codeSalt, provenSinceMs) => {
      const outcome = await dynamo.transact([
        claimRow(book, campaign.campaignId, issue.shopperId, fence),
        maySend(book, issue.shopperId, provenSinceMs),
        { Update: issueUpdate(book, issue, codeSalt, campaign.campaignId) },
      ]);
      return outcome.ok ? { kind: 'claimed' } : whatRefused(outcome.refused, provenSinceMs);
    },
    leaveOut: async (campaign, shopper, fence, reason) => {
      await dynamo.update({
        TableName: book,
        Key: keyOf(campaign, shopper),
        UpdateExpression: 'SET #state = :skipped, #reason = :reason, fence = :fence, shopperId = :shopper',
        ConditionExpression: 'attribute_not_exists(pk) OR (#state = :claimed AND fence < :fence)',
        ExpressionAttributeNames: { '#state': 'state', '#reason': 'reason' },
        ExpressionAttributeValues: {
          ':skipped': 'SKIPPED',
          ':claimed': 'CLAIMED',
          ':reason': reason,
          ':fence': fence,
          ':shopper': shopper,
        },
      });
    },
    move: (...wish) => move(dynamo, book, ...wish),
    settle: async (campaign, shopper, olderThanFence) => {
      const key = keyOf(campaign.campaignId, shopper);
      const row = readItem<Delivery>(itemOf.delivery, await dynamo.get(book, key));
      if (row === undefined || row.fence >= olderThanFence) return;
      if (row.state === 'SENDING') await settleRow(dynamo, book, key, row, 'UNKNOWN', 'worker_lost');
      if (row.state === 'CLAIMED' && isOver(campaign.state))
        await settleRow(dynamo, book, key, row, 'SKIPPED', whyLeft(campaign));
    },
    find: async (campaign, shopper) =>
      readItem<Delivery>(itemOf.delivery, await dynamo.get(book, keyOf(campaign, shopper))),
    tally: campaign => tally(dynamo, book, campaign),
  };
}
