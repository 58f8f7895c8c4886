import { pbkdf2Sync } from 'node:crypto';
import type { VerificationRules } from './verification-rules.ts';

/**
 * A proof of work: find `n` below `most` so that PBKDF2-HMAC-SHA-256 of its decimal text, with the id as salt, gives
 * `target` (16 bytes, base64url). About a second on a phone; nothing is asked of the person (verification.md §8).
 */
export type Puzzle = {
  readonly id: string;
  readonly iterations: number;
  readonly target: string;
  readonly most: number;
  readonly expiresAt: string;
};

/** A solved puzzle as it comes back. */
export type Solution = { readonly id: string; readonly solution: number };

/** A number that only we can derive from an id and what the puzzle is bound to; 32 bits. */
export type PuzzleSeed = (id: string, boundTo: string) => number;

const keyBytes = 16;

/** What a puzzle with this id hides as the answer to `n`. */
export function puzzleTarget(id: string, iterations: number, n: number): string {
  return pbkdf2Sync(String(n), id, iterations, keyBytes, 'sha256').toString('base64url');
}

function expiryOf(id: string): number {
  const [, seconds = ''] = /^pzl_([0-9a-z]{1,9})_[\w-]{16,32}$/u.exec(id) ?? [];
  return seconds === '' ? 0 : Number.parseInt(seconds, 36) * 1000;
}

/** Poses a puzzle bound to a number and a browser; it is kept nowhere, since its answer follows from its id. */
export function posePuzzle(
  { iterations, most, lifeSeconds }: VerificationRules['puzzle'],
  seed: PuzzleSeed,
  boundTo: string,
  nonce: string,
  nowMs: number,
): Puzzle {
  const expiresAtSeconds = Math.ceil(nowMs / 1000) + lifeSeconds;
  const id = `pzl_${expiresAtSeconds.toString(36)}_${nonce}`;
  return {
    id,
    iterations,
    target: puzzleTarget(id, iterations, seed(id, boundTo) % most),
    most,
    expiresAt: new Date(expiresAtSeconds * 1000).toISOString(),
  };
}

/** Until when (milliseconds) a solution may be used, or undefined when it is wrong, late or for something else. */
export function solvedUntil(
  { most }: VerificationRules['puzzle'],
  seed: PuzzleSeed,
  boundTo: string,
  { id, solution }: Solution,
  nowMs: number,
): number | undefined {
  const endsAtMs = expiryOf(id);
  return endsAtMs > nowMs && seed(id, boundTo) % most === solution ? endsAtMs : undefined;
}
