import { custodianTrust, revocationPolicy } from '../../../lambdas/domain/custodian-trust.ts';
import type { Dice } from '../../../lambdas/domain/dice.ts';
import { firstCutOffMs, type RotationBook } from '../../../lambdas/domain/login-rotation.ts';
import { makeRotationStore, type RotationStore } from '../../fakes/memory-rotation-book.ts';
import type { Call, Wire } from '../../fakes/wire.ts';
import type { Surroundings } from '../actor.ts';
import { makeRandom, type Random } from '../random.ts';
import { makeTimeline, type Timeline } from '../timeline.ts';
import { calm } from '../weather.ts';
import { makeAttacker, type Attacker, type Key } from './attacker.ts';
import { makeIam, type Iam, type Written } from './iam.ts';
import { callers } from './judge.ts';
import type { Part } from './parts.ts';
import type { Issued } from './ports.ts';
import { makeSecrets, type Secrets } from './secrets.ts';
import { drawOutage, makeStrike, type Blow, type Outage, type Strike } from './strike.ts';
import { makeWitness, type Witness } from './witness.ts';

/** A defect to put into the keeping of the login, to see that it is found; `store` lies behind the book it wraps. */
export type Planted = {
  readonly book: (book: RotationBook, store: RotationStore, wire: Wire) => RotationBook;
};

/** A run: its seed, what it is about, a defect to plant, and whether to write down every step. */
export type RunWish = {
  readonly seed: number;
  readonly part: Part;
  readonly planted?: Planted;
  readonly traced?: boolean;
};

/** Everything that exists in one run. */
export type World = {
  readonly part: Part;
  readonly planted: Planted | undefined;
  readonly random: Random;
  readonly timeline: Timeline;
  readonly startMs: number;
  readonly store: RotationStore;
  readonly secrets: Secrets;
  readonly iam: Iam;
  readonly attacker: Attacker;
  readonly witness: Witness;
  readonly around: Surroundings;
  readonly strike: Strike | undefined;
  /** When a service was down, in runs that are about that. */
  readonly downTime: { readonly fromMs: number | undefined } | undefined;
  readonly zombies: boolean;
  /** Sessions that STS gave to keepers and to the sender. */
  readonly sessions: Map<string, Issued>;
  readonly backdoors: Key[];
  /** What strangers changed. */
  readonly foreign: Written[];
  readonly trace: string[];
  readonly dice: Dice;
  readonly counts: { readings: number; gaveUp: number; loginsRefused: number; rotations: number };
  /** The run goes on at least until then. */
  busyUntilMs: number;
  newVersionId(): string;
  note(who: string, what: string): void;
  /** What strikes a call that a keeper is about to make. */
  blowAt(call: Call): Blow | undefined;
};

const startMs = Date.UTC(2026, 10, 21);
/** After this long a storm is over, so that every rotation must come to its end. Milliseconds. */
const stormMs = 12 * 60_000;
const storm = { ...calm, crash: 0.012, stall: 0.008, lostReply: 0.015, failure: 0.012 };
const firstLogin = { epoch: 1, externalId: 'the-first-login-of-all' };

/** The same external ids in every run, one after another, so that equal trusts are equal text. */
function makeCountingDice(): Dice {
  let count = 0;
  return bytes => new Uint8Array(bytes).fill((count += 1));
}

/** A service that is down from when the rotation first comes to the step, for as long as it lasts. */
function makeDownTime(outage: Outage | undefined, { timeline, store }: Pick<World, 'timeline' | 'store'>) {
  let fromMs: number | undefined;
  return {
    get fromMs() {
      return fromMs;
    },
    hits: ({ about }: Call): boolean => {
      if (outage === undefined) return false;
      if (store.state?.running?.step === outage.step) fromMs ??= timeline.nowMs;
      return fromMs !== undefined && timeline.nowMs < fromMs + outage.lastsMs && outage.service.test(about);
    },
  };
}

/** A world with a login that callers use and that somebody else knows as well; nothing has happened yet. */
export function makeWorld({ seed, part, planted, traced }: RunWish): World {
  const random = makeRandom(seed * 32 + part.salt);
  const timeline = makeTimeline(startMs);
  const store = makeRotationStore();
  const zombies = random.chance(part.zombies ?? 0);
  const trace: string[] = [];
  const note = (who: string, what: string) => {
    if (traced === true) trace.push(`${String(timeline.nowMs - startMs).padStart(8)} ${who} ${what}`);
  };
  const secrets = makeSecrets('version-1', firstLogin, () => timeline.nowMs);
  const first = {
    trust: custodianTrust(callers, [firstLogin.externalId]),
    revocation: revocationPolicy(firstCutOffMs),
  };
  const iam: Iam = makeIam(timeline, random, first, {
    before: () => attacker.catchUp(),
    after: () => witness.look(),
  });
  const backdoors: Key[] = [];
  const attacker: Attacker = makeAttacker({ timeline, secrets, iam, backdoors }, (...entry) =>
    witness.admitted(...entry),
  );
  const witness = makeWitness({ timeline, store, iam, secrets, attacker: () => attacker, zombies });
  const outage = part.outage === true ? drawOutage(random) : undefined;
  const downTime = makeDownTime(outage, { timeline, store });
  const strike = part.step === undefined ? undefined : makeStrike(random, part.step);
  const isStormy = () => part.storm === true && timeline.nowMs < startMs + stormMs;
  let versions = 1;
  return {
    part,
    planted,
    random,
    timeline,
    startMs,
    store,
    secrets,
    iam,
    attacker,
    witness,
    around: {
      timeline,
      random,
      weather: () => (isStormy() ? storm : calm),
      note,
      observe: witness.observe,
      stallMs: zombies ? [20_000, 200_000] : [20_000, 110_000],
    },
    strike,
    downTime: outage === undefined ? undefined : downTime,
    zombies,
    sessions: new Map(),
    backdoors,
    foreign: [],
    trace,
    dice: makeCountingDice(),
    counts: { readings: 0, gaveUp: 0, loginsRefused: 0, rotations: 0 },
    busyUntilMs: startMs,
    newVersionId: () => `version-${(versions += 1)}`,
    note,
    blowAt: call =>
      strike?.at(call, store.state?.running?.step) ?? (downTime.hits(call) ? 'failure' : undefined),
  };
}
