import type { RotationId } from './ids.ts';
import type { Entry, Fact } from './register.ts';

/** The eight steps of a rotation in their order (security.md §1.6); the old login works up to `narrow`. */
export const rotationSteps = [
  'create',
  'widen',
  'test',
  'finish',
  'narrow',
  'prove-old-refused',
  'revoke',
  'prove-dead',
] as const;
/** A step of a rotation. */
export type RotationStep = (typeof rotationSteps)[number];

/**
 * Rules of a rotation; times in milliseconds. IAM tells nobody when a change has reached all of it, so a proof is the
 * same answer `proofsInARow` times over at least `proofMs`, which must be longer than IAM's slowest replica takes.
 * `settleMs` is how long callers may still hold the login they have read, and more.
 */
export const rotationRules = {
  proofMs: 120_000,
  proofsInARow: 12,
  proofsAtOnce: 4,
  proofPauseMs: 250,
  settleMs: 120_000,
  longestSessionMs: 3_600_000,
  stuckAfterMs: 7_200_000,
  overdueAfterMs: 2 * 86_400_000,
} as const;

/** A login epoch: its number, and the version of the secret that holds its external id. The id itself is never kept. */
export type LoginVersion = { readonly epoch: number; readonly versionId: string };

/** Why a rotation is made. */
export type RotationCause = 'schedule' | 'asked' | 'leaver' | 'overdue';

/** A rotation that somebody asked for and that has not begun. */
export type RotationWish = {
  readonly rotationId: RotationId;
  readonly because: RotationCause;
  readonly by: string;
  readonly atMs: number;
};

/** A proof under way: since when the same answer has come, how often, and when last. */
export type Proof = { readonly sinceMs: number; readonly inARow: number };

/** One rotation: where it is, when each step was done, and what its proofs saw. Times in milliseconds. */
export type Rotation = {
  readonly rotationId: RotationId;
  readonly because: RotationCause;
  readonly by: string;
  readonly startedAtMs: number;
  readonly from: LoginVersion;
  readonly to: LoginVersion;
  readonly step: RotationStep;
  readonly stepSinceMs: number;
  readonly doneAtMs: Readonly<Partial<Record<RotationStep, number>>>;
  readonly proof?: Proof;
  readonly lastAcceptedAtMs?: number;
  readonly firstRefusedAtMs?: number;
  readonly cutOffMs?: number;
  readonly repairs: number;
  readonly evidence?: { readonly chain: string; readonly sequence: number; readonly hash: string };
};

/**
 * Everything that is known of the custodian's login, in one item: the present login, the time before which sessions
 * are refused, when to move that time once more, and the rotation under way. `revision` grows with every change.
 */
export type LoginState = {
  readonly revision: number;
  readonly current: LoginVersion;
  readonly rotatedAtMs: number;
  readonly cutOffMs: number;
  /** The cut-off before this one: what stands in IAM when a keeper died between saying and doing. */
  readonly cutOffBeforeMs: number;
  readonly revokeAgainAtMs: readonly number[];
  readonly running?: Rotation;
  readonly last?: Rotation;
};

/** The cut-off that a deploy writes: before any session there ever was. */
export const firstCutOffMs = Date.parse('2000-01-01T00:00:00Z');

/** The same state with sessions from before `nowMs` refused. */
export function cutOffAt(state: LoginState, nowMs: number): LoginState {
  const cutOffMs = Math.floor(nowMs / 1000) * 1000;
  return { ...state, cutOffMs, cutOffBeforeMs: state.cutOffMs };
}

/** The state of a house that has never rotated. */
export function bornState(current: LoginVersion, bornAtMs: number): LoginState {
  return {
    revision: 0,
    current,
    rotatedAtMs: bornAtMs,
    cutOffMs: firstCutOffMs,
    cutOffBeforeMs: firstCutOffMs,
    revokeAgainAtMs: [],
  };
}

/** The logins that the trust is to admit until the step is done: both from when it was widened until it is narrowed. */
export function admittedLogins({ current, running }: LoginState): readonly LoginVersion[] {
  if (running === undefined) return [current];
  const { from, to, step } = running;
  if (isAfter(step, 'narrow')) return [to];
  return isAfter(step, 'widen') ? [from, to] : [from];
}

