import type { CouponBook } from '../domain/coupon.ts';
import { couponId, type StoreId } from '../domain/ids.ts';
import type { Grouping, UsageLine, UseBook } from '../domain/usage.ts';

/** What naming lines needs. */
export type LabelDeps = {
  readonly coupons: Pick<CouponBook, 'byId'>;
  readonly uses: Pick<UseBook, 'staffNames'>;
};

/** A line with words for people; a clerk whose name is not told or not known is called by their id. */
export type LabelledLine = UsageLine & { readonly label: string };

async function couponTitles({ coupons }: LabelDeps, lines: readonly UsageLine[]) {
  const titles = lines.map(async ({ key }) => [key, (await coupons.byId(couponId(key)))?.title] as const);
  return new Map(await Promise.all(titles));
}

async function clerkNames({ uses }: LabelDeps, lines: readonly UsageLine[]) {
  const stores = new Set(lines.flatMap(({ store }): StoreId[] => (store ? [store.storeId] : [])));
  const names = [...stores].map(async store => [...(await uses.staffNames(store))] as const);
  return new Map((await Promise.all(names)).flat());
}

/** Gives lines their words; `isNamed` puts in the names of the staff, the only personal data here. */
export function makeLabelLines(deps: LabelDeps) {
  return async (lines: readonly UsageLine[], by: Grouping, isNamed: boolean): Promise<LabelledLine[]> => {
    const titles = by === 'coupon' ? await couponTitles(deps, lines) : new Map<string, string>();
    const clerks = by === 'staff' && isNamed ? await clerkNames(deps, lines) : new Map<string, string>();
    const labelOf = ({ key, store, clerk }: UsageLine): string => {
      if (clerk !== undefined) return clerks.get(clerk) ?? clerk;
      return store?.name ?? titles.get(key) ?? (by === 'hour' ? `${key}:00` : key);
    };
    return lines.map(line => ({ ...line, label: labelOf(line) }));
  };
}

/** The labelling as a flow. */
export type LabelLines = ReturnType<typeof makeLabelLines>;
