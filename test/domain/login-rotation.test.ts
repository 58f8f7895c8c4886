import { describe, expect, test } from 'vitest';
import { normalPolicy, revocationPolicy } from '../../lambdas/domain/custodian-trust.ts';
import { rotationId } from '../../lambdas/domain/ids.ts';
import {
  admittedLogins,
  begin,
  bornState,
  countProof,
  cutOffAt,
  cutOffSettled,
  firstCutOffMs,
  isAfter,
  isOverdue,
  isProven,
  isStuck,
  rotationRules,
  rotationSteps,
  stepBack,
  stepOn,
  type LoginState,
  type Proof,
  type Rotation,
} from '../../lambdas/domain/login-rotation.ts';
import { emptyHead, nextEntry } from '../../lambdas/domain/register.ts';
import { complete, evidenceOf } from '../../lambdas/domain/rotation-evidence.ts';

const nowMs = Date.UTC(2026, 10, 21, 12, 0, 0, 789);
const dayMs = 86_400_000;
const one = { epoch: 1, versionId: 'one' };
const two = { epoch: 2, versionId: 'two' };
const born = bornState(one, nowMs);
const wish = { rotationId: rotationId('rot_1'), because: 'asked', by: 'stf_1', atMs: nowMs } as const;

function runningOf(state: LoginState): Rotation {
  if (state.running === undefined) throw new Error('nothing runs');
  return state.running;
}

/** A state whose rotation has come to the step, a second after another. */
function at(step: Rotation['step']): LoginState {
  let state = begin(born, wish, two.versionId, nowMs);
  for (let ms = nowMs; runningOf(state).step !== step; ms += 1000)
    state = { ...state, running: stepOn(runningOf(state), ms) };
  return state;
}

describe('what the trust admits', () => {
  test.each([
    ['create', [one]],
    ['widen', [one]],
    ['test', [one, two]],
    ['finish', [one, two]],
    ['narrow', [one, two]],
    ['prove-old-refused', [two]],
    ['revoke', [two]],
    ['prove-dead', [two]],
  ] as const)('while at %s', (step, logins) => {
    expect(admittedLogins(at(step))).toEqual(logins);
  });

  test('the present login alone when nothing runs', () => {
    expect(admittedLogins(born)).toEqual([one]);
  });
});

describe('steps', () => {
  test('are made in their order, each with its time, and a proof belongs to one of them', () => {
    const last = runningOf(at('prove-dead'));
    expect(Object.keys(last.doneAtMs)).toEqual(rotationSteps.slice(0, -1));
    const proven = { ...last, step: 'test', proof: { sinceMs: nowMs, inARow: 3 } } as const;
    expect(stepOn(proven, nowMs)).toMatchObject({ step: 'finish', stepSinceMs: nowMs });
    expect(stepOn(proven, nowMs).proof).toBeUndefined();
    expect(stepBack(proven, 'test', nowMs).proof).toBeUndefined();
    expect(stepOn({ ...last, step: 'prove-dead' }, nowMs).step).toBe('prove-dead');
  });

  test('come after those before them', () => {
    expect(isAfter('narrow', 'finish')).toBe(true);
    expect(isAfter('finish', 'finish')).toBe(false);
    expect(isAfter('create', 'finish')).toBe(false);
  });

  test('are stuck after two hours in one of them', () => {
    const state = at('test');
    const { stepSinceMs } = runningOf(state);
    expect(isStuck(state, stepSinceMs + rotationRules.stuckAfterMs)).toBe(false);
    expect(isStuck(state, stepSinceMs + rotationRules.stuckAfterMs + 1)).toBe(true);
    expect(isStuck(born, nowMs + 365 * dayMs)).toBe(false);
  });
});

