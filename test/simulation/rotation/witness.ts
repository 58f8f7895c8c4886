import { custodianTrust, revocationPolicy } from '../../../lambdas/domain/custodian-trust.ts';
import {
  admittedLogins,
  stepOn,
  type LoginState,
  type LoginVersion,
} from '../../../lambdas/domain/login-rotation.ts';
import type { Fact } from '../../../lambdas/domain/register.ts';
import type { JournalCode } from '../../../lambdas/journal.ts';
import type { RotationStore } from '../../fakes/memory-rotation-book.ts';
import type { Call } from '../../fakes/wire.ts';
import type { Actor } from '../actor.ts';
import type { Timeline } from '../timeline.ts';
import type { Attacker, Key } from './attacker.ts';
import type { Iam, Written } from './iam.ts';
import { asKept, callers } from './judge.ts';
import type { Secrets } from './secrets.ts';

/** What the witness looks at. */
export type Scene = {
  readonly timeline: Timeline;
  readonly store: RotationStore;
  readonly iam: Iam;
  readonly secrets: Secrets;
  readonly attacker: () => Attacker;
  /** Whether keepers may outlive their lock. */
  readonly zombies: boolean;
};

/** When whom a stranger's trust let in on a slow replica is refused, after it was found. Milliseconds. */
const revokedAgainAfterMs = 180_000;

/** What is not as it should be: a document, or sessions that a stranger may have got meanwhile. */
type Disturbance = Written | 'stranger';

/** Looks at everything from outside the flows, and says what broke a promise. */
export function makeWitness({ timeline, store, iam, secrets, attacker, zombies }: Scene) {
  const violations = new Set<string>();
  const journal = new Map<JournalCode, number>();
  const firstHeardMs = new Map<JournalCode, number>();
  const lastHeardMs = new Map<JournalCode, number>();
  /** What somebody else wrote and no keeper has looked at since: no proof can know of it. */
  const unseen = new Set<Written>();
  /** What a keeper wrote over without knowing: between its look and its step's own write. */
  const overwritten = new Set<Written>();
  /** What somebody else wrote and no keeper has put right, and until when the last of it is on its way. */
  const open = new Set<Disturbance>();
  let calmAtMs = 0;
  let disturbances = 0;
  /** A keeper has seen what a deploy put back where it does not belong, and must say so. */
  let owesRepair = false;
  let movedBlindly = false;
  /** Whether the last look at the trust was at the very step in which callers move on. */
  let lookedBeforeMoving = false;
  let holder: Actor | undefined;
  let proof: { atMs: number; alive: number; isLetIn: boolean; isBlind: boolean } | undefined;
  let doneEpoch = 0;
  let doneAtMs = 0;

  const trustOf = (logins: readonly LoginVersion[]) => {
    const ids = logins.map(({ versionId }) => secrets.loginOf(versionId)?.externalId ?? '');
    return asKept(custodianTrust(callers, ids));
  };
  const isDisturbed = () => open.size > 0 || timeline.nowMs <= calmAtMs;
  const settle = (what: Disturbance) => {
    if (open.delete(what)) calmAtMs = Math.max(calmAtMs, iam.settledAtMs);
  };
  const wroteAsOther = (what: Written, isStranger: boolean) => {
    disturbances += 1;
    unseen.add(what);
    open.add(what);
    if (isStranger) open.add('stranger');
  };
  const done = (state: LoginState) => {
    if (proof === undefined || proof.isBlind) return;
    if (proof.alive > 0) violations.add(`${proof.alive} old sessions were alive when it said done`);
    if (proof.isLetIn) violations.add('an old login was accepted when it said done');
    [doneEpoch, doneAtMs] = [state.current.epoch, proof.atMs];
  };
  /** Whether IAM says what the state says, or what the step under way was about to write. */
  const isAsStated = (what: Written): boolean => {
    const { state } = store;
    if (state === undefined) return true;
    const { running } = state;
    if (what === 'revocation') return iam.head.revocation === asKept(revocationPolicy(state.cutOffMs));
    const next = running && { ...state, running: stepOn(running, timeline.nowMs) };
    return [state, ...(next === undefined ? [] : [next])].some(
      present => iam.head.trust === trustOf(admittedLogins(present)),
    );
  };
  return {
    violations,
    journal,
    firstHeardMs,
    overwritten,
    get disturbances() {
      return disturbances;
    },
    get isDisturbed() {
      return isDisturbed();
    },
    wroteAsOther,
    get owesRepair() {
      return owesRepair;
    },
    looked: (what: Written) => {
      if (what === 'trust') lookedBeforeMoving = store.state?.running?.step === 'finish';
      if (!open.has(what) && !unseen.has(what)) return;
      const isRight = isAsStated(what);
      if (isRight) settle(what);
      if (unseen.delete(what) && !isRight && !open.has('stranger')) owesRepair = true;
    },
    wroteAsKeeper: (keeper: Actor, what: Written, isNews: boolean) => {
      const foundMs = lastHeardMs.get('login.trust_foreign');
      if (what === 'revocation' && foundMs !== undefined && timeline.nowMs >= foundMs + revokedAgainAfterMs)
        settle('stranger');
      if (unseen.delete(what)) {
        overwritten.add(what);
        settle('stranger');
      }
      if (keeper === holder) return settle(what);
      if (!zombies) violations.add('two keepers wrote at once');
      if (isNews) wroteAsOther(what, false);
    },
    heard: (code: JournalCode) => {
      journal.set(code, (journal.get(code) ?? 0) + 1);
      if (!firstHeardMs.has(code)) firstHeardMs.set(code, timeline.nowMs);
      lastHeardMs.set(code, timeline.nowMs);
    },
    /** A keeper is about to say that something is done: this is the moment that counts. */
    aboutToRecord: ({ event, toEpoch }: Fact) => {
      if (event !== 'rotation') return;
      attacker().catchUp();
      const alive = attacker().alive(Number(toEpoch)).length;
      const isLetIn = attacker().isLetIn(Number(toEpoch));
      proof = { atMs: timeline.nowMs, alive, isLetIn, isBlind: unseen.size > 0 };
    },
    /** Whether callers were sent on after a change that came between the last look and the move itself. */
    get movedBlindly() {
      return movedBlindly;
    },
    observe: (actor: Actor, { verb, about }: Call, result: unknown) => {
      if (verb === 'update' && about === 'secret current')
        movedBlindly ||= unseen.has('trust') && lookedBeforeMoving;
      if (about === 'take lock' && result === true) holder = actor;
      if (about.startsWith('register row') && about.endsWith(' rotation') && store.state !== undefined)
        if (typeof result === 'object') done(store.state);
    },
    admitted: ({ epoch, isForeign }: Key, _fromMs: number, toMs: number) => {
      if (isDisturbed() || doneEpoch === 0 || toMs <= doneAtMs) return;
      if (isForeign) violations.add('a stranger was let in after all was put right');
      else if (epoch < doneEpoch) violations.add('an old login was accepted after it was done');
    },
    /** Looks for sessions that came alive again; called whenever a replica has learned something. */
    look: () => {
      if (doneEpoch === 0 || isDisturbed()) return;
      const alive = attacker().alive(doneEpoch).length;
      if (alive > 0) violations.add(`${alive} old sessions were alive after it was done`);
    },
  };
}

/** A witness. */
export type Witness = ReturnType<typeof makeWitness>;
