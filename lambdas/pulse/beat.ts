import { isOver, laneIsDone, type Campaign, type Lane, type LaneOrder } from '../domain/campaign.ts';
import type { CouponBook } from '../domain/coupon.ts';
import type { Now } from '../domain/dice.ts';
import { isAbandoned, isHeld, partsNeeded, type LaneOrders } from '../domain/pulse.ts';
import type { GatherDeps } from './gather-audience.ts';
import { makeGatherAudience } from './gather-audience.ts';

/** What a beat of the pulse needs; `partsPerSecond` is the rate of the carrier's route. */
export type BeatDeps = GatherDeps & {
  readonly coupons: Pick<CouponBook, 'byId'>;
  readonly orders: LaneOrders;
  readonly partsPerSecond: number;
  readonly now: Now;
};

/** How long a beat may hold the lock, and how long a lane's order is good, in milliseconds. */
const lockMs = 55_000;
const orderMs = 55_000;

/** Lanes waiting for parts, and what settling asks of the rest. */
type Work = { campaign: Campaign; lane: Lane };

/** Brings one campaign on: gathers, completes, dismisses; answers the lanes that want to send. */
function makeAttend(deps: BeatDeps) {
  const gather = makeGatherAudience(deps);
  const settleLanes = async (campaign: Campaign, lanes: readonly Lane[], nowMs: number) => {
    const isClosing = (lane: Lane) => isOver(campaign.state) && !laneIsDone(lane) && !isHeld(lane, nowMs);
    for (const lane of lanes.filter(lane => isAbandoned(lane, nowMs) || isClosing(lane)))
      await deps.orders.send(orderFor({ campaign, lane }, 0, 1, nowMs));
    return lanes.every(lane => laneIsDone(lane) && lane.leaseEndsAtMs === 0);
  };
  const complete = async (campaign: Campaign) => {
    const completed = await deps.campaigns.move(campaign, 'complete');
    if (completed) deps.journal('campaign.completed', { campaignId: campaign.campaignId });
    return completed;
  };
  const attendSending = async (campaign: Campaign, nowMs: number): Promise<Work[]> => {
    const lanes = await deps.pulse.lanes(campaign.campaignId);
    const coupon = await deps.coupons.byId(campaign.couponId);
    const couponEndMs = Math.min(coupon?.validUntilMs ?? Infinity, coupon?.stoppedAtMs ?? Infinity);
    const endsAtMs = Math.min(campaign.endAtMs ?? Infinity, couponEndMs);
    const isDone = lanes.every(lane => laneIsDone(lane) && lane.leaseEndsAtMs === 0);
    if (isDone || nowMs >= endsAtMs) {
      if ((await complete(campaign)) && isDone) await deps.pulse.dismiss(campaign.campaignId);
      return [];
    }
    return lanes
      .filter(lane => !isHeld(lane, nowMs) && (!laneIsDone(lane) || isAbandoned(lane, nowMs)))
      .map(lane => ({ campaign, lane }));
  };
  return async (campaign: Campaign, nowMs: number): Promise<Work[]> => {
    if (campaign.state === 'launched') {
      if ((campaign.startAtMs ?? 0) > nowMs) return [];
      if (!(await gather(campaign))) return [];
      const sending = await deps.campaigns.byId(campaign.campaignId);
      return sending?.state === 'sending' ? attendSending(sending, nowMs) : [];
    }
    if (campaign.state === 'sending') return attendSending(campaign, nowMs);
    const settled = await settleLanes(campaign, await deps.pulse.lanes(campaign.campaignId), nowMs);
    if (settled && isOver(campaign.state)) await deps.pulse.dismiss(campaign.campaignId);
    return [];
  };
}

function orderFor({ campaign, lane }: Work, parts: number, partsPerSecond: number, nowMs: number): LaneOrder {
  return {
    campaignId: campaign.campaignId,
    lane: lane.lane,
    parts,
    partsPerSecond,
    endsAtMs: nowMs + orderMs,
  };
}

/** Shares this minute's parts among the lanes that want to send, none more than it needs (counted in parts, not messages). */
async function giveParts(deps: BeatDeps, work: readonly Work[], nowMs: number): Promise<void> {
  const needs = work.map(({ campaign, lane }) => partsNeeded(campaign, lane));
  const granted = await deps.pulse.takeParts(
    needs.reduce((sum, need) => sum + need, 0),
    deps.partsPerSecond,
    nowMs,
  );
  const shares = shareOut(needs, granted);
  for (const [place, item] of work.entries()) {
    const parts = shares[place] ?? 0;
    await deps.orders.send(orderFor(item, parts, deps.partsPerSecond / work.length, nowMs));
    deps.journal('lane.ordered', { campaignId: item.campaign.campaignId, lane: item.lane.lane, parts });
  }
}

/** Divides `total` among `needs`: equal shares, and what one does not need goes to the others. */
export function shareOut(needs: readonly number[], total: number): number[] {
  const shares = needs.map(() => 0);
  let left = total;
  let hungry = needs.map((_, place) => place);
  while (left > 0 && hungry.length > 0) {
    const fair = Math.max(1, Math.floor(left / hungry.length));
    for (const place of hungry) {
      const give = Math.min(fair, (needs[place] ?? 0) - (shares[place] ?? 0), left);
      shares[place] = (shares[place] ?? 0) + give;
      left -= give;
    }
    hungry = hungry.filter(place => (shares[place] ?? 0) < (needs[place] ?? 0));
  }
  return shares;
}

/** One beat, once a minute: everything that depends on time moves here, one beat at a time. */
export function makeBeat(deps: BeatDeps) {
  const attend = makeAttend(deps);
  return async (): Promise<{ ran: boolean }> => {
    const nowMs = deps.now();
    const lockEndsAtMs = nowMs + lockMs;
    if (!(await deps.pulse.takeLock(nowMs, lockEndsAtMs))) return { ran: false };
    try {
      const work: Work[] = [];
      for (const id of await deps.pulse.underWay()) {
        const campaign = await deps.campaigns.byId(id);
        if (campaign !== undefined) work.push(...(await attend(campaign, nowMs)));
      }
      if (work.length > 0) await giveParts(deps, work, nowMs);
    } finally {
      await deps.pulse.releaseLock(lockEndsAtMs);
    }
    return { ran: true };
  };
}
