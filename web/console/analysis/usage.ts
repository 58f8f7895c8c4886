import type { Answer, Api } from '../../paper/api.ts';
import { share } from '../campaigns/funnel.ts';

/** By what uses are split up (`by` of `GET /v1/usage`). */
export const splits = ['store', 'staff', 'hour', 'day', 'coupon'] as const;

/** One of the ways to split uses up. */
export type Split = (typeof splits)[number];

/** A line of counts as `GET /v1/usage` tells it; uses that were undone are counted apart. */
export type UsageItem = {
  readonly key: string;
  readonly label: string;
  readonly storeName?: string;
  readonly redeemed: number;
  readonly undone: number;
};

/** What is looked at: days (`YYYY-MM-DD`, both ends counted), and one coupon or campaign where it is named. */
export type UsageFilter = {
  readonly from: string;
  readonly to: string;
  readonly by: Split;
  readonly couponId: string;
  readonly campaignId: string;
};

type UsagePage = { readonly items: readonly UsageItem[]; readonly cursor?: string };

const dayMs = 86_400_000;
const answersAtMost = 100;

/** Counts that would take too long to read are not shown in part. */
const tooMuch = { ok: false, problem: { status: 422, code: 'usage.too_much', facts: {} } } as const;

/** The most days the server counts at once. */
export const daysAtMost = 31;

/** The query that asks for a filter's counts. */
export const queryOf = (filter: UsageFilter): string =>
  new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== '')).toString();

/** The last week up to a day. */
export const weekUntil = (to: string): Pick<UsageFilter, 'from' | 'to'> => ({
  from: new Date(Date.parse(`${to}T00:00:00Z`) - 6 * dayMs).toISOString().slice(0, 10),
  to,
});

/** The days from one to another, both counted; none where they are in the wrong order or missing. */
export const daysFrom = (from: string, to: string): readonly string[] => {
  const [first, last] = [Date.parse(`${from}T00:00:00Z`), Date.parse(`${to}T00:00:00Z`)];
  const count = Number.isNaN(last - first) ? 0 : Math.max(0, Math.round((last - first) / dayMs) + 1);
  return Array.from({ length: Math.min(count, 3660) }, (_, day) =>
    new Date(first + day * dayMs).toISOString().slice(0, 10),
  );
};

/** Lines that came in several answers, added up. */
export const addedUp = (items: readonly UsageItem[]): readonly UsageItem[] => {
  const sums = new Map<string, UsageItem>();
  for (const item of items) {
    const { redeemed, undone } = sums.get(item.key) ?? { redeemed: 0, undone: 0 };
    sums.set(item.key, { ...item, redeemed: redeemed + item.redeemed, undone: undone + item.undone });
  }
  return [...sums.values()];
};

/** Reads all counts of a filter, answer by answer. */
export const readUsage = async (api: Api, filter: UsageFilter): Promise<Answer<readonly UsageItem[]>> => {
  const items: UsageItem[] = [];
  let cursor: string | undefined;
  for (let answers = 0; answers < answersAtMost; answers += 1) {
    const onward = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await api.get<UsagePage>(`/v1/usage?${queryOf(filter)}${onward}`);
    if (!answer.ok) return answer;
    items.push(...answer.value.items);
    cursor = answer.value.cursor;
    if (cursor === undefined) return { ok: true, status: 200, value: addedUp(items) };
  }
  return tooMuch;
};

const hoursBetween = (items: readonly UsageItem[]): readonly string[] => {
  const hours = items.map(({ key }) => Number(key));
  const [first, last] = [Math.min(...hours), Math.max(...hours)];
  return Array.from({ length: last - first + 1 }, (_, at) => String(first + at).padStart(2, '0'));
};

/** The lines in the order in which they are read: time without gaps, else the most used first. */
export const inOrder = (items: readonly UsageItem[], filter: UsageFilter): readonly UsageItem[] => {
  if (items.length === 0) return [];
  if (filter.by !== 'hour' && filter.by !== 'day')
    return items.toSorted((a, b) => b.redeemed - a.redeemed || a.label.localeCompare(b.label));
  const keys = filter.by === 'day' ? daysFrom(filter.from, filter.to) : hoursBetween(items);
  return keys.map(key => {
    const label = filter.by === 'hour' ? `${key}:00` : key;
    return items.find(item => item.key === key) ?? { key, label, redeemed: 0, undone: 0 };
  });
};

/** A line with the length of its bar, 0 to 1 of the longest one, and its share of all uses. */
export type UsageBar = UsageItem & { readonly length: number; readonly ofAll: number };

/** The lines with their bars. */
export const barsOf = (items: readonly UsageItem[]): readonly UsageBar[] => {
  const longest = Math.max(0, ...items.map(({ redeemed }) => redeemed));
  const all = items.reduce((sum, { redeemed }) => sum + redeemed, 0);
  return items.map(item => ({
    ...item,
    length: share(item.redeemed, longest),
    ofAll: share(item.redeemed, all),
  }));
};
