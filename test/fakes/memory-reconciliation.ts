import type { Entry } from '../../lambdas/domain/register.ts';
import type {
  OpenedNumbers,
  Opening,
  Reconciliation,
  ReconciliationBook,
  RegisteredReadings,
} from '../../lambdas/domain/reconciliation.ts';

/** An opening and when its record came into the log. */
export type Logged = Opening & { readonly loggedAtMs: number };

/** A trail's log in memory, two openings a page. */
export function makeMemoryLog(log: readonly Logged[]): OpenedNumbers {
  return {
    loggedIn: async function* loggedIn(fromMs, toMs) {
      const found = log.filter(({ loggedAtMs }) => loggedAtMs >= fromMs && loggedAtMs < toMs);
      for (let at = 0; at === 0 || at < found.length; at += 2) yield found.slice(at, at + 2);
    },
  };
}

/** Readings in memory, two rows a page. */
export function makeMemoryReadings(rows: readonly Entry[]): RegisteredReadings {
  return {
    chains: async (fromMs, toMs) => {
      const moved = rows.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
      return [...new Set(moved.map(({ chain }) => chain))].sort();
    },
    rows: async function* rowsOf(name) {
      const found = rows.filter(({ chain }) => chain === name);
      for (let at = 0; at === 0 || at < found.length; at += 2) yield found.slice(at, at + 2);
    },
  };
}

/** The one item in memory; `before` must be what stands. */
export function makeMemoryReconciliationBook(): ReconciliationBook {
  let kept: Reconciliation | undefined;
  const placeOf = (state: Reconciliation | undefined) =>
    state && `${state.dayMs} ${state.partsRead} ${state.chainsTo}`;
  return {
    reconciliation: async () => kept,
    advance: async (before, after) => {
      const isThere = placeOf(kept) === placeOf(before);
      if (isThere) kept = after;
      return isThere;
    },
  };
}
