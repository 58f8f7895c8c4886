import { keepFor, readKept } from '../paper/keep.ts';

/** One redemption made on this device in this session. */
export type Recent = {
  readonly redemptionId: string;
  readonly title: string;
  readonly redeemedAt: string;
  readonly undone: boolean;
};

/** How long a redemption can be undone at the till, in milliseconds. */
export const undoMs = 15 * 60_000;

/** Milliseconds left to undo a redemption; 0 once it is undone or too late. */
export function undoLeft(recent: Recent, nowMs: number): number {
  if (recent.undone) return 0;
  return Math.max(0, Date.parse(recent.redeemedAt) + undoMs - nowMs);
}

/** How many uses stand, undone ones not counted. */
export function usesThatStand(recents: readonly Recent[]): number {
  return recents.filter(recent => !recent.undone).length;
}

const kept = keepFor('session');
const key = 'mogiri.recent';

/** The session's redemptions, newest first; they survive a reload and end with the tab. */
export function readRecents(): readonly Recent[] {
  return readKept<readonly Recent[]>(kept, key) ?? [];
}

/** Adds a redemption. */
export function addRecent(recent: Recent): void {
  const others = readRecents().filter(one => one.redemptionId !== recent.redemptionId);
  kept.write(key, JSON.stringify([recent, ...others].slice(0, 200)));
}

/** Marks a redemption as undone. */
export function markUndone(redemptionId: string): void {
  const recents = readRecents().map(one =>
    one.redemptionId === redemptionId ? { ...one, undone: true } : one,
  );
  kept.write(key, JSON.stringify(recents));
}
