import {
  isAfter,
  rotationRules,
  type LoginState,
  type Rotation,
  type RotationBook,
} from '../../../lambdas/domain/login-rotation.ts';
import { nextEntry, type Entry } from '../../../lambdas/domain/register.ts';
import { rotationsChain } from '../../../lambdas/domain/rotation-evidence.ts';
import { headOf, type RotationStore } from '../../fakes/memory-rotation-book.ts';
import type { Wire } from '../../fakes/wire.ts';
import { stepParts, variants, type Part } from './parts.ts';
import type { Planted } from './world.ts';

/** Saves another state than it was told to; `store` still holds the one before. */
const saving = (change: (state: LoginState, store: RotationStore) => LoginState): Planted => ({
  book: (book, store) => ({
    ...book,
    save: state => book.save(change(state, store)),
    record: (fact, atMs, after) => book.record(fact, atMs, row => change(after(row), store)),
  }),
});

const turning = (change: (rotation: Rotation, store: RotationStore) => Rotation): Planted =>
  saving((state, store) =>
    state.running === undefined ? state : { ...state, running: change(state.running, store) },
  );

const longProven = { sinceMs: 0, inARow: rotationRules.proofsInARow };

const cutOffAtNarrowing = saving(state => {
  const { running } = state;
  const narrowedAtMs = running?.doneAtMs.narrow;
  if (running?.step !== 'revoke' || narrowedAtMs === undefined) return state;
  const cutOffMs = Math.floor(narrowedAtMs / 1000) * 1000;
  return { ...state, cutOffMs, running: { ...running, cutOffMs } };
});

const provenAtOnce = (step: Rotation['step']): Planted =>
  turning(rotation => (rotation.step === step ? { ...rotation, proof: longProven } : rotation));

const narrowsAtOnce = turning(rotation =>
  rotation.step === 'narrow' ? { ...rotation, doneAtMs: { ...rotation.doneAtMs, finish: 0 } } : rotation,
);

const noLock: Planted = {
  book: book => ({
    ...book,
    takeLock: async (...wish) => {
      await book.takeLock(...wish);
      return true;
    },
  }),
};

async function recordInTwoWrites(
  book: RotationBook,
  store: RotationStore,
  wire: Wire,
  ...[fact, atMs, after]: Parameters<RotationBook['record']>
): Promise<LoginState> {
  const head = await wire({ verb: 'get', about: 'register head' }, () => headOf(store));
  const row: Entry = nextEntry('rotations', rotationsChain, head, atMs, fact);
  await wire({ verb: 'put', about: `register row ${row.sequence}` }, () => {
    if (headOf(store).sequence === head.sequence) store.rows.push(row);
  });
  return book.save(after(row));
}

const evidenceBesideTheState: Planted = {
  book: (book, store, wire) => ({
    ...book,
    record: (...row) => recordInTwoWrites(book, store, wire, ...row),
  }),
};

const neverStepsBack = turning((rotation, { state }) => {
  const before = state?.running;
  const isBack =
    before?.rotationId === rotation.rotationId && before !== undefined && isAfter(before.step, rotation.step);
  return isBack ? { ...before, repairs: rotation.repairs } : rotation;
});

const keepsItsProof = turning((rotation, { state }) => {
  const before = state?.running;
  const isRepaired =
    before !== undefined && rotation.repairs > before.repairs && before.step === rotation.step;
  return isRepaired && before.proof !== undefined ? { ...rotation, proof: before.proof } : rotation;
});

const revokesOnce = saving(state => ({ ...state, revokeAgainAtMs: [] }));

/** A defect, in which runs it is looked for, and what the simulation must say about it. */
export type PlantedBug = {
  readonly name: string;
  readonly planted: Planted;
  readonly part: Part;
  readonly says: RegExp;
};

const partOf = (name: string): Part => stepParts.find(part => part.name === name) ?? variants.storm;
const bug = (name: string, planted: Planted, part: Part, says: RegExp): PlantedBug => ({
  name,
  planted,
  part,
  says,
});

/** Defects that the keeping of the login may have. */
export const plantedBugs: readonly PlantedBug[] = [
  bug(
    'takes the cut-off when the trust is narrowed',
    cutOffAtNarrowing,
    partOf('none'),
    /old sessions were alive when it said done/u,
  ),
  bug(
    'proves the refusal for less time than IAM may take',
    provenAtOnce('prove-old-refused'),
    partOf('none'),
    /old sessions were alive when it said done/u,
  ),
  bug(
    'narrows before callers have let go of the old login',
    narrowsAtOnce,
    partOf('none'),
    /callers were refused by their login/u,
  ),
  bug(
    'finishes before the new login is let in everywhere',
    provenAtOnce('test'),
    partOf('none'),
    /readings were given up/u,
  ),
  bug('has no lock', noLock, variants.storm, /two keepers wrote at once/u),
  bug(
    'writes the evidence outside the transaction',
    evidenceBesideTheState,
    partOf('prove-dead'),
    /2 evidence rows for 1 rotations/u,
  ),
  bug(
    'mends without stepping back',
    neverStepsBack,
    variants.slowDeploy,
    /(?:alive|accepted) when it said done/u,
  ),
  bug(
    'mends and keeps what it had proven',
    keepsItsProof,
    variants.deploy,
    /readings were given up|old sessions were alive when it said done/u,
  ),
  bug(
    'revokes once after an incident',
    revokesOnce,
    variants.stranger,
    /stolen sessions are alive in the end/u,
  ),
];
