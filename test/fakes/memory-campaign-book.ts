import { campaignMoves, stateAfter, type CampaignBook } from '../../lambdas/domain/campaign.ts';
import type { CouponBook } from '../../lambdas/domain/coupon.ts';
import type { MemoryStore } from './memory-store.ts';
import type { Wire } from './wire.ts';

function move(store: MemoryStore, ...[campaign, verb, also]: Parameters<CampaignBook['move']>): boolean {
  const { campaignId, state: seen } = campaign;
  const from: readonly string[] = campaignMoves[verb].from;
  const standing = store.campaigns.get(campaignId);
  const isAsSeen = standing?.state === seen && standing.resumesTo === campaign.resumesTo;
  if (!from.includes(seen) || !isAsSeen) return false;
  store.campaigns.set(campaignId, { ...standing, ...also, state: stateAfter(verb, campaign) });
  if (verb === 'launch') store.underWay.add(campaignId);
  return true;
}

/** Campaigns in memory; a move is one conditional write. A list is one page, newest first; Idempotency-Keys are not kept. */
export function makeMemoryCampaignBook(store: MemoryStore, wire: Wire): CampaignBook {
  return {
    create: campaign =>
      wire({ verb: 'transact', about: 'draft' }, () => {
        store.campaigns.set(campaign.campaignId, campaign);
        return { kind: 'created' };
      }),
    byId: id => wire({ verb: 'get', about: 'campaign' }, () => store.campaigns.get(id)),
    list: (_cursor, limit) =>
      wire({ verb: 'query', about: 'campaigns' }, () => ({
        items: [...store.campaigns.values()]
          .sort((left, right) => (left.campaignId < right.campaignId ? 1 : -1))
          .slice(0, limit),
      })),
    move: (...wish) => wire({ verb: 'transact', about: `move ${wish[1]}` }, () => move(store, ...wish)),
  };
}

/** Coupons in memory, for reading. */
export function makeMemoryCouponBook(store: MemoryStore, wire: Wire): Pick<CouponBook, 'byId'> {
  return { byId: id => wire({ verb: 'get', about: 'coupon' }, () => store.coupons.get(id)) };
}
