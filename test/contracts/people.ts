import { ulid } from 'ulid';
import type { Campaign, Lane } from '../../lambdas/domain/campaign.ts';
import { applyWish, noConsents, type ConsentPurpose, type Consents } from '../../lambdas/domain/consent.ts';
import { campaignId, couponId, shopperId, staffId, type ShopperId } from '../../lambdas/domain/ids.ts';
import { emptyHead, headAfter, nextEntry, type Head } from '../../lambdas/domain/register.ts';
import type { Suspension, SuspensionFact } from '../../lambdas/domain/suspension.ts';
import { voucherIdFor, type Issue } from '../../lambdas/domain/voucher.ts';
import type { Books } from '../simulation/books.ts';

/** Some moment. */
export const noonMs = Date.UTC(2026, 10, 21, 12);

/** A campaign nobody has seen before, in a state. */
export function someCampaign(state: Campaign['state'] = 'draft'): Campaign {
  const id = campaignId(`cmp_${ulid()}`);
  const names = { name: '秋の会', couponId: couponId(`cpn_${ulid()}`), body: '{link} {optout}' };
  return { campaignId: id, ...names, createdAtMs: noonMs, state };
}

/** A lane of a campaign as gathering leaves it. */
export function someLane(campaign: Campaign, lane = 0): Lane {
  const place = { chunk: 0, offset: 0, walked: 0, fence: 0, leaseEndsAtMs: 0 };
  return { campaignId: campaign.campaignId, lane, recipients: 3, chunks: 1, ...place, readings: emptyHead };
}

/** Somebody new. */
export const somebody = (): ShopperId => shopperId(`shp_${ulid()}`);

/** Grants or withdraws a purpose through the book, the number proven at noon; answers the consents as they then stand. */
export async function choose(
  { consents }: Pick<Books, 'consents'>,
  shopper: ShopperId,
  purpose: ConsentPurpose,
  state: 'granted' | 'withdrawn',
): Promise<Consents> {
  const before = (await consents.of(shopper)) ?? noConsents(shopper, noonMs);
  const wish = { purpose, state, policyVersion: '1', by: 'settings' } as const;
  const { consents: after, fact } = applyWish(before, wish, noonMs);
  if (fact !== undefined && !(await consents.change(before, after, fact)))
    throw new Error('the consents moved');
  return after;
}

const aSuspension: Suspension = {
  suspendedAtMs: noonMs,
  suspendedFor: 'abuse',
  suspendedBy: staffId('stf_desk'),
};

/** The next row of a suspension's chain. A chain of the shopper's own: all of them would wait for one another here. */
export function suspensionRowOf(shopper: ShopperId, event: SuspensionFact['event'], head: Head) {
  const fact = { event, shopperId: shopper, by: aSuspension.suspendedBy, reason: 'abuse' } as const;
  return nextEntry<SuspensionFact>('suspensions', `suspensions#${shopper}`, head, noonMs, fact);
}

/** Suspends through the book; answers the suspension and where its chain stands. */
export async function suspend({ suspensions }: Pick<Books, 'suspensions'>, shopper: ShopperId) {
  const row = suspensionRowOf(shopper, 'suspended', emptyHead);
  const outcome = await suspensions.suspend(shopper, aSuspension, row, undefined);
  if (outcome !== 'written') throw new Error(`suspending: ${outcome}`);
  return { suspension: aSuspension, head: headAfter(row) };
}

/** Somebody who agreed to delivery. */
export async function someoneWhoAgreed(books: Pick<Books, 'consents'>): Promise<ShopperId> {
  const shopper = somebody();
  await choose(books, shopper, 'delivery', 'granted');
  return shopper;
}

/** What a claim would issue to a shopper. */
export function issueFor({ couponId: coupon }: Campaign, shopper: ShopperId): Issue {
  return {
    voucherId: voucherIdFor(coupon, shopper),
    couponId: coupon,
    shopperId: shopper,
    issuedAtMs: noonMs,
  };
}
