/** A day on a clock that runs evenly, in milliseconds. */
export const dayMs = 86_400_000;

/** A stretch of time, in milliseconds, in which a zone's clock runs evenly: what it shows is the time plus `offsetMs`. */
export type Stretch = { readonly fromMs: number; readonly toMs: number; readonly offsetMs: number };

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs a hundred times what using it does, so there is one for each zone. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const figures = { month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
  const format = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hourCycle: 'h23',
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    ...figures,
    second: '2-digit',
  });
  formats.set(zone, format);
  return format;
}

/** What the clock of an IANA zone shows at a moment, as milliseconds of a clock that counted from 1970 without a zone. */
export function wallMs(zone: string, atMs: number): number {
  const shown = Object.fromEntries(
    formatOf(zone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((atMs % 1000) + 1000) % 1000);
}

/** How far a zone's clock is ahead of UTC at a moment, in milliseconds. */
function offsetMs(zone: string, atMs: number): number {
  return wallMs(zone, atMs) - atMs;
}

/** The first moment after `fromMs` at which the zone's offset is another one; it is another one at `toMs`. */
function changeMs(zone: string, fromMs: number, toMs: number): number {
  const before = offsetMs(zone, fromMs);
  let [same, other] = [fromMs, toMs];
  while (other - same > 1) {
    const middle = Math.floor((same + other) / 2);
    if (offsetMs(zone, middle) === before) same = middle;
    else other = middle;
  }
  return other;
}

/** Cuts a time into stretches of a day at most, and where the zone's clock jumps (never twice in a day since 1970). */
export function* stretches(zone: string, fromMs: number, toMs: number): Generator<Stretch> {
  for (let from = fromMs; from < toMs; ) {
    const offset = offsetMs(zone, from);
    const end = Math.min(from + dayMs, toMs);
    const to = offsetMs(zone, end) === offset ? end : changeMs(zone, from, end);
    yield { fromMs: from, toMs: to, offsetMs: offset };
    from = to;
  }
}

/** The first moment at which a zone's clock shows this midnight or later; midnight as `wallMs` tells it. */
function reachedMs(zone: string, midnight: number): number {
  for (const { fromMs, toMs, offsetMs: offset } of stretches(zone, midnight - dayMs, midnight + dayMs)) {
    const reached = Math.max(fromMs, midnight - offset);
    if (reached < toMs) return reached;
  }
  return midnight;
}

/** The moment a day ends on a zone's clock, `daysLater` days after the one of `atMs`: the first moment of a later day. */
export function endOfDayMs(zone: string, atMs: number, daysLater: number): number {
  return reachedMs(zone, (Math.floor(wallMs(zone, atMs) / dayMs) + daysLater + 1) * dayMs);
}

/** The first moment of a day, `YYYY-MM-DD`, or of a later one, on a zone's clock. */
export function startOfDayMs(zone: string, day: string): number {
  return reachedMs(zone, Date.parse(`${day}T00:00:00Z`));
}

/** The day that a zone's clock shows at a moment, `YYYY-MM-DD`. */
export function dayInZone(zone: string, atMs: number): string {
  return new Date(wallMs(zone, atMs)).toISOString().slice(0, 10);
}

/** The hour that a zone's clock shows at a moment, `00` to `23`. */
export function hourInZone(zone: string, atMs: number): string {
  return new Date(wallMs(zone, atMs)).toISOString().slice(11, 13);
}

const two = (figure: number) => String(figure).padStart(2, '0');

/** A moment as ISO 8601 on a zone's own clock, to the second: `2026-11-24T11:00:00+09:00`. */
export function isoInZone(zone: string, atMs: number): string {
  const wall = wallMs(zone, atMs);
  const minutes = Math.round((wall - atMs) / 60_000);
  const ahead = Math.abs(minutes);
  const offset = `${minutes < 0 ? '-' : '+'}${two(Math.floor(ahead / 60))}:${two(ahead % 60)}`;
  return `${new Date(wall).toISOString().slice(0, 19)}${offset}`;
}
