/** A parsed cron expression; hours, minutes and months in rising order. Times are UTC, as AWS reads them. */
export type Cron = {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: readonly number[];
  readonly years: readonly number[];
  /** Whether the day of month or of week that the expression names is this one. */
  readonly comesOn: (day: Date) => boolean;
};

type Field = {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly words?: readonly string[];
};

const minute: Field = { name: 'minute', low: 0, high: 59 };
const hour: Field = { name: 'hour', low: 0, high: 23 };
const dayOfMonth: Field = { name: 'day of month', low: 1, high: 31 };
const month: Field = {
  name: 'month',
  low: 1,
  high: 12,
  words: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
};
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const dayOfWeek: Field = { name: 'day of week', low: 1, high: 7, words: weekdays };
const year: Field = { name: 'year', low: 1970, high: 2199 };

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;
/** A 29 February comes again after eight years at most, an expression without one much sooner. */
const searchedDays = 366 * 28;

/**
 * Reads `cron(minute hour day-of-month month day-of-week year)`: numbers, names, lists, ranges, steps, `*`, `?`, `L`,
 * `FRIL` and `FRI#2`. One of the two day fields must be `?`. Rule: Secrets Manager User Guide, schedule expressions.
 * Throws an Error that names the field which cannot be read.
 */
export function parseCron(expression: string): Cron {
  const fields = /^cron\((.+)\)$/.exec(expression.trim())?.[1]?.trim().split(/\s+/) ?? [];
  const [minutes = '', hours = '', date = '', months = '', weekday = '', years = ''] = fields;
  if (fields.length !== 6) throw new Error(`${expression} has not the six fields of a cron expression`);
  if ((date === '?') === (weekday === '?')) {
    throw new Error(
      `${expression} must have ? for the day of month or for the day of week, and not for both`,
    );
  }
  return {
    minutes: valuesOf(minutes, minute),
    hours: valuesOf(hours, hour),
    months: valuesOf(months, month),
    years: valuesOf(years, year),
    comesOn: date === '?' ? weekdayTest(weekday) : dateTest(date),
  };
}

/** The first time after `afterMs` (epoch milliseconds), or undefined where none comes within 28 years. */
export function nextCronTime(cron: Cron, afterMs: number): number | undefined {
  const today = Math.floor(afterMs / dayMs) * dayMs;
  for (let day = today; day < today + searchedDays * dayMs; day += dayMs) {
    if (!comesOn(cron, new Date(day))) continue;
    for (const at of timesOf(cron, day)) if (at > afterMs) return at;
  }
  return undefined;
}

function comesOn(cron: Cron, day: Date): boolean {
  const inYear = cron.years.includes(day.getUTCFullYear());
  return inYear && cron.months.includes(day.getUTCMonth() + 1) && cron.comesOn(day);
}

function timesOf(cron: Cron, day: number): readonly number[] {
  return cron.hours.flatMap(atHour =>
    cron.minutes.map(atMinute => day + atHour * hourMs + atMinute * minuteMs),
  );
}

function dateTest(text: string): Cron['comesOn'] {
  const parts = text.split(',');
  const dates = listOf(
    parts.filter(part => part !== 'L'),
    dayOfMonth,
  );
  return day =>
    dates.includes(day.getUTCDate()) || (parts.includes('L') && day.getUTCDate() === lastDateOf(day));
}

/** `L` alone is Saturday; `FRIL` is the month's last Friday, `FRI#2` its second. */
function weekdayTest(text: string): Cron['comesOn'] {
  const tests = text.split(',').map(part => {
    const [, last] = /^(\w+)L$/.exec(part) ?? [];
    const [, nth, count] = /^(\w+)#([1-5])$/.exec(part) ?? [];
    const days = part === 'L' ? [dayOfWeek.high] : valuesOf(last ?? nth ?? part, dayOfWeek);
    return (day: Date): boolean =>
      days.includes(day.getUTCDay() + 1) &&
      (last === undefined || day.getUTCDate() > lastDateOf(day) - 7) &&
      (count === undefined || Math.ceil(day.getUTCDate() / 7) === Number(count));
  });
  return day => tests.some(test => test(day));
}

function lastDateOf(day: Date): number {
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();
}

function valuesOf(text: string, field: Field): readonly number[] {
  return listOf(text.split(','), field);
}

function listOf(parts: readonly string[], field: Field): readonly number[] {
  return [...new Set(parts.flatMap(part => partOf(part, field)))].sort((a, b) => a - b);
}

function partOf(part: string, field: Field): readonly number[] {
  const [, span = '', step] = /^([^/]*)(?:\/(\d+))?$/.exec(part) ?? [];
  const [first = '', last] = span.split('-');
  const every = Number(step ?? 1);
  const low = first === '*' ? field.low : numberOf(first, field);
  const open = first === '*' || step !== undefined;
  const high = last === undefined ? (open ? field.high : low) : numberOf(last, field);
  if (high < low || every < 1) throw unreadable(part, field);
  return Array.from({ length: Math.floor((high - low) / every) + 1 }, (_, at) => low + at * every);
}

function numberOf(text: string, field: Field): number {
  const word = field.words?.indexOf(text.toUpperCase()) ?? -1;
  const value = word >= 0 ? field.low + word : /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= field.low && value <= field.high) return value;
  throw unreadable(text, field);
}

function unreadable(text: string, field: Field): Error {
  return new Error(`"${text}" is no ${field.name} of a cron expression`);
}
