import type { Now } from '../domain/dice.ts';
import {
  announcedBy,
  countIn,
  firstReconciliation,
  isComparable,
  isSame,
  nextPart,
  nextReconciliation,
  spanOf,
  type OpenedNumbers,
  type Reconciliation,
  type ReconciliationBook,
  type RegisteredReadings,
} from '../domain/reconciliation.ts';
import type { Journal } from '../journal.ts';

/** What comparing needs. */
export type ReconcileDeps = {
  readonly opened: OpenedNumbers;
  readonly registered: RegisteredReadings;
  readonly book: ReconciliationBook;
  readonly now: Now;
  readonly journal: Journal;
};

/** No further step is begun after so long; the longest step takes some ten seconds more. Milliseconds. */
const runMs = 25_000;

/** Counts what was opened in the day, in one part of the log. A record of the day may stand in a later part. */
async function readPart(
  { opened }: ReconcileDeps,
  state: Reconciliation,
  part: { readonly fromMs: number; readonly toMs: number },
): Promise<Reconciliation> {
  const { fromMs, toMs } = spanOf(state);
  let tally = state.opened;
  for await (const openings of opened.loggedIn(part.fromMs, part.toMs))
    for (const { atMs, session, shopper } of openings)
      if (atMs >= fromMs && atMs < toMs) tally = countIn(tally, session, shopper);
  return { ...state, opened: tally, partsRead: state.partsRead + 1 };
}

/** Counts the rows of the day in one chain. */
async function readChain(
  { registered }: ReconcileDeps,
  state: Reconciliation,
  chain: string,
): Promise<Reconciliation> {
  const { fromMs, toMs } = spanOf(state);
  let tally = state.registered;
  for await (const rows of registered.rows(chain))
    for (const row of rows) {
      if (row.atMs < fromMs || row.atMs >= toMs) continue;
      const { session, shopper } = announcedBy(row);
      tally = countIn(tally, session, shopper);
    }
  return { ...state, registered: tally, chainsTo: chain };
}

function compare({ journal }: ReconcileDeps, { dayMs, opened, registered }: Reconciliation): void {
  const day = new Date(dayMs).toISOString();
  journal(isSame(opened, registered) ? 'readings.reconciled' : 'readings.unregistered', {
    day,
    opened: opened.count,
    registered: registered.count,
  });
}

/**
 * Compares, once a day, the numbers that the custodian opened by the account's own trail with the rows of the register,
 * reading by reading. One call does what it can in half a minute and is made again; a day that differs is journaled as
 * readings.unregistered, and rings.
 */
export function makeReconcileReadings(deps: ReconcileDeps) {
  const step = async (state: Reconciliation, chains: readonly string[]): Promise<Reconciliation> => {
    const part = nextPart(state);
    if (part !== undefined) return readPart(deps, state, part);
    const chain = chains.find(name => name > state.chainsTo);
    if (chain !== undefined) return readChain(deps, state, chain);
    compare(deps, state);
    return nextReconciliation(state);
  };
  const chainsOf = async (state: Reconciliation, known: readonly string[]): Promise<readonly string[]> => {
    if (nextPart(state) !== undefined) return [];
    const { fromMs, toMs } = spanOf(state);
    return known.length > 0 ? known : deps.registered.chains(fromMs, toMs);
  };
  const begin = async (): Promise<Reconciliation | undefined> => {
    const first = firstReconciliation(deps.now());
    return (await deps.book.advance(undefined, first)) ? first : deps.book.reconciliation();
  };
  return async (): Promise<void> => {
    const begunAtMs = deps.now();
    let state = (await deps.book.reconciliation()) ?? (await begin());
    let chains: readonly string[] = [];
    while (state !== undefined && isComparable(state, deps.now()) && deps.now() - begunAtMs < runMs) {
      chains = await chainsOf(state, chains);
      const next = await step(state, chains);
      state = (await deps.book.advance(state, next)) ? next : undefined;
    }
  };
}
