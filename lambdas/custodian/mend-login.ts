import { custodianTrust, normalPolicy, revocationPolicy } from '../domain/custodian-trust.ts';
import {
  admittedLogins,
  cutOffAt,
  cutOffSettled,
  firstCutOffMs,
  stepBack,
  stepOn,
  type LoginState,
  type LoginVersion,
  type Rotation,
} from '../domain/login-rotation.ts';
import { incident, recordIncidents, unproven } from './login-incident.ts';
import { admit, externalIdsOf, type LoginDeps } from './turn-login.ts';

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

const repaired = (rotation: Rotation): Rotation => ({ ...rotation, repairs: rotation.repairs + 1 });

async function repairQuietly(deps: LoginDeps, state: LoginState): Promise<LoginState> {
  deps.journal('login.trust_repaired', { epoch: state.current.epoch });
  const { running } = await unproven(deps, state.running);
  const saved =
    running === undefined ? state : await deps.book.save({ ...state, running: repaired(running) });
  await admit(deps, saved);
  return saved;
}

/** A cut-off that was not there for a while may have let an old session live on where it had been seen dead. */
async function repairCutOff(deps: LoginDeps, state: LoginState, isOurs: boolean): Promise<LoginState> {
  const { running } = state;
  const isProving = running?.step === 'prove-dead';
  if (isProving || !isOurs) deps.journal('login.trust_repaired', { epoch: state.current.epoch });
  const saved = isProving
    ? await deps.book.save({ ...state, running: repaired(stepBack(running, 'prove-dead', deps.now())) })
    : state;
  await deps.gate.setRevocation(revocationPolicy(saved.cutOffMs));
  return saved;
}

async function mendRevocation(deps: LoginDeps, state: LoginState): Promise<LoginState> {
  const found = normalPolicy(await deps.gate.revocation());
  const isOneOf = (cutOffs: readonly number[]) =>
    cutOffs.some(ms => found === normalPolicy(revocationPolicy(ms)));
  if (isOneOf([state.cutOffMs])) {
    const settled = cutOffSettled(state, deps.now());
    return settled === state ? state : deps.book.save(settled);
  }
  const isOurs = isOneOf(state.earlierCutOffsMs);
  if (isOurs || isOneOf([firstCutOffMs])) return repairCutOff(deps, state, isOurs);
  return incident(deps, state, 'revocation', found, async () => undefined);
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
    for (const mend of [mendSecret, mendTrust, mendRevocation, revokeAgain, recordIncidents])
      present = await mend(deps, present);
    return present;
  };
}
