import type { ArchivedHead } from './register-root.ts';

/** A chain and the time of a row that opened a clock hour of it; milliseconds. */
export type Movement = Pick<ArchivedHead, 'kind' | 'chain'> & { readonly atMs: number };

/** Movements in a span; from `completeToMs` on some may have been left off. */
export type Movements = { readonly movements: readonly Movement[]; readonly completeToMs: number };

/** Finds chains by the time in which they moved. */
export type MovedChains = {
  /** The movements in [fromMs, toMs), at most `most` of one partition where that is given. */
  movedIn(fromMs: number, toMs: number, most?: number): Promise<Movements>;
};

/** The part of a span that one root covers, and the movements in it. */
export type Span = { readonly toMs: number; readonly chains: readonly Movement[] };

const inTime = (movements: readonly Movement[]) => movements.toSorted((a, b) => a.atMs - b.atMs);

/** Each chain once, by its last movement. */
export function lastMovements(movements: readonly Movement[]): Movement[] {
  return [...new Map(inTime(movements).map(movement => [movement.chain, movement])).values()];
}

/** Each chain once, by its first movement, in the order of those. */
function firstMovements(movements: readonly Movement[]): Movement[] {
  const first = new Map<string, Movement>();
  for (const movement of inTime(movements))
    if (!first.has(movement.chain)) first.set(movement.chain, movement);
  return [...first.values()];
}

/**
 * Ends a span early where it holds more chains than a root may name: what is left off waits for the next root. A span
 * is never empty, so that roots always come on.
 */
export function cutSpan(fromMs: number, toMs: number, found: Movements, headsAtMost: number): Span {
  const chains = firstMovements(found.movements);
  const over = chains[headsAtMost]?.atMs ?? toMs;
  const endMs = Math.max(Math.min(over, found.completeToMs, toMs), fromMs + 1);
  return { toMs: endMs, chains: chains.filter(({ atMs }) => atMs < endMs) };
}
