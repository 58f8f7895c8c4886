/** Tries of a call that meets others; with their waits half of a function's ten seconds. */
export const mostTries = 16;

/** Full jitter over a growing wait, in milliseconds: many that want one item come apart. */
export function jitterMs(attempt: number): number {
  return Math.random() * Math.min(20 * 2 ** attempt, 800);
}

/** Waits so many milliseconds. */
export const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));
