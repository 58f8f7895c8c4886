import type { Coupon, CouponBook } from '../domain/coupon.ts';
import type { CouponId, StoreId } from '../domain/ids.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import type { Store } from '../domain/store.ts';
import { isDay, timeOf } from '../domain/usage-days.ts';
import { clerkOf, countOne, isWanted, type Count, type Use, type UseBook } from '../domain/usage.ts';
import { dayInZone } from '../domain/wall-clock.ts';

/** What counting a day needs. */
export type CountDayDeps = {
  readonly coupons: Pick<CouponBook, 'byId'>;
  readonly uses: UseBook;
};

/** A clerk's uses of a coupon on a day, or those that came by one of the tills without a clerk. */
export type DayLine = Count & {
  readonly by: Use['by'] | 'staff';
  readonly staffId?: string | undefined;
  readonly staffName?: string | undefined;
  readonly couponId: CouponId;
  readonly coupon?: Coupon | undefined;
};

/** A store's day on its own clock, by clerk and coupon. */
export type DayCounts = Count & { readonly day: string; readonly lines: readonly DayLine[] };

function addUse(lines: Map<string, DayLine>, use: Use): void {
  const { couponId, staffId } = use;
  const key = `${couponId}/${clerkOf(use)}`;
  const by = staffId === undefined ? use.by : 'staff';
  const line = lines.get(key) ?? { by, staffId, couponId, redeemed: 0, undone: 0 };
  lines.set(key, { ...line, ...countOne(line, use) });
}

async function readLines({ uses }: CountDayDeps, store: Store, day: string): Promise<DayLine[]> {
  const wish = { days: { from: day, to: day }, by: 'staff' } as const;
  const lines = new Map<string, DayLine>();
  for await (const page of uses.usesAt(store.storeId, timeOf(store.timeZone, wish.days)))
    for (const use of page) if (isWanted(use, store, wish)) addUse(lines, use);
  return [...lines.values()];
}

/** Puts the coupons and the clerks' names to the lines. */
async function nameLines({ coupons, uses }: CountDayDeps, store: StoreId, lines: readonly DayLine[]) {
  const ids = [...new Set(lines.map(({ couponId }) => couponId))];
  const known = new Map(await Promise.all(ids.map(async id => [id, await coupons.byId(id)] as const)));
  const hasClerks = lines.some(({ by }) => by === 'staff');
  const names: ReadonlyMap<string, string> = hasClerks ? await uses.staffNames(store) : new Map();
  return lines.map(line => ({
    ...line,
    coupon: known.get(line.couponId),
    staffName: names.get(line.staffId ?? ''),
  }));
}

/** Counts a store's uses of a day, today's when none is named, from its own rows. Refusal: request.malformed. */
export function makeCountDay(deps: CountDayDeps) {
  return async (store: Store, wanted: string | undefined, nowMs: number): Promise<DayCounts | Refusal> => {
    const day = wanted ?? dayInZone(store.timeZone, nowMs);
    if (!isDay(day)) return refuse('request.malformed', { fields: 'day' });
    const lines = await nameLines(deps, store.storeId, await readLines(deps, store, day));
    const sum = (of: keyof Count) => lines.reduce((all, line) => all + line[of], 0);
    return { day, redeemed: sum('redeemed'), undone: sum('undone'), lines };
  };
}
