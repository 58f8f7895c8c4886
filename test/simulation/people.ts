import { reportOf } from '../../lambdas/domain/delivery.ts';
import { policyVersion } from '../../lambdas/domain/policy-text.ts';
import { isRefusal } from '../../lambdas/domain/refusal.ts';
import { emptyHead, headAfter } from '../../lambdas/domain/register.ts';
import { makeReinstateShopper } from '../../lambdas/custodian/reinstate-shopper.ts';
import { makeShowShopper } from '../../lambdas/custodian/show-shopper.ts';
import { makeSuspendShopper } from '../../lambdas/custodian/suspend-shopper.ts';
import { staffId, type ShopperId } from '../../lambdas/domain/ids.ts';
import { makeMoveCampaign, makePlanCampaign } from '../../lambdas/marketer/move-campaign.ts';
import { makeChangeDelivery, makeOptOut } from '../../lambdas/shopper/change-consent.ts';
import { plainWire } from '../fakes/wire.ts';
import { CallFailed, type Actor } from './actor.ts';
import { stopLinkOf } from './audience.ts';
import { openBooks } from './books.ts';
import { whatReportBreaks } from './invariants.ts';
import { stormMs, type World } from './world.ts';

/** Runs something as somebody; an AWS call that failed for good is part of life, anything else is a surprise. */
export async function act(world: World, actor: Actor, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof CallFailed) return world.note(actor.name, `gives up: ${error.message} failed`);
    const text = error instanceof Error ? error.message : 'something';
    world.violations.push(`${actor.name} met a surprise: ${text}`);
  }
}

type Verb = 'pause' | 'resume' | 'cancel' | 'launch';

function move(world: World, verb: Verb): void {
  const actor = world.actor(`marketer ${verb}`);
  const flow = makeMoveCampaign(world.booksOf(actor));
  void act(world, actor, async () => {
    const moved = await flow(world.campaignId, verb, world.timeline.nowMs);
    world.note(actor.name, isRefusal(moved) ? `is refused: ${moved.refused}` : `sees ${moved.state}`);
  });
}

/** Plans and launches, in calm: a run begins with a launched campaign. */
export async function launch(world: World): Promise<void> {
  const books = openBooks(world.store, plainWire);
  const plain = { origin: 'm', partsPerSecond: 50, pricePerPart: 0.07, currency: 'USD' };
  const deps = { ...books, ...plain };
  await makePlanCampaign(deps)(world.campaignId, world.timeline.nowMs);
  await makeMoveCampaign(deps)(world.campaignId, 'launch', world.timeline.nowMs);
}

/** Somebody pauses, resumes or cancels now and then; once the storm is over, a paused campaign is resumed. */
export function scheduleMarketer(world: World): void {
  const { random, timeline } = world;
  const moves = random.chance(0.5) ? random.between(1, 5) : 0;
  for (let count = 0; count < moves; count += 1) {
    const verb = random.weighted<Verb>([
      [4, 'pause'],
      [4, 'resume'],
      [0.7, 'cancel'],
    ]);
    timeline.after(random.between(0, random.chance(0.7) ? 70_000 : stormMs), () => move(world, verb));
  }
  if (random.chance(0.3)) {
    const verb = random.chance(0.8) ? 'pause' : 'cancel';
    world.interruption = { afterArrivals: random.between(1, 6), run: () => move(world, verb) };
  }
  const mind = () => {
    if (world.store.campaigns.get(world.campaignId)?.state === 'paused') move(world, 'resume');
    timeline.after(60_000, mind);
  };
  timeline.after(stormMs + 30_000, mind);
}

/** Some withdraw while the campaign runs, and some of them come back. */
export function scheduleShoppers(world: World): void {
  const { random, timeline } = world;
  for (const shopper of world.shoppers) {
    if (!random.chance(0.25)) continue;
    const afterMs = random.between(0, random.chance(0.7) ? 64_000 : stormMs);
    timeline.after(afterMs, () => {
      const actor = world.actor(`opt-out ${shopper}`);
      const stop = makeOptOut(world.booksOf(actor).consents);
      void act(world, actor, () => stop(stopLinkOf(shopper), timeline.nowMs));
    });
    if (!random.chance(0.3)) continue;
    timeline.after(afterMs + random.between(100, 60_000), () => {
      const actor = world.actor(`opt-in ${shopper}`);
      const change = makeChangeDelivery(world.booksOf(actor).consents);
      const wish = { shopperId: shopper, granted: true, policyVersion, by: 'settings' as const };
      void act(world, actor, () => change({ ...wish, nowMs: timeline.nowMs }));
    });
  }
}

/** The desk's flows about shoppers, for one sitting of somebody there. */
function openDesk(world: World, actor: Actor) {
  const { consents, suspensions } = world.booksOf(actor);
  const byId = async (shopperId: ShopperId) => ({ shopperId, createdAtMs: 0, verifiedAtMs: 0 });
  const lastRow = (chain: string) => world.store.register.get(chain)?.at(-1);
  const headOf = (_kind: string, chain: string) =>
    actor.wire({ verb: 'query', about: `head of ${chain}` }, () => {
      const row = lastRow(chain);
      return row === undefined ? emptyHead : headAfter(row);
    });
  const show = makeShowShopper({ shoppers: { byId }, consents });
  const dice = (bytes: number) => new Uint8Array(bytes);
  return { show, suspensions, registers: { headOf }, dice, journal: () => undefined };
}

/** Some are suspended at the desk while the campaign runs, and some of them reinstated. */
export function scheduleDesk(world: World): void {
  const { random, timeline } = world;
  const by = staffId('stf_simulation');
  for (const shopperId of world.shoppers) {
    if (!random.chance(0.15)) continue;
    const afterMs = random.between(0, random.chance(0.7) ? 64_000 : stormMs);
    const wish = { shopperId, by, note: undefined };
    timeline.after(afterMs, () => {
      const actor = world.actor(`suspend ${shopperId}`);
      const suspend = makeSuspendShopper(openDesk(world, actor));
      void act(world, actor, () => suspend({ ...wish, reason: 'abuse', nowMs: timeline.nowMs }));
    });
    if (!random.chance(0.3)) continue;
    timeline.after(afterMs + random.between(100, 60_000), () => {
      const actor = world.actor(`reinstate ${shopperId}`);
      const reinstate = makeReinstateShopper(openDesk(world, actor));
      void act(world, actor, () => reinstate({ ...wish, nowMs: timeline.nowMs }));
    });
  }
}

/** Looks at the report as the console reads it, ledger first, and holds it to its promise. */
export function scheduleLooks(world: World): void {
  const { random, timeline } = world;
  for (let count = random.between(1, 6); count > 0; count -= 1) {
    timeline.after(random.between(0, random.chance(0.6) ? 66_000 : stormMs), () => {
      const actor = world.actor('look');
      const { deliveries, campaigns } = world.booksOf(actor);
      void act(world, actor, async () => {
        const tally = await deliveries.tally(world.campaignId);
        const campaign = await campaigns.byId(world.campaignId);
        if (campaign === undefined) return;
        const report = reportOf(campaign, tally);
        world.note(actor.name, JSON.stringify(report));
        world.violations.push(...whatReportBreaks(report));
      });
    });
  }
}
