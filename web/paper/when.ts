import type { Language } from './dictionary.ts';

const weekdays = {
  ja: ['日', '月', '火', '水', '木', '金', '土'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
} as const;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

type WallClock = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly time: string;
  readonly seconds: string;
};

function offsetMinutes(iso: string): number | undefined {
  const found = /([+-])(\d{2}):?(\d{2})$/.exec(iso);
  if (found === null) return undefined;
  const minutes = Number(found[2]) * 60 + Number(found[3]);
  return found[1] === '-' ? -minutes : minutes;
}

function two(figure: number): string {
  return String(figure).padStart(2, '0');
}

function wallClock(iso: string, atMs: number): WallClock {
  const offset = offsetMinutes(iso) ?? -new Date(atMs).getTimezoneOffset();
  const there = new Date(atMs + offset * 60_000);
  return {
    year: there.getUTCFullYear(),
    month: there.getUTCMonth() + 1,
    day: there.getUTCDate(),
    weekday: there.getUTCDay(),
    time: `${there.getUTCHours()}:${two(there.getUTCMinutes())}`,
    seconds: two(there.getUTCSeconds()),
  };
}

function dayOf(clock: WallClock, language: Language, thisYear: number): string {
  const weekday = weekdays[language][clock.weekday] ?? '';
  if (language === 'ja') {
    const year = clock.year === thisYear ? '' : `${clock.year}年`;
    return `${year}${clock.month}月${clock.day}日(${weekday})`;
  }
  const year = clock.year === thisYear ? '' : ` ${clock.year}`;
  return `${weekday} ${clock.day} ${months[clock.month - 1] ?? ''}${year}`;
}

/** 11月21日(土) / Sat 21 Nov, on the clock of the time's own offset; the year only when it is another. */
export function formatDay(iso: string, language: Language, nowMs: number = Date.now()): string {
  return dayOf(wallClock(iso, Date.parse(iso)), language, wallClock(iso, nowMs).year);
}

/** 12月31日 / 31 Dec of a date (`2026-12-31`); the year only when it is another than now's. */
export function dayInWords(date: string, language: Language, nowMs: number): string {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const isOther = year !== new Date(nowMs).getFullYear();
  if (language === 'ja') return `${isOther ? `${year}年` : ''}${month}月${day}日`;
  return `${day} ${months[month - 1] ?? ''}${isOther ? ` ${year}` : ''}`;
}

/** 11月21日(土) 15:02 / Sat 21 Nov, 15:02, on the clock of the time's own offset (the browser's for `Z`). */
export function formatMoment(iso: string, language: Language, nowMs: number = Date.now()): string {
  const clock = wallClock(iso, Date.parse(iso));
  const day = dayOf(clock, language, wallClock(iso, nowMs).year);
  return language === 'ja' ? `${day} ${clock.time}` : `${day}, ${clock.time}`;
}

/** A moment near `nowMs` (both in ms since 1970), on the browser's clock: its time today, its day too on another day. */
export function formatSoon(atMs: number, language: Language, nowMs: number): string {
  const iso = new Date(atMs).toISOString();
  const [then, now] = [wallClock(iso, atMs), wallClock(iso, nowMs)];
  const isToday = then.day === now.day && then.month === now.month;
  return isToday ? then.time : formatMoment(iso, language, nowMs);
}

/** 15:02:09 at `atMs` (ms since 1970), on the clock that `iso` is written in. */
export function formatSeconds(iso: string, atMs: number): string {
  const clock = wallClock(iso, atMs);
  return `${clock.time}:${clock.seconds}`;
}

/** 0:28 left, never below 0:00; a second that has begun counts. */
export function formatCountdown(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
}