/** Whether `step` comes after `other`. */
export function isAfter(step: RotationStep, other: RotationStep): boolean {
  return rotationSteps.indexOf(step) > rotationSteps.indexOf(other);
}

/** Begins a rotation to a new epoch, whose login will be the secret's version `versionId`. */
export function begin(state: LoginState, wish: RotationWish, versionId: string, nowMs: number): LoginState {
  const { rotationId, because, by } = wish;
  const from = state.current;
  const running: Rotation = {
    rotationId,
    because,
    by,
    startedAtMs: nowMs,
    from,
    to: { epoch: from.epoch + 1, versionId },
    step: 'create',
    stepSinceMs: nowMs,
    doneAtMs: {},
    repairs: 0,
  };
  return { ...state, running };
}

/** The step is done: on to the next one. `prove-dead` has no next one; it ends with `complete`. */
export function stepOn(rotation: Rotation, nowMs: number): Rotation {
  const { proof: _, ...rest } = rotation;
  const step = rotationSteps[rotationSteps.indexOf(rotation.step) + 1] ?? rotation.step;
  return {
    ...rest,
    step,
    stepSinceMs: nowMs,
    doneAtMs: { ...rotation.doneAtMs, [rotation.step]: nowMs },
  };
}

/** Back to an earlier step, since what had been proven no longer holds. */
export function stepBack(rotation: Rotation, step: RotationStep, nowMs: number): Rotation {
  const { proof: _, ...rest } = rotation;
  return { ...rest, step, stepSinceMs: nowMs };
}

/** Counts one answer into a proof: the answer that is waited for goes on, any other begins anew. */
export function countProof(proof: Proof | undefined, isWanted: boolean, nowMs: number): Proof | undefined {
  if (!isWanted) return undefined;
  return proof === undefined
    ? { sinceMs: nowMs, inARow: 1 }
    : { sinceMs: proof.sinceMs, inARow: proof.inARow + 1 };
}

/** Whether the answers have been the same for long enough. */
export function isProven(proof: Proof | undefined, nowMs: number): boolean {
  return (
    proof !== undefined &&
    proof.inARow >= rotationRules.proofsInARow &&
    nowMs - proof.sinceMs >= rotationRules.proofMs
  );
}

/** Whether a rotation has stayed in one step for too long, so that somebody has to look. */
export function isStuck({ running }: LoginState, nowMs: number): boolean {
  return running !== undefined && nowMs - running.stepSinceMs > rotationRules.stuckAfterMs;
}

/** When the login is due for another one. */
export function dueAtMs({ rotatedAtMs }: LoginState, everyDays: number): number {
  return rotatedAtMs + everyDays * 86_400_000;
}

/** Whether the planned rotation has been missed: two days after it was due, since cron counts months and not days. */
export function isOverdue(state: LoginState, everyDays: number, nowMs: number): boolean {
  return state.running === undefined && nowMs > dueAtMs(state, everyDays) + rotationRules.overdueAfterMs;
}

/** Keeps the state of the login, what was asked for, and the lock of its one keeper; every change is one write. */
export type RotationBook = {
  /** One keeper at a time: false while another holds the lock. */
  takeLock(nowMs: number, endsAtMs: number): Promise<boolean>;
  /** Lets the lock go, if it is still the one that ends then. */
  releaseLock(endsAtMs: number): Promise<void>;
  state(): Promise<LoginState | undefined>;
  /** Saves a state made from the one with its revision, and answers it as saved; throws when that one has moved. */
  save(state: LoginState): Promise<LoginState>;
  /** Saves as above and takes the wish away, in one transaction. */
  begin(state: LoginState, wish: RotationWish): Promise<LoginState>;
  /** Saves as above and appends a row to the register of rotations, in one transaction. */
  record(fact: Fact, atMs: number, after: (row: Entry) => LoginState): Promise<LoginState>;
  /** What was asked for and has not begun. */
  wish(): Promise<RotationWish | undefined>;
  /** Asks for a rotation; answers the wish that waits already, where there is one. */
  ask(wish: RotationWish): Promise<RotationWish>;
};
