import type { CampaignId, ShopperId } from './ids.ts';
import { isOver, laneOfShard, type Campaign, type Lane } from './campaign.ts';
import { shardOf, type WhyNotSend } from './consent.ts';
import type { Issue } from './voucher.ts';

/** Where one campaign × one shopper stands. PENDING has no row: it is the audience minus the rows there are. */
export const deliveryStates = [
  'PENDING',
  'CLAIMED',
  'SENDING',
  'SENT',
  'REFUSED',
  'UNKNOWN',
  'SKIPPED',
] as const;
/** A delivery's state. */
export type DeliveryState = (typeof deliveryStates)[number];

/** Why a delivery is not SENT; every such row has one. */
export type DeliveryReason =
  | 'being_claimed'
  | 'being_sent'
  | 'waiting_for_carrier'
  | WhyNotSend
  | 'number_missing'
  | 'carrier_refused_number'
  | 'carrier_refused_account'
  | 'carrier_in_doubt'
  | 'worker_lost'
  | 'campaign_cancelled'
  | 'campaign_ended'
  | 'not_reached_yet';

/** One campaign × one shopper. `fence` is the lane lease under which it was claimed. */
export type Delivery = {
  readonly shopperId: ShopperId;
  readonly state: Exclude<DeliveryState, 'PENDING'>;
  readonly fence: number;
  readonly reason?: DeliveryReason;
};

/** Legal moves; a row that reached SENDING is never claimed again (DESIGN §6.3). */
export const deliveryMoves = {
  fence: { from: 'CLAIMED', to: 'SENDING' },
  sent: { from: 'SENDING', to: 'SENT' },
  refuse: { from: 'SENDING', to: 'REFUSED' },
  doubt: { from: 'SENDING', to: 'UNKNOWN' },
  release: { from: 'SENDING', to: 'CLAIMED' },
  skip: { from: 'CLAIMED', to: 'SKIPPED' },
} as const;

/** A verb that moves a delivery. */
export type DeliveryMove = keyof typeof deliveryMoves;

/** The lane of a shopper in every campaign. */
export function laneOf(shopper: ShopperId): number {
  return laneOfShard(shardOf(shopper));
}

/** What came of a claim: ours, or the row that stands in the way, or why this shopper is left out. */
export type Claim =
  | { readonly kind: 'claimed' }
  | { readonly kind: 'standing'; readonly delivery: Delivery }
  | { readonly kind: 'left_out'; readonly reason: WhyNotSend };

/** What a claimed shopper's links are made from. */
export type Addressee = { readonly optOut: string };

/** The send ledger and the lanes over it; every change is one conditional write or one transaction. */
export type DeliveryBook = {
  /** Takes the lane when nobody holds it; each holder has a higher fence than the one before. */
  takeLane(
    campaign: CampaignId,
    lane: number,
    nowMs: number,
    leaseEndsAtMs: number,
  ): Promise<Lane | undefined>;
  /** Saves how far the lane has come and holds it on, or lets it go with `leaseEndsAtMs` 0; false when it was lost. */
  saveLane(lane: Lane): Promise<boolean>;
  chunk(campaign: CampaignId, lane: number, chunk: number): Promise<ShopperId[]>;
  /**
   * One transaction: row PENDING → CLAIMED, delivery still granted, the shopper not suspended, the number proven since
   * `provenSinceMs`, voucher issued or the one there re-used.
   */
  claim(
    campaign: Campaign,
    fence: number,
    issue: Issue,
    codeSalt: number,
    provenSinceMs: number,
  ): Promise<Claim>;
  /** Writes SKIPPED for a shopper who has no row. */
  leaveOut(campaign: CampaignId, shopper: ShopperId, fence: number, reason: DeliveryReason): Promise<void>;
  /** Moves a row that this fence holds; false when it does not any more. */
  move(
    campaign: CampaignId,
    shopper: ShopperId,
    fence: number,
    move: DeliveryMove,
    note: DeliveryNote,
  ): Promise<boolean>;
  /** Settles a row that a lost worker left under an older fence: SENDING → UNKNOWN; CLAIMED → SKIPPED once the campaign is over. */
  settle(campaign: Campaign, shopper: ShopperId, olderThanFence: number): Promise<void>;
  find(campaign: CampaignId, shopper: ShopperId): Promise<Delivery | undefined>;
  tally(campaign: CampaignId): Promise<Tally>;
};

/** What a move writes beside the state. */
export type DeliveryNote = { readonly reason?: DeliveryReason; readonly messageId?: string };

/** Counts over the rows of one campaign. */
export type Tally = {
  readonly byState: Readonly<Record<Exclude<DeliveryState, 'PENDING'>, number>>;
  readonly reasons: Readonly<Record<string, number>>;
  readonly clicked: number;
  readonly redeemed: number;
};

/** Why somebody whom a campaign had not reached will not get its message. */
export function whyLeft({ state }: Pick<Campaign, 'state'>): DeliveryReason {
  if (!isOver(state)) return 'not_reached_yet';
  return state === 'completed' ? 'campaign_ended' : 'campaign_cancelled';
}

/** The marketer's report: states always add up to `recipients`, and everyone not SENT has a reason. */
export function reportOf(campaign: Campaign, tally: Tally) {
  const recipients = campaign.recipients ?? campaign.plan?.recipients ?? 0;
  const rows = Object.values(tally.byState).reduce((sum, count) => sum + count, 0);
  const left = Math.max(0, recipients - rows);
  const reasons: Record<string, number> = { ...tally.reasons };
  const over = isOver(campaign.state);
  if (left > 0) {
    const reason = whyLeft(campaign);
    reasons[reason] = (reasons[reason] ?? 0) + left;
  }
  const byState = {
    ...tally.byState,
    PENDING: over ? 0 : left,
    SKIPPED: tally.byState.SKIPPED + (over ? left : 0),
  };
  return { recipients, byState, reasons, clicked: tally.clicked, redeemed: tally.redeemed };
}
