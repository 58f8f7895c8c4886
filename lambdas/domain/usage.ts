import type { CampaignId, CouponId, RedemptionId, StoreId } from './ids.ts';
import type { Redemption } from './redemption.ts';
import type { Store } from './store.ts';
import type { Days, TimeSpan } from './usage-days.ts';
import { dayInZone, hourInZone } from './wall-clock.ts';

/** A redemption as far as it is counted: whose it was is not read. `staffId` is the clerk's, where one was signed in. */
export type Use = {
  readonly redemptionId: RedemptionId;
  readonly couponId: CouponId;
  readonly campaignId?: CampaignId;
  readonly by: Redemption['by'];
  readonly staffId?: string;
  readonly atMs: number;
  readonly undoneAtMs?: number;
};

/** How many stores and uses are read for one answer, and how many answers for a file. */
export const usageRules = { storesAtOnce: 100, usesAtOnce: 10_000, answersInFile: 5 } as const;

/** By what uses are counted; hours and days are those of each store's own clock. */
export const groupings = ['store', 'staff', 'hour', 'day', 'coupon'] as const;

/** One of the groupings. */
export type Grouping = (typeof groupings)[number];

/** What is to be counted. */
export type UsageWish = {
  readonly days: Days;
  readonly by: Grouping;
  readonly couponId?: CouponId | undefined;
  readonly campaignId?: CampaignId | undefined;
};

/** Uses that stand and uses that were undone, both counted when the use was made. */
export type Count = { readonly redeemed: number; readonly undone: number };

/** A line of counts: `key` is its place in the grouping, `store` the only store it is about. */
export type UsageLine = Count & { readonly key: string; readonly store?: Store; readonly clerk?: string };

/** Keeps what is counted: the redemptions themselves, so that no count can differ from them. */
export type UseBook = {
  /** A store's uses in the order of time, page by page, after the one named. */
  usesAt(store: StoreId, time: TimeSpan, after?: RedemptionId): AsyncIterable<readonly Use[]>;
  /** The names of a store's staff by their ids, also of those who ended. */
  staffNames(store: StoreId): Promise<ReadonlyMap<string, string>>;
};

/** Who made a use: the clerk, else by which of the three tills it came. */
export const clerkOf = ({ staffId, by }: Pick<Use, 'staffId' | 'by'>): string => staffId ?? by;

/** Whether a use is among those to be counted at its store. */
export function isWanted(use: Use, { timeZone }: Store, { days, couponId, campaignId }: UsageWish): boolean {
  const day = dayInZone(timeZone, use.atMs);
  return (
    day >= days.from &&
    day <= days.to &&
    (couponId === undefined || use.couponId === couponId) &&
    (campaignId === undefined || use.campaignId === campaignId)
  );
}

/** The line that a use belongs to. */
function placeOf(use: Use, store: Store, by: Grouping): Omit<UsageLine, keyof Count> {
  switch (by) {
    case 'store':
      return { key: store.storeId, store };
    case 'staff':
      return { key: `${store.storeId}/${clerkOf(use)}`, store, clerk: clerkOf(use) };
    case 'hour':
      return { key: hourInZone(store.timeZone, use.atMs) };
    case 'day':
      return { key: dayInZone(store.timeZone, use.atMs) };
    case 'coupon':
      return { key: use.couponId };
  }
}

/** Lines of counts by their keys, while they are being added up. */
export type Tally = Map<string, UsageLine>;

/** One use more in a count. */
export function countOne({ redeemed, undone }: Count, use: Pick<Use, 'undoneAtMs'>): Count {
  return use.undoneAtMs === undefined ? { redeemed: redeemed + 1, undone } : { redeemed, undone: undone + 1 };
}

/** Adds a store's uses to the lines, as far as they are wanted. */
export function addUses(tally: Tally, store: Store, uses: readonly Use[], wish: UsageWish): void {
  for (const use of uses) {
    if (!isWanted(use, store, wish)) continue;
    const place = placeOf(use, store, wish.by);
    const before = tally.get(place.key) ?? { redeemed: 0, undone: 0 };
    tally.set(place.key, { ...place, ...countOne(before, use) });
  }
}

/** Adds lines to lines, for counts that were read in several answers. */
export function addLines(tally: Tally, lines: Iterable<UsageLine>): void {
  for (const line of lines) {
    const before = tally.get(line.key) ?? { redeemed: 0, undone: 0 };
    const count = { redeemed: before.redeemed + line.redeemed, undone: before.undone + line.undone };
    tally.set(line.key, { ...line, ...count });
  }
}

/** The lines in the order of their keys, which tells nothing about the counts. */
export function linesOf(tally: Tally): UsageLine[] {
  return [...tally.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
}
