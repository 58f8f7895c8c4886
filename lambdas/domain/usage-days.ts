import { usualZone } from './coupon.ts';
import { refuse, type Refusal } from './refusal.ts';
import { dayInZone, dayMs, startOfDayMs } from './wall-clock.ts';

/** A span of days, first and last, `YYYY-MM-DD`; whose clock they lie on is the store's. */
export type Days = { readonly from: string; readonly to: string };

/** How many days may be counted at once, and how many are when nobody says. */
export const dayRules = { most: 31, usual: 7 } as const;

/** Whether a text is a day that the calendar has, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const atMs = Date.parse(`${text}T00:00:00Z`);
  const isReal = !Number.isNaN(atMs) && new Date(atMs).toISOString().slice(0, 10) === text;
  return /^\d{4}-\d\d-\d\d$/u.test(text) && isReal;
}

/** The day some days before another one. */
function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * dayMs).toISOString().slice(0, 10);
}

/** The days asked for; without a last one those up to today, without a first one the week. Refusals: request.malformed, usage.span_too_long. */
export function readDays(
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  nowMs: number,
): Days | Refusal {
  const last = to ?? dayInZone(usualZone, nowMs);
  if (!isDay(last)) return refuse('request.malformed', { fields: 'to' });
  const first = from ?? daysBefore(last, dayRules.usual - 1);
  if (!isDay(first) || first > last) return refuse('request.malformed', { fields: 'from' });
  const isLong = first < daysBefore(last, dayRules.most - 1);
  return isLong ? refuse('usage.span_too_long', { days: dayRules.most }) : { from: first, to: last };
}

/** A span of time, from its first moment to the one after it, in milliseconds. */
export type TimeSpan = { readonly fromMs: number; readonly toMs: number };

/** A clock set back just after midnight shows a bit of the day before once more. */
const setBackMs = 3 * 3_600_000;

/** All the time in which a zone's clock can show one of these days; what shows another day in it is not counted. */
export function timeOf(zone: string, { from, to }: Days): TimeSpan {
  const after = startOfDayMs(zone, daysBefore(to, -1));
  return { fromMs: startOfDayMs(zone, from), toMs: after + setBackMs };
}
