import { isOver } from '../../lambdas/domain/campaign.ts';
import { reportOf } from '../../lambdas/domain/delivery.ts';
import type { ShopperId } from '../../lambdas/domain/ids.ts';
import { tallyOf } from '../fakes/memory-delivery-book.ts';
import { deliveryKey } from '../fakes/memory-store.ts';
import type { World } from './world.ts';

const sum = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((total, count) => total + count, 0);

/** What a report gets wrong at any look: states that do not add up, or somebody not SENT without a reason. */
export function whatReportBreaks(report: ReturnType<typeof reportOf>): string[] {
  const { recipients, byState, reasons } = report;
  const text = JSON.stringify(report);
  return [
    ...(sum(byState) === recipients ? [] : [`states do not add up to the recipients: ${text}`]),
    ...(sum(reasons) === recipients - byState.SENT ? [] : [`somebody not SENT has no reason: ${text}`]),
    ...('undefined' in reasons ? [`a reason is missing: ${text}`] : []),
  ];
}

function duplicates({ arrivals }: World): string[] {
  const seen = new Set<ShopperId>();
  return arrivals.flatMap(({ shopper }) => {
    const isSecond = seen.has(shopper);
    seen.add(shopper);
    return isSecond ? [`${shopper} received the message twice`] : [];
  });
}

function promises(world: World): string[] {
  const noConsent = world.claims.filter(({ consented }) => !consented);
  const suspended = world.claims.filter(claim => claim.suspended);
  const offRecord = world.opened.filter(({ onRecord }) => !onRecord);
  return [
    ...noConsent.map(({ shopper }) => `${shopper} was claimed after opting out`),
    ...suspended.map(({ shopper }) => `${shopper} was claimed while suspended`),
    ...offRecord.map(({ shopper }) => `the number of ${shopper} was opened before the register knew`),
    ...world.lateArrivals.map(({ shopper }) => `${shopper} was sent to more than 2 s after the stop`),
  ];
}

/** SENT means that the carrier has it; who the carrier reached is SENT or in doubt, and nobody else. */
function ledgerAgainstPhones(world: World): string[] {
  const reached = new Set(world.arrivals.map(({ shopper }) => shopper));
  return world.shoppers.flatMap(shopper => {
    const state = world.store.deliveries.get(deliveryKey(world.campaignId, shopper))?.state ?? 'PENDING';
    if (state === 'SENT' && !reached.has(shopper)) return [`${shopper} is SENT but received nothing`];
    if (reached.has(shopper) && state !== 'SENT' && state !== 'UNKNOWN')
      return [`${shopper} received the message but is ${state}`];
    return [];
  });
}

function endings(world: World): string[] {
  const campaign = world.store.campaigns.get(world.campaignId);
  if (campaign === undefined) return ['the campaign is gone'];
  const tally = tallyOf(world.store, world.campaignId);
  const { CLAIMED, SENDING } = tally.byState;
  return [
    ...(isOver(campaign.state) ? [] : [`the campaign never ended: it is ${campaign.state}`]),
    ...(world.store.underWay.size === 0 ? [] : ['the pulse still attends to the campaign']),
    ...(CLAIMED + SENDING === 0 || world.weather.zombies
      ? []
      : [`${CLAIMED} rows stayed CLAIMED and ${SENDING} SENDING`]),
    ...whatReportBreaks(reportOf(campaign, tally)),
  ];
}

/** A campaign that was not cut short has a row for everyone; who has none was passed over. */
function passedOver({ store, campaignId, timeline }: World): string[] {
  const campaign = store.campaigns.get(campaignId);
  const wasCutShort = [...store.coupons.values()].some(coupon => coupon.validUntilMs <= timeline.nowMs);
  if (campaign?.state !== 'completed' || wasCutShort) return [];
  const rows = sum(tallyOf(store, campaignId).byState);
  return rows === campaign.recipients ? [] : [`${String(campaign.recipients)} recipients but ${rows} rows`];
}

/** Everything a finished run broke; empty when the send path kept its promises. */
export function whatBroke(world: World): string[] {
  return [
    ...world.violations,
    ...duplicates(world),
    ...promises(world),
    ...ledgerAgainstPhones(world),
    ...endings(world),
    ...passedOver(world),
  ];
}
