/**
 * How wrong PINs of one person on one device lock it: after every `maxWrong` for a time that doubles each time, up to
 * `mostSeconds`; all is forgotten once nobody tried for `forgetSeconds` after the lock.
 */
export const pinLockRules = {
  maxWrong: 5,
  firstSeconds: 900,
  mostSeconds: 24 * 3600,
  forgetSeconds: 30 * 24 * 3600,
} as const;

/** Tries since the last right PIN, counted before they are compared, and the end of the lock they led to; milliseconds. */
export type PinTries = { readonly tries: number; readonly lastAtMs: number; readonly lockedUntilMs?: number };

/** Counts tries at a person's PIN and locks it when there were too many. */
export type PinLock = {
  /** Counts a try: until when the PIN is locked (milliseconds), or nothing when this one may be compared. */
  count(key: string, nowMs: number): Promise<number | undefined>;
  /** A right PIN: earlier tries are forgotten. */
  clear(key: string): Promise<void>;
};

/** When tries are forgotten, in milliseconds. */
export function forgottenAtMs({ lastAtMs, lockedUntilMs = 0 }: PinTries): number {
  return Math.max(lastAtMs, lockedUntilMs) + pinLockRules.forgetSeconds * 1000;
}

/** How long the lock after so many wrong PINs lasts, in milliseconds. */
function lockMs(tries: number): number {
  const { maxWrong, firstSeconds, mostSeconds } = pinLockRules;
  return Math.min(firstSeconds * 2 ** (tries / maxWrong - 1), mostSeconds) * 1000;
}

/** The tries with one more, or undefined while there is a lock. The try that makes them too many sets the lock already. */
export function nextTry(before: PinTries | undefined, nowMs: number): PinTries | undefined {
  const kept = before !== undefined && nowMs < forgottenAtMs(before) ? before : undefined;
  if (kept?.lockedUntilMs !== undefined && nowMs < kept.lockedUntilMs) return undefined;
  const tries = (kept?.tries ?? 0) + 1;
  const isFull = tries % pinLockRules.maxWrong === 0;
  return { tries, lastAtMs: nowMs, ...(isFull ? { lockedUntilMs: nowMs + lockMs(tries) } : {}) };
}
