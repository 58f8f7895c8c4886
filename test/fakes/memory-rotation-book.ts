import type { LoginState, RotationBook, RotationWish } from '../../lambdas/domain/login-rotation.ts';
import { emptyHead, headAfter, nextEntry, type Entry, type Head } from '../../lambdas/domain/register.ts';
import { rotationsChain } from '../../lambdas/domain/rotation-evidence.ts';
import type { Wire } from './wire.ts';

/** What the tables hold of the login: its state, what was asked for, the lock, and the chain of rotations. */
export type RotationStore = {
  state: LoginState | undefined;
  wish: RotationWish | undefined;
  lockEndsAtMs: number | undefined;
  readonly rows: Entry[];
};

/** Empty tables. */
export function makeRotationStore(): RotationStore {
  return { state: undefined, wish: undefined, lockEndsAtMs: undefined, rows: [] };
}

/** Puts a state over the one it was made from; answers it as saved, or undefined when that one has moved. */
export function putState(store: RotationStore, state: LoginState): LoginState | undefined {
  if ((store.state?.revision ?? 0) !== state.revision) return undefined;
  store.state = { ...state, revision: state.revision + 1 };
  return store.state;
}

function orMoved(saved: LoginState | undefined): LoginState {
  if (saved === undefined) throw new Error('the state of the login has moved under its keeper');
  return saved;
}

/** Where the chain of rotations stands. */
export function headOf({ rows }: RotationStore): Head {
  const last = rows.at(-1);
  return last === undefined ? emptyHead : headAfter(last);
}

const recordTries = 10;

async function record(
  store: RotationStore,
  wire: Wire,
  ...[fact, atMs, after]: Parameters<RotationBook['record']>
): Promise<LoginState> {
  for (let attempt = 0; attempt < recordTries; attempt += 1) {
    const head = await wire({ verb: 'get', about: 'register head' }, () => headOf(store));
    const row = nextEntry('rotations', rotationsChain, head, atMs, fact);
    const about = `register row ${row.sequence} ${String(fact['event'])}`;
    const outcome = await wire({ verb: 'transact', about }, () => {
      if (headOf(store).sequence !== head.sequence) return 'grown';
      const saved = putState(store, after(row));
      if (saved !== undefined) store.rows.push(row);
      return { saved };
    });
    if (outcome !== 'grown') return orMoved(outcome.saved);
  }
  throw new Error('the chain of rotations outran its writer');
}

/** What a rotation keeps, in memory. A state that has moved throws, as a refused transaction does. */
export function makeMemoryRotationBook(store: RotationStore, wire: Wire): RotationBook {
  return {
    takeLock: (nowMs, endsAtMs) =>
      wire({ verb: 'update', about: 'take lock' }, () => {
        const isFree = store.lockEndsAtMs === undefined || store.lockEndsAtMs <= nowMs;
        if (isFree) store.lockEndsAtMs = endsAtMs;
        return isFree;
      }),
    releaseLock: endsAtMs =>
      wire({ verb: 'update', about: 'release lock' }, () => {
        if (store.lockEndsAtMs === endsAtMs) store.lockEndsAtMs = 0;
      }),
    state: () => wire({ verb: 'get', about: 'state' }, () => store.state),
    save: async state =>
      orMoved(
        await wire({ verb: 'transact', about: `state ${state.running?.step ?? 'idle'}` }, () =>
          putState(store, state),
        ),
      ),
    begin: async (state, { rotationId }) =>
      orMoved(
        await wire({ verb: 'transact', about: `begin ${rotationId}` }, () => {
          if (store.wish?.rotationId !== rotationId) return undefined;
          const saved = putState(store, state);
          if (saved !== undefined) store.wish = undefined;
          return saved;
        }),
      ),
    record: (...row) => record(store, wire, ...row),
    wish: () => wire({ verb: 'get', about: 'wish' }, () => store.wish),
    ask: asked => wire({ verb: 'put', about: `ask ${asked.rotationId}` }, () => (store.wish ??= asked)),
  };
}
