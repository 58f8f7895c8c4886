/** How long a stub must be held until it is off, in milliseconds. */
export const tearMs = 1200;

/** A tear under way: when it was taken hold of (ms, monotonic) and how far it was slid (0 to 1). */
export type Tear = { readonly heldSinceMs: number; readonly slid: number };

/** How far the stub is off, 0 to 1: never further than it was slid, nor than it was held. */
export function tornPart(tear: Tear, nowMs: number): number {
  const held = (nowMs - tear.heldSinceMs) / tearMs;
  return Math.max(0, Math.min(1, held, tear.slid));
}
