import { custodianTrust, normalPolicy, revocationPolicy } from '../domain/custodian-trust.ts';
import {
  admittedLogins,
  cutOffAt,
  firstCutOffMs,
  isAfter,
  stepBack,
  stepOn,
  type LoginState,
  type LoginVersion,
  type Rotation,
} from '../domain/login-rotation.ts';
import { hashOfSecret } from '../domain/pepper.ts';
import { admit, externalIdsOf, type LoginDeps } from './turn-login.ts';

/** What was found changed by somebody else. */
type Touched = 'secret' | 'trust' | 'revocation';

/** When sessions are refused once more after an incident: when IAM has settled, and when the longest session is over. */
const revokeAgainAfterMs = [180_000, 3_660_000];

/** What was proven of an old login no longer holds once it could have been used again. */
function unproven(rotation: Rotation | undefined, nowMs: number): { running?: Rotation } {
  if (rotation === undefined) return {};
  return {
    running: isAfter(rotation.step, 'narrow') ? stepBack(rotation, 'prove-old-refused', nowMs) : rotation,
  };
}

/**
 * Somebody who is neither a deploy nor a rotation changed the way in: evidence, and whoever came in by it is refused,
 * now and again. The alarm rings by the journal, even when the register cannot be written.
 */
async function incident(
  deps: LoginDeps,
  state: LoginState,
  what: Touched,
  found: string,
  repair: () => Promise<void>,
): Promise<LoginState> {
  const nowMs = deps.now();
  deps.journal('login.trust_foreign', { what, epoch: state.current.epoch });
  const after = {
    ...cutOffAt(state, nowMs),
    ...unproven(state.running, nowMs),
    revokeAgainAtMs: [...state.revokeAgainAtMs, ...revokeAgainAfterMs.map(ms => nowMs + ms)],
  };
  const fact = {
    event: 'incident',
    what,
    found: hashOfSecret(found),
    epoch: state.current.epoch,
    ...(state.running === undefined ? {} : { rotationId: state.running.rotationId }),
  };
  try {
    return await deps.book.record(fact, nowMs, () => after);
  } finally {
    await repair();
    await deps.gate.setRevocation(revocationPolicy(after.cutOffMs));
  }
}

/** The login that callers read must be the one the state knows; while a rotation finishes it may be the next one. */
async function mendSecret(deps: LoginDeps, state: LoginState): Promise<LoginState> {
  const { current, running } = state;
  const { versionId } = await deps.secret.current();
  const isNext = running?.step === 'finish' && versionId === running.to.versionId;
  if (versionId === current.versionId || isNext) return state;
  return incident(deps, state, 'secret', versionId, () =>
    deps.secret.makeCurrent(current.versionId, versionId),
  );
}

/** Every set of logins that a deploy, which writes the one callers use, may put back at this moment. */
async function knownSets(deps: LoginDeps, { current, running }: LoginState) {
  if (running === undefined) return [[current]];
  const { from, to } = running;
  // Before its step is done, the next login may have no value yet.
  const hasNext = (await deps.secret.login(to.versionId)) !== undefined;
  return hasNext ? [[from], [from, to], [to]] : [[from]];
}

/** What the trust may be: as the state says, or as the step under way was about to write it when its keeper died. */
function rightSets(state: LoginState, nowMs: number): readonly (readonly LoginVersion[])[] {
  const { running } = state;
  const writes = running?.step === 'widen' || running?.step === 'narrow';
  const written = writes ? [admittedLogins({ ...state, running: stepOn(running, nowMs) })] : [];
  return [admittedLogins(state), ...written];
}

async function mendTrust(deps: LoginDeps, state: LoginState): Promise<LoginState> {
  const found = normalPolicy(await deps.gate.trust());
  const isOneOf = async (sets: readonly (readonly LoginVersion[])[]) => {
    const trusts = sets.map(async set => custodianTrust(deps.callers, await externalIdsOf(deps.secret, set)));
    return (await Promise.all(trusts)).some(trust => found === normalPolicy(trust));
  };
  if (await isOneOf(rightSets(state, deps.now()))) return state;
  if (await isOneOf(await knownSets(deps, state))) return repairQuietly(deps, state);
  return incident(deps, state, 'trust', found, () => admit(deps, state));
}

async function repairQuietly(deps: LoginDeps, state: LoginState): Promise<LoginState> {
  const { running } = state;
  deps.journal('login.trust_repaired', { epoch: state.current.epoch });
  const after = unproven(running, deps.now()).running;
  const saved =
    after === undefined
      ? state
      : await deps.book.save({ ...state, running: { ...after, repairs: after.repairs + 1 } });
  await admit(deps, saved);
  return saved;
}

async function mendRevocation(deps: LoginDeps, state: LoginState): Promise<LoginState> {
  const found = normalPolicy(await deps.gate.revocation());
  const is = (cutOffMs: number) => found === normalPolicy(revocationPolicy(cutOffMs));
  if (is(state.cutOffMs)) return state;
  const put = () => deps.gate.setRevocation(revocationPolicy(state.cutOffMs));
  if (is(firstCutOffMs) || is(state.cutOffBeforeMs)) {
    if (!is(state.cutOffBeforeMs)) deps.journal('login.trust_repaired', { epoch: state.current.epoch });
    await put();
    return state;
  }
  return incident(deps, state, 'revocation', found, put);
}

async function revokeAgain(deps: LoginDeps, state: LoginState): Promise<LoginState> {
  const nowMs = deps.now();
  const left = state.revokeAgainAtMs.filter(ms => ms > nowMs);
  if (left.length === state.revokeAgainAtMs.length) return state;
  const saved = await deps.book.save({ ...cutOffAt(state, nowMs), revokeAgainAtMs: left });
  await deps.gate.setRevocation(revocationPolicy(saved.cutOffMs));
  deps.journal('login.revoked_again', { epoch: saved.current.epoch });
  return saved;
}

/**
 * Compares secret, trust and cut-off with the state and puts them right. What a deploy writes is repaired with one line
 * in the journal; anything else is an incident (boundary.md D: silent self-healing would hide an attack).
 */
export function makeMendLogin(deps: LoginDeps) {
  return async (state: LoginState): Promise<LoginState> => {
    let present = state;
    for (const mend of [mendSecret, mendTrust, mendRevocation, revokeAgain])
      present = await mend(deps, present);
    return present;
  };
}
