import { revocationPolicy } from '../domain/custodian-trust.ts';
import { cutOffAt, isAfter, stepBack, type LoginState, type Rotation } from '../domain/login-rotation.ts';
import { hashOfSecret } from '../domain/pepper.ts';
import type { LoginDeps } from './turn-login.ts';

/** What was found changed by somebody else. */
type Touched = 'secret' | 'trust' | 'revocation';

/** When sessions are refused once more after an incident: when IAM has settled, and when the longest session is over. */
const revokeAgainAfterMs = [180_000, 3_660_000];

/**
 * What was proven does not hold once somebody else wrote the trust: that the new login is let in everywhere, or that
 * the old one no longer is. Callers who have the new login already keep it.
 */
export async function unproven(
  deps: LoginDeps,
  rotation: Rotation | undefined,
): Promise<{ running?: Rotation }> {
  if (rotation === undefined) return {};
  const { step, to } = rotation;
  if (isAfter(step, 'narrow')) return { running: stepBack(rotation, 'prove-old-refused', deps.now()) };
  const isUntested =
    step === 'test' || (step === 'finish' && (await deps.secret.current()).versionId !== to.versionId);
  return { running: isUntested ? stepBack(rotation, 'test', deps.now()) : rotation };
}

/**
 * Somebody who is neither a deploy nor a rotation changed the way in: it is put right, and whoever came in by it is
 * refused, now and again. The state is saved first: a keeper whose state has moved knows too little to repair, and what
 * is to be written down is not forgotten when the register cannot be written. The alarm rings by the journal.
 */
export async function incident(
  deps: LoginDeps,
  state: LoginState,
  what: Touched,
  found: string,
  repair: () => Promise<void>,
): Promise<LoginState> {
  const nowMs = deps.now();
  const { epoch } = state.current;
  deps.journal('login.trust_foreign', { what, epoch });
  const fact = {
    event: 'incident',
    what,
    found: hashOfSecret(found),
    foundAt: new Date(nowMs).toISOString(),
    epoch,
    ...(state.running === undefined ? {} : { rotationId: state.running.rotationId }),
  };
  const saved = await deps.book.save({
    ...cutOffAt(state, nowMs),
    ...(await unproven(deps, state.running)),
    revokeAgainAtMs: [...state.revokeAgainAtMs, ...revokeAgainAfterMs.map(ms => nowMs + ms)],
    unrecorded: [...(state.unrecorded ?? []), fact],
  });
  await repair();
  await deps.gate.setRevocation(revocationPolicy(saved.cutOffMs));
  return saved;
}

/** Writes down what was found and is not in the register yet; no rotation goes on before that. */
export async function recordIncidents(deps: LoginDeps, state: LoginState): Promise<LoginState> {
  let present = state;
  for (const fact of state.unrecorded ?? []) {
    const { unrecorded = [], ...rest } = present;
    const left = unrecorded.slice(1);
    const after = left.length === 0 ? rest : { ...rest, unrecorded: left };
    present = await deps.book.record(fact, deps.now(), () => after);
  }
  return present;
}
