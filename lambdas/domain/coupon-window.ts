import { dayMs, stretches, wallMs, type Stretch } from './wall-clock.ts';

/** A time of day, `HH:MM`, up to another; one that ends before it begins goes over midnight. */
export type Span = { readonly from: string; readonly to: string };

/**
 * When a coupon can be used, by the clock on the wall of the store: weekdays (Monday is 1), times of day, and dates
 * (`YYYY-MM-DD`) left out. What is not said is no bound. A span over midnight belongs to the day it begins on, with
 * its weekday and its date.
 */
export type UsableOn = {
  readonly weekdays?: readonly number[];
  readonly hours?: readonly Span[];
  readonly blackouts?: readonly string[];
};

/** Why the windows of a coupon are closed: the weekday, the time of day, or a date that is left out. */
export type Closed = 'weekday' | 'hour' | 'blackout';

const wholeDay = [{ beginMs: 0, endMs: dayMs }];

function timeMs(text: string): number {
  return (Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))) * 60_000;
}

/** The spans of a day, in milliseconds from its beginning. */
function spansOf({ hours }: UsableOn): { beginMs: number; endMs: number }[] {
  if (hours === undefined) return wholeDay;
  return hours.map(({ from, to }) => {
    const [beginMs, endMs] = [timeMs(from), timeMs(to)];
    return { beginMs, endMs: endMs > beginMs ? endMs : endMs + dayMs };
  });
}

/** Why nothing begins on a day (days since 1970), or undefined when spans do. */
function whyNoDay({ weekdays, blackouts }: UsableOn, day: number): 'weekday' | 'blackout' | undefined {
  const date = new Date(day * dayMs).toISOString().slice(0, 10);
  if (blackouts?.includes(date) === true) return 'blackout';
  // 1 January 1970 was a Thursday, the fourth day of its week.
  const weekday = ((((day + 3) % 7) + 7) % 7) + 1;
  return weekdays === undefined || weekdays.includes(weekday) ? undefined : 'weekday';
}

/** The first moment in a stretch at which a window is open. */
function openWithin(on: UsableOn, { fromMs, toMs, offsetMs }: Stretch): number | undefined {
  const [first, last] = [fromMs + offsetMs, toMs + offsetMs];
  const found: number[] = [];
  for (let day = Math.floor(first / dayMs) - 1; day * dayMs < last; day += 1) {
    if (whyNoDay(on, day) !== undefined) continue;
    for (const { beginMs, endMs } of spansOf(on)) {
      const open = Math.max(day * dayMs + beginMs, first);
      if (open < Math.min(day * dayMs + endMs, last)) found.push(open - offsetMs);
    }
  }
  return found.length === 0 ? undefined : Math.min(...found);
}

/** Why the windows are closed at a moment on the clock of `zone`, or undefined while one is open. */
export function whyClosed(on: UsableOn, zone: string, nowMs: number): Closed | undefined {
  const wall = wallMs(zone, nowMs);
  const now = { fromMs: nowMs, toMs: nowMs + 1, offsetMs: wall - nowMs };
  if (openWithin(on, now) !== undefined) return undefined;
  return whyNoDay(on, Math.floor(wall / dayMs)) ?? 'hour';
}

/**
 * The first moment from `fromMs` on, and before `untilMs`, at which a window is open on the clock of `zone`; undefined
 * when there is none. An hour that the clock skips is open at no moment, one that it shows twice is open twice.
 */
export function firstOpenMs(on: UsableOn, zone: string, fromMs: number, untilMs: number): number | undefined {
  // With every date that is left out on a weekday that counts, something is open in the week after the last of them.
  const days = 7 * ((on.blackouts?.length ?? 0) + 2);
  for (const stretch of stretches(zone, fromMs, Math.min(untilMs, fromMs + days * dayMs))) {
    const open = openWithin(on, stretch);
    if (open !== undefined) return open;
  }
  return undefined;
}
