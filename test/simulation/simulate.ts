import { isOver } from '../../lambdas/domain/campaign.ts';
import type { Tally } from '../../lambdas/domain/delivery.ts';
import { tallyOf } from '../fakes/memory-delivery-book.ts';
import { whatBroke } from './invariants.ts';
import { schedulePulses } from './machines.ts';
import { launch, scheduleDesk, scheduleLooks, scheduleMarketer, scheduleShoppers } from './people.ts';
import { makeWorld, type RunWish, type World } from './world.ts';

/** What came of one run: what broke, and figures to see that the run was about something. */
export type Outcome = {
  readonly seed: number;
  readonly broke: readonly string[];
  readonly trace: readonly string[];
  readonly arrivals: number;
  readonly recipients: number;
  readonly byState: Tally['byState'];
};

const longestMs = 3 * 3_600_000;

function isSettled({ store, campaignId }: World): boolean {
  const campaign = store.campaigns.get(campaignId);
  return campaign !== undefined && isOver(campaign.state) && store.underWay.size === 0;
}

/**
 * One run of the real send path under a seed: pulses, workers, people and faults on one timeline, until the campaign is
 * over and nothing is left that could still happen (late orders, sleepers).
 */
export async function simulate(wish: RunWish): Promise<Outcome> {
  const world = makeWorld(wish);
  const { timeline } = world;
  const startMs = timeline.nowMs;
  await launch(world);
  schedulePulses(world, () => isSettled(world));
  scheduleMarketer(world);
  scheduleShoppers(world);
  scheduleDesk(world);
  scheduleLooks(world);
  await timeline.play(startMs + longestMs, () => isSettled(world));
  await timeline.play(timeline.nowMs + 700_000, () => false);
  return {
    seed: wish.seed,
    broke: whatBroke(world),
    trace: world.trace,
    arrivals: world.arrivals.length,
    recipients: world.store.campaigns.get(world.campaignId)?.recipients ?? 0,
    byState: tallyOf(world.store, world.campaignId).byState,
  };
}
