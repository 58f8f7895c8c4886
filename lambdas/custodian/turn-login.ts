import type { CustodianGate, LoginProbe, LoginSecret } from '../domain/custodian-login.ts';
import { custodianTrust, revocationPolicy, type TrustedCaller } from '../domain/custodian-trust.ts';
import type { Dice, Now } from '../domain/dice.ts';
import {
  admittedLogins,
  countProof,
  cutOffAt,
  isProven,
  rotationRules,
  rotationSteps,
  stepOn,
  type LoginState,
  type LoginVersion,
  type Rotation,
  type RotationBook,
  type RotationStep,
} from '../domain/login-rotation.ts';
import { complete, evidenceOf } from '../domain/rotation-evidence.ts';
import type { Journal } from '../journal.ts';

/** What keeping and turning the custodian's login needs. `callers` are those whom the trust admits. */
export type LoginDeps = {
  readonly book: RotationBook;
  readonly secret: LoginSecret;
  readonly gate: CustodianGate;
  readonly probe: LoginProbe;
  readonly callers: readonly TrustedCaller[];
  readonly dice: Dice;
  readonly now: Now;
  /** Waits; milliseconds. */
  readonly wait: (ms: number) => Promise<void>;
  readonly journal: Journal;
};

/** Where a step left the login, and whether the next one may begin at once. */
type Stepped = { readonly state: LoginState; readonly goesOn: boolean };
type Step = (deps: LoginDeps, state: LoginState, rotation: Rotation) => Promise<Stepped>;

/** The external ids of logins; one that is gone from the secret is a surprise. */
export async function externalIdsOf(
  secret: LoginSecret,
  versions: readonly LoginVersion[],
): Promise<string[]> {
  const logins = await Promise.all(versions.map(({ versionId }) => secret.login(versionId)));
  return logins.map(login => {
    if (login === undefined) throw new Error('a login is gone from its secret');
    return login.externalId;
  });
}

/** Makes the trust admit what the state says. */
export async function admit(deps: LoginDeps, state: LoginState): Promise<void> {
  const ids = await externalIdsOf(deps.secret, admittedLogins(state));
  await deps.gate.setTrust(custodianTrust(deps.callers, ids));
}

async function moveOn(deps: LoginDeps, state: LoginState, rotation: Rotation): Promise<Stepped> {
  const running = stepOn(rotation, deps.now());
  const saved = await deps.book.save({ ...state, running });
  deps.journal('rotation.stepped', { rotationId: rotation.rotationId, step: rotation.step });
  return { state: saved, goesOn: true };
}

const wait = (state: LoginState): Stepped => ({ state, goesOn: false });

/** An external id of 256 bits, in letters that the trust and STS take. */
async function create(deps: LoginDeps, state: LoginState, rotation: Rotation): Promise<Stepped> {
  const { epoch, versionId } = rotation.to;
  if ((await deps.secret.login(versionId)) === undefined)
    await deps.secret.offer(versionId, {
      epoch,
      externalId: Buffer.from(deps.dice(32)).toString('base64url'),
    });
  return moveOn(deps, state, rotation);
}

async function widenOrNarrow(deps: LoginDeps, state: LoginState, rotation: Rotation): Promise<Stepped> {
  const settledAtMs = (rotation.doneAtMs.finish ?? 0) + rotationRules.settleMs;
  if (rotation.step === 'narrow' && deps.now() < settledAtMs) return wait(state);
  await admit(deps, { ...state, running: stepOn(rotation, deps.now()) });
  return moveOn(deps, state, rotation);
}

/** Asks a few times in a row and counts the answers; the proof goes on at the next call until it is long enough. */
async function prove(
  deps: LoginDeps,
  rotation: Rotation,
  ask: () => Promise<{ wanted: boolean; notes?: Partial<Rotation> }>,
): Promise<{ rotation: Rotation; proven: boolean }> {
  let { proof, ...rest } = rotation;
  for (let asked = 0; asked < rotationRules.proofsAtOnce; asked += 1) {
    if (asked > 0) await deps.wait(rotationRules.proofPauseMs);
    const { wanted, notes } = await ask();
    rest = { ...rest, ...notes };
    proof = countProof(proof, wanted, deps.now());
  }
  const now = { ...rest, ...(proof === undefined ? {} : { proof }) };
  return { rotation: now, proven: isProven(proof, deps.now()) };
}

async function keepProof(deps: LoginDeps, state: LoginState, running: Rotation): Promise<Stepped> {
  return wait(await deps.book.save({ ...state, running }));
}

