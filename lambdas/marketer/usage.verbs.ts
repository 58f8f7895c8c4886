import { campaignId, couponId } from '../domain/ids.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import { readDays } from '../domain/usage-days.ts';
import { groupings, type UsageWish } from '../domain/usage.ts';
import type { Verbs } from '../door.ts';
import type { Knock } from '../knock.ts';
import type { makeExportUsage } from './export-usage.ts';
import type { LabelLines } from './label-lines.ts';
import type { usageWire } from './usage.wire.ts';
import type { WalkUses } from './walk-uses.ts';

/** The flows behind the routes that count uses. */
export type UsageVerbDeps = {
  readonly walkUses: WalkUses;
  readonly labelLines: LabelLines;
  readonly exportUsage: ReturnType<typeof makeExportUsage>;
};

/** What a query asks to be counted; the grouping is by store unless it says otherwise. */
function readWish({ query, nowMs }: Pick<Knock, 'query' | 'nowMs'>): UsageWish | Refusal {
  const days = readDays({ from: query['from'], to: query['to'] }, nowMs);
  if (isRefusal(days)) return days;
  const by = groupings.find(grouping => grouping === (query['by'] ?? 'store'));
  if (by === undefined) return refuse('request.malformed', { fields: 'by' });
  const { couponId: coupon, campaignId: campaign } = query;
  return {
    days,
    by,
    couponId: coupon ? couponId(coupon) : undefined,
    campaignId: campaign ? campaignId(campaign) : undefined,
  };
}

/** Counting uses, as verbs. */
export function usageVerbs(deps: UsageVerbDeps): Verbs<typeof usageWire> {
  return {
    'GET /v1/usage': async ({ query, nowMs }) => {
      const wish = readWish({ query, nowMs });
      if (isRefusal(wish)) return wish;
      const { items, cursor } = await deps.walkUses(wish, query['cursor']);
      const lines = await deps.labelLines(items, wish.by, true);
      const shown = lines.map(({ store, ...line }) => ({ ...line, storeName: store?.name }));
      return { body: { ...wish.days, items: shown, cursor } };
    },
    'GET /v1/usage/export': async ({ query, nowMs, locale }) => {
      const words = (['ja', 'en'] as const).find(language => language === query['lang']) ?? locale;
      const wish = readWish({ query, nowMs });
      if (isRefusal(wish)) return wish;
      const csv = await deps.exportUsage(wish, words);
      return isRefusal(csv) ? csv : { body: { csv } };
    },
  };
}