describe('a proof', () => {
  const prove = (answers: readonly (readonly [afterMs: number, isWanted: boolean])[]) =>
    answers.reduce<Proof | undefined>(
      (proof, [afterMs, isWanted]) => countProof(proof, isWanted, nowMs + afterMs),
      undefined,
    );
  const every = (ms: number, count: number) =>
    Array.from({ length: count }, (_, place) => [place * ms, true] as const);

  test('needs twelve answers in a row and two minutes', () => {
    expect(isProven(prove(every(11_000, 12)), nowMs + 11 * 11_000)).toBe(true);
    expect(isProven(prove(every(11_000, 11)), nowMs + 121_000), 'eleven').toBe(false);
    expect(isProven(prove(every(10_000, 12)), nowMs + 119_999), 'too short').toBe(false);
    expect(isProven(undefined, nowMs)).toBe(false);
  });

  test('begins anew with any other answer', () => {
    const broken = prove([...every(11_000, 11), [121_000, false], [122_000, true]]);
    expect(broken).toEqual({ sinceMs: nowMs + 122_000, inARow: 1 });
  });

  test('takes longer than IAM, and callers are given longer than they keep a login', () => {
    expect(rotationRules.proofMs).toBeGreaterThanOrEqual(2 * 60_000);
    expect(rotationRules.settleMs).toBeGreaterThan(60_000);
  });
});

describe('the cut-off', () => {
  test('is a whole second, and the one before may stand in IAM until this one has settled', () => {
    const cut = cutOffAt(born, nowMs);
    expect(cut).toMatchObject({ cutOffMs: nowMs - 789, earlierCutOffsMs: [firstCutOffMs] });
    const again = cutOffAt(cut, nowMs + 60_000);
    expect(again.earlierCutOffsMs).toEqual([firstCutOffMs, nowMs - 789]);
    const settlesMs = again.cutOffMs + rotationRules.settleMs;
    expect(cutOffSettled(again, settlesMs - 1)).toBe(again);
    expect(cutOffSettled(again, settlesMs).earlierCutOffsMs).toEqual([]);
    expect(cutOffSettled(born, nowMs), 'nothing to forget').toBe(born);
  });

  test('refuses what was issued before that second', () => {
    const text = normalPolicy(revocationPolicy(cutOffAt(born, nowMs).cutOffMs));
    expect(text).toContain('"aws:TokenIssueTime":"2026-11-21T12:00:00Z"');
  });

  test('that is gone equals no cut-off', () => {
    expect(normalPolicy(undefined)).not.toBe(normalPolicy(revocationPolicy(firstCutOffMs)));
    expect(normalPolicy(undefined)).toBe('null');
  });
});

describe('the plan', () => {
  test('is missed two days after a rotation was due, unless one runs', () => {
    const lateMs = nowMs + 32 * dayMs;
    expect(isOverdue(born, 30, lateMs)).toBe(false);
    expect(isOverdue(born, 30, lateMs + 1)).toBe(true);
    expect(isOverdue(at('create'), 30, lateMs + 1)).toBe(false);
  });
});

describe('the end', () => {
  const state = at('prove-dead');
  const rotation = { ...runningOf(state), cutOffMs: nowMs, firstRefusedAtMs: nowMs, lastAcceptedAtMs: nowMs };

  test('keeps the rotation with its evidence, and revokes once more when the longest session is over', () => {
    const row = nextEntry('rotations', 'rotations', emptyHead, nowMs, { event: 'rotation' });
    const done = complete({ ...state, current: two, revokeAgainAtMs: [7] }, rotation, row, nowMs + 9000);
    expect(done.running).toBeUndefined();
    expect(done.rotatedAtMs).toBe(nowMs + 9000);
    expect(done.last?.doneAtMs['prove-dead']).toBe(nowMs + 9000);
    expect(done.last?.evidence).toEqual({ chain: 'rotations', sequence: 1, hash: row.hash });
    const narrowedAtMs = rotation.doneAtMs.narrow ?? 0;
    expect(done.revokeAgainAtMs).toEqual([7, narrowedAtMs + 3_660_000]);
  });

  test('says who, why and what each proof saw, and no login', () => {
    const fact = evidenceOf(rotation, 'refused', nowMs);
    expect(fact).toMatchObject({ event: 'rotation', rotationId: 'rot_1', because: 'asked', by: 'stf_1' });
    expect(fact).toMatchObject({ fromEpoch: 1, toEpoch: 2, canary: 'refused', repairs: 0 });
    expect(fact).toHaveProperty('cutOff', new Date(nowMs).toISOString());
    expect(fact).toHaveProperty('narrowedAt');
    expect(JSON.stringify(fact)).not.toContain(two.versionId);
  });
});
