const fields = (atMs: number, timeZone: string): Readonly<Record<string, number>> => {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return Object.fromEntries(format.formatToParts(atMs).map(part => [part.type, Number(part.value)]));
};

const offsetMs = (atMs: number, timeZone: string): number => {
  const at = fields(atMs, timeZone);
  const wallMs = Date.UTC(at.year ?? 0, (at.month ?? 1) - 1, at.day, at.hour, at.minute, at.second);
  return wallMs - Math.floor(atMs / 1000) * 1000;
};

const two = (count: number): string => String(Math.trunc(count)).padStart(2, '0');

/**
 * A wall time (`2026-11-21T15:02` or with seconds) of a zone as ISO 8601 with that zone's offset.
 * undefined when the text is no time. An hour that the clock skips moves forward.
 */
export const isoInZone = (wall: string, timeZone: string): string | undefined => {
  const wallMs = Date.parse(`${wall}Z`);
  if (Number.isNaN(wallMs)) return undefined;
  const guessMs = wallMs - offsetMs(wallMs, timeZone);
  const atMs = wallMs - offsetMs(guessMs, timeZone);
  const offset = offsetMs(atMs, timeZone);
  const minutes = Math.abs(offset) / 60_000;
  const local = new Date(atMs + offset).toISOString().slice(0, 19);
  return `${local}${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
};

/** The wall time of a moment in a zone, as a `datetime-local` field takes it. */
export const wallInZone = (atMs: number, timeZone: string): string =>
  new Date(atMs + offsetMs(atMs, timeZone)).toISOString().slice(0, 16);
