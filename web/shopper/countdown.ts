import { serverNowMs } from '../paper/api.ts';

/** The longest wait the server sets between two messages (10 min): a wrong clock here cannot make it longer. */
export const longestWaitMs = 600_000;

/** Milliseconds until `iso` on the server's clock, between 0 and `longestWaitMs`; an unreadable time is over. */
export function leftUntil(iso: string, nowMs: number): number {
  const left = Date.parse(iso) - nowMs;
  return Number.isFinite(left) ? Math.min(longestWaitMs, Math.max(0, left)) : 0;
}

/** Calls `tick` with the server's time (ms) now and four times a second; returns what stops it. */
export function everyQuarter(tick: (nowMs: number) => void): () => void {
  tick(serverNowMs());
  const timer = setInterval(() => tick(serverNowMs()), 250);
  return () => clearInterval(timer);
}
