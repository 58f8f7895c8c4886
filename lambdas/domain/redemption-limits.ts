import { refuse, type Refusal } from './refusal.ts';
import type { Store } from './store.ts';
import { dayInZone } from './wall-clock.ts';

/** What a redemption has to find room in, beside its voucher; each is one row, and only where the coupon sets it. */
export type LimitPart = 'total' | 'store_day' | 'group';

/** The refusal of a redemption that found no room. */
export function noRoomIn(part: LimitPart): Refusal {
  switch (part) {
    case 'total':
      return refuse('coupon.used_up');
    case 'store_day':
      return refuse('coupon.store_day_limit');
    case 'group':
      return refuse('coupon.group_used');
  }
}

/** The day of a moment on a store's own clock, `YYYY-MM-DD`. */
export function storeDayOf({ timeZone }: Pick<Store, 'timeZone'>, atMs: number): string {
  return dayInZone(timeZone, atMs);
}
