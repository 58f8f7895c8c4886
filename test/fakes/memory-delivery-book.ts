import { isOver, type Campaign, type Lane } from '../../lambdas/domain/campaign.ts';
import { whyNotSend } from '../../lambdas/domain/consent.ts';
import {
  deliveryMoves,
  whyLeft,
  type Claim,
  type DeliveryBook,
  type DeliveryReason,
  type Tally,
} from '../../lambdas/domain/delivery.ts';
import type { CampaignId, ShopperId } from '../../lambdas/domain/ids.ts';
import { chunkKey, deliveryKey, laneKey, type DeliveryRow, type MemoryStore } from './memory-store.ts';
import type { Wire } from './wire.ts';

/** PENDING, or claimed under an older fence and never begun to send. */
function isClaimable(row: DeliveryRow | undefined, fence: number): boolean {
  return row === undefined || (row.state === 'CLAIMED' && row.fence < fence);
}

function claim(
  store: MemoryStore,
  ...[campaign, fence, issue, codeSalt, provenSinceMs]: Parameters<DeliveryBook['claim']>
): Claim {
  const { campaignId } = campaign;
  const { shopperId, voucherId } = issue;
  const key = deliveryKey(campaignId, shopperId);
  const row = store.deliveries.get(key);
  if (row !== undefined && !isClaimable(row, fence)) return { kind: 'standing', delivery: row };
  const reason = whyNotSend(store.consents.get(shopperId), provenSinceMs);
  if (reason !== undefined) return { kind: 'left_out', reason };
  store.deliveries.set(key, { shopperId, state: 'CLAIMED', fence, reason: 'being_claimed' });
  store.vouchers.set(voucherId, {
    ...(store.vouchers.get(voucherId) ?? { ...issue, codeSalt }),
    campaignId,
  });
  return { kind: 'claimed' };
}

function move(
  store: MemoryStore,
  ...[campaign, shopper, fence, verb, note]: Parameters<DeliveryBook['move']>
): boolean {
  const { from, to } = deliveryMoves[verb];
  const key = deliveryKey(campaign, shopper);
  const row = store.deliveries.get(key);
  if (row?.state !== from || row.fence !== fence) return false;
  const { reason: _, ...rest } = row;
  store.deliveries.set(key, { ...rest, ...note, state: to, fence: verb === 'release' ? 0 : fence });
  return true;
}

/** What settling does to a row of an older fence, or undefined when it may stay. */
function settlement(
  { state }: DeliveryRow,
  campaign: Campaign,
): Pick<DeliveryRow, 'state' | 'reason'> | undefined {
  if (state === 'SENDING') return { state: 'UNKNOWN', reason: 'worker_lost' };
  return state === 'CLAIMED' && isOver(campaign.state)
    ? { state: 'SKIPPED', reason: whyLeft(campaign) }
    : undefined;
}

async function settle(
  store: MemoryStore,
  wire: Wire,
  ...[campaign, shopper, olderThanFence]: Parameters<DeliveryBook['settle']>
): Promise<void> {
  const key = deliveryKey(campaign.campaignId, shopper);
  const seen = await wire({ verb: 'get', about: `delivery ${shopper}` }, () => store.deliveries.get(key));
  if (seen === undefined || seen.fence >= olderThanFence) return;
  const after = settlement(seen, campaign);
  if (after === undefined) return;
  await wire({ verb: 'update', about: `settle ${shopper} ${after.state}` }, () => {
    const row = store.deliveries.get(key);
    if (row?.state === seen.state && row.fence === seen.fence)
      store.deliveries.set(key, { ...row, ...after });
  });
}

function leaveOut(
  store: MemoryStore,
  campaign: CampaignId,
  shopper: ShopperId,
  fence: number,
  reason: DeliveryReason,
): void {
  const key = deliveryKey(campaign, shopper);
  if (isClaimable(store.deliveries.get(key), fence))
    store.deliveries.set(key, { shopperId: shopper, state: 'SKIPPED', fence, reason });
}

function takeLane(
  store: MemoryStore,
  ...[campaign, number, nowMs, leaseEndsAtMs]: Parameters<DeliveryBook['takeLane']>
): Lane | undefined {
  const key = laneKey(campaign, number);
  const lane = store.lanes.get(key);
  if (lane === undefined || lane.leaseEndsAtMs >= nowMs) return undefined;
  const taken = { ...lane, leaseEndsAtMs, fence: lane.fence + 1 };
  store.lanes.set(key, taken);
  return taken;
}

function saveLane(store: MemoryStore, lane: Lane): boolean {
  const key = laneKey(lane.campaignId, lane.lane);
  const standing = store.lanes.get(key);
  if (standing?.fence !== lane.fence) return false;
  const { chunk, offset, walked, leaseEndsAtMs, readings } = lane;
  store.lanes.set(key, { ...standing, chunk, offset, walked, leaseEndsAtMs, readings });
  return true;
}

/** Counts a campaign's rows. */
export function tallyOf(store: MemoryStore, campaign: CampaignId): Tally {
  const byState = { CLAIMED: 0, SENDING: 0, SENT: 0, REFUSED: 0, UNKNOWN: 0, SKIPPED: 0 };
  const reasons: Record<string, number> = {};
  for (const [key, row] of store.deliveries) {
    if (!key.startsWith(`${campaign}|`)) continue;
    byState[row.state] += 1;
    if (row.state !== 'SENT') reasons[String(row.reason)] = (reasons[String(row.reason)] ?? 0) + 1;
  }
  return { byState, reasons, clicked: 0, redeemed: 0 };
}

/** The send ledger in memory: every change is one conditional write or one transaction, as in DynamoDB. */
export function makeMemoryDeliveryBook(store: MemoryStore, wire: Wire): DeliveryBook {
  return {
    takeLane: (...wish) =>
      wire({ verb: 'update', about: `take lane ${wish[1]}` }, () => takeLane(store, ...wish)),
    saveLane: lane =>
      wire({ verb: 'update', about: `save lane ${lane.lane} at ${lane.chunk}.${lane.offset}` }, () =>
        saveLane(store, lane),
      ),
    chunk: (campaign, lane, chunk) =>
      wire({ verb: 'get', about: `chunk ${lane}.${chunk}` }, () => [
        ...(store.chunks.get(chunkKey(campaign, lane, chunk)) ?? []),
      ]),
    claim: (...wish) =>
      wire({ verb: 'transact', about: `claim ${wish[2].shopperId} fence ${wish[1]}` }, () =>
        claim(store, ...wish),
      ),
    leaveOut: (...wish) =>
      wire({ verb: 'update', about: `leave out ${wish[1]}` }, () => leaveOut(store, ...wish)),
    move: (...wish) =>
      wire({ verb: 'update', about: `${wish[3]} ${wish[1]} fence ${wish[2]}` }, () => move(store, ...wish)),
    settle: (...wish) => settle(store, wire, ...wish),
    find: (campaign, shopper) =>
      wire({ verb: 'get', about: `delivery ${shopper}` }, () => {
        const row = store.deliveries.get(deliveryKey(campaign, shopper));
        if (row === undefined) return undefined;
        const { messageId: _, ...delivery } = row;
        return delivery;
      }),
    tally: campaign => wire({ verb: 'query', about: 'tally' }, () => tallyOf(store, campaign)),
  };
}
