/** The one clock of a local system: real time plus an offset that every thread sees at once. Milliseconds. */
export type Clock = {
  readonly offset: SharedArrayBuffer;
  now(): number;
  advance(seconds: number): void;
};

/** A clock over `offset` (one Float64 of milliseconds); pass the buffer of another thread to share its time. */
export function makeClock(offset: SharedArrayBuffer = new SharedArrayBuffer(8), realNow = Date.now): Clock {
  const shift = new Float64Array(offset);
  return {
    offset,
    now: () => Math.floor(realNow() + (shift[0] ?? 0)),
    advance: seconds => {
      shift[0] = (shift[0] ?? 0) + seconds * 1000;
    },
  };
}
