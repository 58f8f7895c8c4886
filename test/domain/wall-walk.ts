const clocks = new Map<string, Intl.DateTimeFormat>();

/** What the wall clock of a zone shows, to the minute: `2026-11-24T11:00`. Read from the text Sweden writes times in. */
export function minuteOnWall(zone: string, atMs: number): string {
  const known = clocks.get(zone);
  const clock =
    known ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  clocks.set(zone, clock);
  return clock.format(atMs).replace(' ', 'T');
}

/** The dates a zone's clock shows from one moment to another, and those beside them. */
export function daysOnWall(zone: string, fromMs: number, toMs: number): string[] {
  const date = (atMs: number) => minuteOnWall(zone, atMs).slice(0, 10);
  const days: string[] = [];
  const day = new Date(`${date(fromMs)}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - 1);
  for (const last = date(toMs); days.at(-1) !== last; day.setUTCDate(day.getUTCDate() + 1))
    days.push(day.toISOString().slice(0, 10));
  return days;
}

/** How far the zone is ahead of UTC, in minutes. */
function aheadMinutes(zone: string, atMs: number): number {
  return (Date.parse(`${minuteOnWall(zone, atMs)}Z`) - Math.floor(atMs / 60_000) * 60_000) / 60_000;
}

const known = new Map<string, number[]>();

/** The hours in which a zone's clock jumps in a year, in milliseconds. */
export function jumpsOf(zone: string, year: number): number[] {
  const name = `${zone} ${year}`;
  const jumps = known.get(name) ?? findJumps(zone, year);
  known.set(name, jumps);
  return jumps;
}

function findJumps(zone: string, year: number): number[] {
  const jumps: number[] = [];
  const dayMs = 86_400_000;
  for (let atMs = Date.UTC(year, 0, 1); atMs < Date.UTC(year + 1, 0, 1); atMs += dayMs) {
    if (aheadMinutes(zone, atMs) === aheadMinutes(zone, atMs + dayMs)) continue;
    for (let hour = atMs; hour < atMs + dayMs; hour += 3_600_000)
      if (aheadMinutes(zone, hour) !== aheadMinutes(zone, hour + 3_600_000)) jumps.push(hour);
  }
  return jumps;
}
