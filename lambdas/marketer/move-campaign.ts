import {
  campaignMoves,
  type Audience,
  type Campaign,
  type CampaignBook,
  type CampaignMove,
  type Plan,
} from '../domain/campaign.ts';
import { whyNotGiven, type Coupon, type CouponBook } from '../domain/coupon.ts';
import type { CampaignId } from '../domain/ids.ts';
import { completeBody, fillBody, sampleLinks } from '../domain/message.ts';
import { countParts } from '../domain/message-parts.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';

/** What planning and moving campaigns needs; prices are per SMS part. */
export type MoveDeps = {
  readonly campaigns: CampaignBook;
  readonly coupons: Pick<CouponBook, 'byId'>;
  readonly audience: Audience;
  readonly origin: string;
  readonly partsPerSecond: number;
  readonly pricePerPart: number;
  readonly currency: string;
};

/** Carriers in Japan bill long texts differently: one part up to twice what the plain count says (campaigns.md §1.2). */
const costSpread = (partsPerMessage: number) =>
  partsPerMessage === 1 ? [1, 1] : [1 / partsPerMessage, (partsPerMessage + 1) / partsPerMessage];

function drawPlan(deps: MoveDeps, campaign: Campaign, recipients: number, nowMs: number): Plan {
  const text = fillBody(completeBody(campaign.body), sampleLinks(deps.origin));
  const partsPerMessage = countParts(text);
  const parts = partsPerMessage * recipients;
  const [low = 1, high = 1] = costSpread(partsPerMessage);
  const price = (factor: number) => Math.round(parts * factor * deps.pricePerPart * 100) / 100;
  const startsAtMs = Math.max(campaign.startAtMs ?? nowMs, nowMs);
  return {
    recipients,
    partsPerMessage,
    parts,
    cost: { min: price(low), max: price(high), currency: deps.currency },
    startsAtMs,
    endsAtMs: startsAtMs + Math.ceil(parts / deps.partsPerSecond) * 1000,
  };
}

function whyNotPlan(campaign: Campaign, coupon: Coupon | undefined, nowMs: number): Refusal | undefined {
  if (coupon === undefined) return refuse('coupon.not_found');
  const startsAtMs = Math.max(campaign.startAtMs ?? nowMs, nowMs);
  const isOver =
    startsAtMs >= coupon.validUntilMs || (campaign.endAtMs !== undefined && startsAtMs >= campaign.endAtMs);
  return whyNotGiven(coupon, nowMs) ?? (isOver ? refuse('campaign.window_over') : undefined);
}

/** Plans a campaign: counts the people without reading a number, and says parts, cost and times. */
export function makePlanCampaign(deps: MoveDeps) {
  return async (id: CampaignId, nowMs: number): Promise<Campaign | Refusal> => {
    const campaign = await deps.campaigns.byId(id);
    if (campaign === undefined) return refuse('campaign.not_found');
    const no = whyNotPlan(campaign, await deps.coupons.byId(campaign.couponId), nowMs);
    if (no !== undefined) return no;
    const plan = drawPlan(deps, campaign, await (await deps.audience.of(campaign.storeIds)).count(), nowMs);
    const moved = await deps.campaigns.move(campaign, 'plan', { plan });
    return moved
      ? { ...campaign, state: 'planned', plan }
      : refuse('campaign.move_not_allowed', { state: campaign.state });
  };
}

/** What a verb means for the fields beside the state. */
function alsoFor(move: CampaignMove, campaign: Campaign): Partial<Campaign> {
  const isGathering = campaign.state === 'launched';
  return move === 'pause' ? { resumesTo: isGathering ? 'launched' : 'sending' } : {};
}

/** Launches, pauses, resumes or cancels a campaign; asking for the state it is in already changes nothing. */
export function makeMoveCampaign(deps: Pick<MoveDeps, 'campaigns' | 'coupons'>) {
  return async (
    id: CampaignId,
    move: 'launch' | 'pause' | 'resume' | 'cancel',
    nowMs: number,
  ): Promise<Campaign | Refusal> => {
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const campaign = await deps.campaigns.byId(id);
      if (campaign === undefined) return refuse('campaign.not_found');
      if (isAlready(campaign, move)) return campaign;
      const allowed: readonly string[] = campaignMoves[move].from;
      if (!allowed.includes(campaign.state))
        return refuse('campaign.move_not_allowed', { state: campaign.state });
      const no =
        move === 'launch'
          ? whyNotPlan(campaign, await deps.coupons.byId(campaign.couponId), nowMs)
          : undefined;
      if (no !== undefined) return no;
      if (await deps.campaigns.move(campaign, move, alsoFor(move, campaign)))
        return (await deps.campaigns.byId(id)) ?? campaign;
    }
    return refuse('campaign.move_not_allowed', {});
  };
}

function isAlready(campaign: Campaign, move: 'launch' | 'pause' | 'resume' | 'cancel'): boolean {
  const running = campaign.state === 'launched' || campaign.state === 'sending';
  return {
    launch: running,
    resume: running,
    pause: campaign.state === 'paused',
    cancel: campaign.state === 'cancelled',
  }[move];
}