/** The new login must be let in everywhere, and what it opens must open, before anybody is sent to it. */
async function test(deps: LoginDeps, state: LoginState, rotation: Rotation): Promise<Stepped> {
  const [externalId = ''] = await externalIdsOf(deps.secret, [rotation.to]);
  const { rotation: tried, proven } = await prove(deps, rotation, async () => {
    const session = await deps.probe.enter(externalId, rotation.rotationId, 900);
    const seen = session && (await deps.probe.tryCanary(session));
    if (seen === 'missing') deps.journal('rotation.canary_missing', { rotationId: rotation.rotationId });
    return { wanted: seen === 'opened' };
  });
  return proven ? moveOn(deps, state, tried) : keepProof(deps, state, tried);
}

/** Callers get the new login from here on. The old one still works: a session by it is kept, to see it die. */
async function finish(deps: LoginDeps, state: LoginState, rotation: Rotation): Promise<Stepped> {
  await deps.secret.makeCurrent(rotation.to.versionId, rotation.from.versionId);
  const [externalId = ''] = await externalIdsOf(deps.secret, [rotation.from]);
  const session = await deps.probe.enter(
    externalId,
    rotation.rotationId,
    rotationRules.longestSessionMs / 1000,
  );
  if (session === undefined) return wait(state);
  await deps.secret.keepCanary(session);
  return moveOn(deps, { ...state, current: rotation.to }, rotation);
}

/** Only when the old login has been refused everywhere is the time taken before which sessions are refused. */
async function proveOldRefused(deps: LoginDeps, state: LoginState, rotation: Rotation): Promise<Stepped> {
  const [externalId = ''] = await externalIdsOf(deps.secret, [rotation.from]);
  const { rotation: tried, proven } = await prove(deps, rotation, async () => {
    const accepted = (await deps.probe.enter(externalId, rotation.rotationId, 900)) !== undefined;
    const nowMs = deps.now();
    const first = rotation.firstRefusedAtMs ?? nowMs;
    return { wanted: !accepted, notes: accepted ? { lastAcceptedAtMs: nowMs } : { firstRefusedAtMs: first } };
  });
  if (!proven) return keepProof(deps, state, tried);
  const cut = cutOffAt(state, deps.now());
  return moveOn(deps, cut, { ...tried, cutOffMs: cut.cutOffMs });
}

async function revoke(deps: LoginDeps, state: LoginState, rotation: Rotation): Promise<Stepped> {
  await deps.gate.setRevocation(revocationPolicy(state.cutOffMs));
  return moveOn(deps, state, rotation);
}

/** The session by the old login must be dead everywhere; then the evidence is written, and the rotation is done. */
async function proveDead(deps: LoginDeps, state: LoginState, rotation: Rotation): Promise<Stepped> {
  const canary = await deps.secret.canary();
  let end: 'refused' | 'expired' = 'expired';
  const { rotation: tried, proven } = await prove(deps, rotation, async () => {
    const seen = canary === undefined ? 'expired' : await deps.probe.tryCanary(canary);
    if (seen === 'refused' || seen === 'expired') end = seen;
    return { wanted: seen === 'refused' || seen === 'expired' };
  });
  if (!proven) return keepProof(deps, state, tried);
  const nowMs = deps.now();
  const saved = await deps.book.record(evidenceOf(tried, end, nowMs), nowMs, row =>
    complete(state, tried, row, nowMs),
  );
  await deps.secret.forgetCanary();
  deps.journal('rotation.done', { rotationId: rotation.rotationId, epoch: rotation.to.epoch });
  return wait(saved);
}

const steps: Readonly<Record<RotationStep, Step>> = {
  create,
  widen: widenOrNarrow,
  test,
  finish,
  narrow: widenOrNarrow,
  'prove-old-refused': proveOldRefused,
  revoke,
  'prove-dead': proveDead,
};

/**
 * Brings a running rotation on as far as it goes now (security.md §1.6). Each step does what is not yet done and is
 * then saved, so a keeper that dies anywhere leaves a rotation that the next one goes on with.
 */
export function makeTurnLogin(deps: LoginDeps) {
  return async (state: LoginState): Promise<LoginState> => {
    let present = state;
    for (let turns = 0; turns < rotationSteps.length; turns += 1) {
      const { running } = present;
      if (running === undefined) return present;
      const stepped = await steps[running.step](deps, present, running);
      present = stepped.state;
      if (!stepped.goesOn) return present;
    }
    return present;
  };
}
