import type { Puzzle } from '../../lambdas/domain/puzzle.ts';

/** How a puzzle is worked on: `derive` does the arithmetic, `tried` hears how many numbers are done. */
export type Solving = {
  readonly derive: (puzzle: Puzzle, candidate: number) => Promise<string>;
  readonly signal: AbortSignal;
  readonly tried: (count: number) => void;
};

/** Derivations in flight at once: the browser spreads them over its threads, and the page stays free. */
const lanes = 4;

/** The puzzle in what a refusal tells, or undefined when there is none that can be worked on. */
export function readPuzzle(facts: Readonly<Record<string, unknown>>): Puzzle | undefined {
  const { puzzle } = facts;
  if (typeof puzzle !== 'object' || puzzle === null) return undefined;
  const { id, iterations, target, most, expiresAt } = puzzle as Record<string, unknown>;
  if (typeof id !== 'string' || typeof target !== 'string' || typeof expiresAt !== 'string') return undefined;
  if (typeof iterations !== 'number' || typeof most !== 'number') return undefined;
  return { id, iterations, target, most, expiresAt };
}

/** Tries the numbers in order until one gives the target; undefined when none does or `signal` ends it. */
export async function solvePuzzle(
  puzzle: Puzzle,
  { derive, signal, tried }: Solving,
): Promise<number | undefined> {
  let next = 0;
  let done = 0;
  let found: number | undefined;
  const walk = async () => {
    while (found === undefined && !signal.aborted && next < puzzle.most) {
      const candidate = next;
      next += 1;
      if ((await derive(puzzle, candidate)) === puzzle.target) found = candidate;
      done += 1;
      tried(done);
    }
  };
  await Promise.all(Array.from({ length: lanes }, walk));
  return signal.aborted ? undefined : found;
}

/** PBKDF2-HMAC-SHA256 over the candidate, 16 bytes, by the browser's own arithmetic off the main thread. */
export async function deriveInBrowser({ id, iterations }: Puzzle, candidate: number): Promise<string> {
  const { subtle } = crypto;
  const bytes = (text: string) => new TextEncoder().encode(text);
  const key = await subtle.importKey('raw', bytes(String(candidate)), 'PBKDF2', false, ['deriveBits']);
  const bits = await subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt: bytes(id), iterations },
    key,
    128,
  );
  const plain = btoa(String.fromCharCode(...new Uint8Array(bits)));
  return plain.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/u, '');
}

/** Whether this browser can work on a puzzle at all; it cannot on a page that came without TLS. */
export function canDerive(): boolean {
  return globalThis.crypto?.subtle !== undefined;
}
