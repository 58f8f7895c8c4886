/**
 * A counter to raise by one before anything is done: `max` in a window that ends at `endsAtMs`. A try with an id
 * (`tryId`) counts once, however often the write of its count or of its return is sent.
 */
export type Limit = {
  readonly key: string;
  readonly max: number;
  readonly endsAtMs: number;
  readonly tryId?: string;
};

/** Counts tries before they are judged, and gives a right one back. */
export type TryCounter = {
  /** Counts a try; false when the counter is full. */
  count(limit: Limit): Promise<boolean>;
  giveBack(limit: Limit): Promise<void>;
};

/** The fixed window that holds a time: its number, and when it ends (milliseconds). */
export function windowAt(atMs: number, windowSeconds: number): { number: number; endsAtMs: number } {
  const windowMs = windowSeconds * 1000;
  const number = Math.floor(atMs / windowMs);
  return { number, endsAtMs: (number + 1) * windowMs };
}

/** Seconds from now until a time in milliseconds, rounded up. */
export function secondsUntil(endsAtMs: number, nowMs: number): number {
  return Math.max(1, Math.ceil((endsAtMs - nowMs) / 1000));
}

/**
 * A name that hides whom a counter or a record belongs to. With a scope that ends (a window, a day) the name ends with
 * it, so that nothing can be joined over longer than that (D9).
 */
export type Pseudonym = (scope: string, subject: string) => string;
