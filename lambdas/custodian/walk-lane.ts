import {
  isOver,
  laneIsDone,
  type Campaign,
  type CampaignBook,
  type Lane,
  type LaneOrder,
} from '../domain/campaign.ts';
import type { Errand } from '../domain/custodian-login.ts';
import type { ShopperId } from '../domain/ids.ts';
import type { NumberOpener } from '../domain/phone-number.ts';
import { makeDeliverOne, type DeliverDeps, type Delivered } from './deliver-one.ts';

/** What walking a lane needs beside delivering. */
export type WalkDeps = DeliverDeps & {
  readonly campaigns: Pick<CampaignBook, 'byId' | 'move'>;
  readonly openerFor: (errand: Errand) => NumberOpener;
  /** Waits; milliseconds. */
  readonly wait: (ms: number) => Promise<void>;
};

/**
 * How a walk keeps its lane; milliseconds and counts. The lease outlives the function's time-out, so that whoever finds
 * it over finds its holder dead: nobody wakes up later and claims in a lane that was settled and closed.
 */
export const walkRules = { leaseMs: 95_000, saveEvery: 20, stateKeptMs: 500 } as const;

/** One walk through a lane: where it is, what it may still spend, and what it knows of its campaign. */
type Walk = {
  lane: Lane;
  campaign: Campaign;
  checkedAtMs: number;
  partsLeft: number;
  nextAtMs: number;
  sinceSave: number;
  ids: readonly ShopperId[];
  idsOf: number;
};

async function freshState(deps: WalkDeps, walk: Walk): Promise<boolean> {
  const nowMs = deps.now();
  if (nowMs - walk.checkedAtMs >= walkRules.stateKeptMs) {
    walk.campaign = (await deps.campaigns.byId(walk.campaign.campaignId)) ?? walk.campaign;
    walk.checkedAtMs = nowMs;
  }
  return walk.campaign.state === 'sending';
}

async function currentShopper(deps: WalkDeps, walk: Walk): Promise<ShopperId | undefined> {
  const { lane } = walk;
  if (walk.idsOf !== lane.chunk) {
    walk.ids = await deps.deliveries.chunk(lane.campaignId, lane.lane, lane.chunk);
    walk.idsOf = lane.chunk;
  }
  return walk.ids[lane.offset];
}

function stepForward(walk: Walk): void {
  const { lane } = walk;
  const isLast = lane.offset + 1 >= walk.ids.length;
  const place = isLast ? { chunk: lane.chunk + 1, offset: 0 } : { offset: lane.offset + 1 };
  walk.lane = { ...lane, ...place, walked: lane.walked + 1 };
  walk.sinceSave += 1;
}

/** Saves the place when that is due; false when the lane was lost. */
async function keepLane(deps: WalkDeps, walk: Walk): Promise<boolean> {
  if (deps.now() > walk.lane.leaseEndsAtMs) return false;
  if (walk.sinceSave < walkRules.saveEvery) return true;
  walk.sinceSave = 0;
  return deps.deliveries.saveLane(walk.lane);
}

async function keepPace(deps: WalkDeps, walk: Walk, order: LaneOrder, parts: number): Promise<void> {
  walk.partsLeft -= parts;
  walk.nextAtMs = Math.max(walk.nextAtMs, deps.now() - 1000) + (parts / order.partsPerSecond) * 1000;
  const waitMs = walk.nextAtMs - deps.now();
  if (waitMs > 0) await deps.wait(waitMs);
}

/** Rows that a lost worker left open lie between the saved place and one save further; they are settled before leaving. */
async function settleAhead(deps: WalkDeps, walk: Walk): Promise<void> {
  const ahead = { ...walk };
  for (let step = 0; step <= walkRules.saveEvery && !laneIsDone(ahead.lane); step += 1) {
    const shopper = await currentShopper(deps, ahead);
    if (shopper !== undefined) await deps.deliveries.settle(walk.campaign, shopper, walk.lane.fence);
    stepForward(ahead);
  }
}

/** Lets the lane go. Once the campaign is over there is nothing left to do in it, wherever the walk stood. */
async function leave(deps: WalkDeps, walk: Walk): Promise<void> {
  await settleAhead(deps, walk);
  const end = isOver(walk.campaign.state) ? { chunk: walk.lane.chunks, offset: 0 } : {};
  await deps.deliveries.saveLane({ ...walk.lane, ...end, leaseEndsAtMs: 0 });
}

type Ending = Delivered['next'] | 'spent' | 'done' | 'not_sending';

async function walkOn(deps: WalkDeps, walk: Walk, order: LaneOrder, opener: NumberOpener): Promise<Ending> {
  const deliverOne = makeDeliverOne(deps);
  while (!laneIsDone(walk.lane)) {
    if (!(await freshState(deps, walk))) return 'not_sending';
    if (walk.partsLeft <= 0 || deps.now() >= order.endsAtMs) return 'spent';
    if (!(await keepLane(deps, walk))) return 'lost';
    const shopper = await currentShopper(deps, walk);
    if (shopper === undefined) throw new Error('a lane points outside its chunk');
    const step = { campaign: walk.campaign, lane: walk.lane, opener, readings: walk.lane.readings };
    const delivered = await deliverOne(step, shopper);
    walk.lane = { ...walk.lane, readings: delivered.readings };
    if (delivered.next !== 'go_on') return delivered.next;
    stepForward(walk);
    if (delivered.parts > 0) await keepPace(deps, walk, order, delivered.parts);
  }
  return 'done';
}

/** Walks a lane with the parts it was given, under a fenced lease; what it cannot finish stays for the next order. */
export function makeWalkLane(deps: WalkDeps) {
  return async (order: LaneOrder): Promise<Ending | 'stale' | 'held'> => {
    const nowMs = deps.now();
    if (order.endsAtMs <= nowMs) return 'stale';
    const lane = await deps.deliveries.takeLane(
      order.campaignId,
      order.lane,
      nowMs,
      nowMs + walkRules.leaseMs,
    );
    if (lane === undefined) return 'held';
    const campaign = await deps.campaigns.byId(order.campaignId);
    if (campaign === undefined) throw new Error('a lane without a campaign');
    const { campaignId } = campaign;
    const opener = deps.openerFor({ purpose: 'delivery', reference: campaignId, onBehalfOf: campaignId });
    const walk: Walk = {
      lane,
      campaign,
      checkedAtMs: nowMs,
      partsLeft: order.parts,
      nextAtMs: nowMs,
      sinceSave: 0,
      ids: [],
      idsOf: -1,
    };
    const ending = await walkOn(deps, walk, order, opener);
    if (ending === 'account_refused')
      await deps.campaigns.move(walk.campaign, 'pause', { resumesTo: 'sending' });
    if (ending !== 'lost') await leave(deps, walk);
    deps.journal('lane.walked', {
      campaignId,
      lane: lane.lane,
      walked: walk.lane.walked - lane.walked,
      ending,
    });
    return ending;
  };
}
