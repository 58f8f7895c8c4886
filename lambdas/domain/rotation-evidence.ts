import { rotationRules, stepOn, type LoginState, type Rotation } from './login-rotation.ts';
import type { Entry, Fact } from './register.ts';

/** The chain that holds the evidence of rotations, incidents and leavers. */
export const rotationsChain = 'rotations';

const iso = (ms: number) => new Date(ms).toISOString();

/** What the register keeps of a rotation that is done: who, why, and what each proof saw (D5). */
export function evidenceOf(rotation: Rotation, canary: 'refused' | 'expired', nowMs: number): Fact {
  const { rotationId, because, by, startedAtMs, from, to, doneAtMs, repairs } = rotation;
  const { lastAcceptedAtMs, firstRefusedAtMs, cutOffMs } = rotation;
  const times = { lastAcceptedAtMs, firstRefusedAtMs, cutOffMs, narrowedAtMs: doneAtMs.narrow };
  const told = Object.entries(times).flatMap(([name, ms]) =>
    ms === undefined ? [] : [[name.replace(/Ms$/u, ''), iso(ms)] as const],
  );
  return {
    event: 'rotation',
    rotationId,
    because,
    by,
    fromEpoch: from.epoch,
    toEpoch: to.epoch,
    startedAt: iso(startedAtMs),
    ...Object.fromEntries(told),
    canary,
    repairs,
    doneAt: iso(nowMs),
  };
}

/** The rotation is done: the login is the new one, and sessions are refused once more when the longest one is over. */
export function complete(state: LoginState, rotation: Rotation, row: Entry, nowMs: number): LoginState {
  const { running: _, ...rest } = state;
  const { chain, sequence, hash } = row;
  const last = { ...stepOn(rotation, nowMs), evidence: { chain, sequence, hash } };
  const narrowedAtMs = rotation.doneAtMs.narrow ?? nowMs;
  // One minute more than the longest session: it outlives any that a slow replica of IAM may have given.
  const again = narrowedAtMs + rotationRules.longestSessionMs + 60_000;
  return { ...rest, rotatedAtMs: nowMs, last, revokeAgainAtMs: [...state.revokeAgainAtMs, again] };
}
