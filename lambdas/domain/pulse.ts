import type { Campaign, Lane, LaneOrder } from './campaign.ts';
import type { CampaignId, ShopperId } from './ids.ts';

/** What the pulse alone does to campaigns: find those under way, fix their audience, look at their lanes. */
export type PulseBook = {
  /** One pulse at a time: false while another holds the lock. */
  takeLock(nowMs: number, endsAtMs: number): Promise<boolean>;
  /** Lets the lock go, if it is still the one that ends then. */
  releaseLock(endsAtMs: number): Promise<void>;
  underWay(): Promise<CampaignId[]>;
  /** Forgets a campaign that is over and settled. */
  dismiss(id: CampaignId): Promise<void>;
  saveChunk(id: CampaignId, lane: number, chunk: number, shoppers: readonly ShopperId[]): Promise<void>;
  saveLane(lane: Lane): Promise<void>;
  lanes(id: CampaignId): Promise<Lane[]>;
  /** Takes up to `want` SMS parts out of the route's bucket, which fills at the route's rate up to a minute's worth. */
  takeParts(want: number, partsPerSecond: number, nowMs: number): Promise<number>;
};

/** Sends orders to the lanes' queue. */
export type LaneOrders = { send(order: LaneOrder): Promise<void> };

/** Whether somebody may be working in a lane right now. */
export function isHeld(lane: Lane, nowMs: number): boolean {
  return lane.leaseEndsAtMs >= nowMs;
}

/** Whether a worker vanished from a lane without letting it go, so that rows may stand open. */
export function isAbandoned(lane: Lane, nowMs: number): boolean {
  return lane.leaseEndsAtMs > 0 && !isHeld(lane, nowMs);
}

/** SMS parts a lane still needs. */
export function partsNeeded(campaign: Campaign, lane: Lane): number {
  return Math.max(0, lane.recipients - lane.walked) * (campaign.plan?.partsPerMessage ?? 1);
}
