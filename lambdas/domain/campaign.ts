import type { CampaignId, CouponId, ShopperId, StoreId } from './ids.ts';
import type { Head } from './register.ts';
import type { Page } from './store.ts';
import type { Creation, ReplayKey } from './replay.ts';

/** Where a campaign is: `launched` gathers its audience, `sending` delivers to it. */
export type CampaignState =
  | 'draft'
  | 'planned'
  | 'launched'
  | 'sending'
  | 'paused'
  | 'completed'
  | 'cancelled'
  | 'halted';

/** What a launch would mean: people, SMS parts, price range and times (milliseconds). */
export type Plan = {
  readonly recipients: number;
  readonly partsPerMessage: number;
  readonly parts: number;
  readonly cost: { readonly min: number; readonly max: number; readonly currency: string };
  readonly startsAtMs: number;
  readonly endsAtMs: number;
};

/** A message and a coupon for an audience; times in milliseconds. `recipients` is fixed when the audience is gathered. */
export type Campaign = {
  readonly campaignId: CampaignId;
  readonly name: string;
  readonly couponId: CouponId;
  readonly body: string;
  readonly storeIds?: readonly StoreId[];
  readonly startAtMs?: number;
  readonly endAtMs?: number;
  readonly createdAtMs: number;
  readonly state: CampaignState;
  readonly plan?: Plan;
  readonly recipients?: number;
  readonly resumesTo?: 'launched' | 'sending';
};

/** Legal moves: from which states each verb leads where. Conditions in the database are derived from this table. */
export const campaignMoves = {
  plan: { from: ['draft', 'planned'], to: 'planned' },
  launch: { from: ['planned'], to: 'launched' },
  gather: { from: ['launched'], to: 'sending' },
  pause: { from: ['launched', 'sending'], to: 'paused' },
  resume: { from: ['paused'], to: 'sending' },
  cancel: { from: ['draft', 'planned', 'launched', 'sending', 'paused'], to: 'cancelled' },
  complete: { from: ['sending'], to: 'completed' },
  halt: { from: ['launched', 'sending', 'paused'], to: 'halted' },
} as const satisfies Record<string, { from: readonly CampaignState[]; to: CampaignState }>;

/** A verb that moves a campaign. */
export type CampaignMove = keyof typeof campaignMoves;

/** Whether a campaign is over, so that nobody who is left will get its message. */
export function isOver(state: CampaignState): boolean {
  return state === 'completed' || state === 'cancelled' || state === 'halted';
}

/** The state a move leads to: resuming goes back to gathering when the audience was not complete. */
export function stateAfter(move: CampaignMove, campaign: Campaign): CampaignState {
  return move === 'resume' ? (campaign.resumesTo ?? 'sending') : campaignMoves[move].to;
}

/** Parallel lanes of one campaign; a shopper's shard decides the lane. */
export const laneCount = 4;

/** The lane of an audience shard. */
export function laneOfShard(shard: number): number {
  return shard % laneCount;
}

/** The fixed audience of one lane: chunks of shopper ids, how far it has come, and who holds it. Times in milliseconds. */
export type Lane = {
  readonly campaignId: CampaignId;
  readonly lane: number;
  readonly recipients: number;
  readonly chunks: number;
  readonly chunk: number;
  readonly offset: number;
  readonly walked: number;
  readonly fence: number;
  readonly leaseEndsAtMs: number;
  readonly readings: Head;
};

/** Whether nothing is left to do in a lane. */
export function laneIsDone(lane: Pick<Lane, 'chunk' | 'chunks'>): boolean {
  return lane.chunk >= lane.chunks;
}

/** What the pulse asks of a lane for this minute; ids and counts only. `parts` 0 means: only settle what was left open. */
export type LaneOrder = {
  readonly campaignId: CampaignId;
  readonly lane: number;
  readonly parts: number;
  readonly partsPerSecond: number;
  readonly endsAtMs: number;
};

/** Shopper ids in one chunk of a gathered audience. */
export const chunkSize = 1000;

/** Keeps campaigns and moves them. */
export type CampaignBook = {
  create(campaign: Campaign, replay: ReplayKey | undefined): Promise<Creation<CampaignId>>;
  byId(id: CampaignId): Promise<Campaign | undefined>;
  list(cursor: string | undefined, limit: number): Promise<Page<Campaign>>;
  /** One conditional write; false when the campaign was not in a state the move starts from. */
  move(campaign: Campaign, move: CampaignMove, also?: Partial<Campaign>): Promise<boolean>;
};

/** The people who may get a campaign: granted delivery, seen through the sparse audience index. */
export type Members = { count(): Promise<number>; shard(shard: number): AsyncIterable<ShopperId> };

/** Finds the members of an audience; with stores named, only those who redeemed at one of them. */
export type Audience = { of(stores: readonly StoreId[] | undefined): Promise<Members> };
