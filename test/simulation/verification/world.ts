import { createHash } from 'node:crypto';
import { decisionSchema, type Decision } from '../../../lambdas/domain/decision.ts';
import type { ChallengeId } from '../../../lambdas/domain/ids.ts';
import type { TextSender } from '../../../lambdas/domain/message.ts';
import { hashOfSecret, makePepper, type Pepper } from '../../../lambdas/domain/pepper.ts';
import type { NumberIndex } from '../../../lambdas/domain/phone-number.ts';
import {
  rulesOf,
  type StageRules,
  type VerificationRules,
} from '../../../lambdas/domain/verification-rules.ts';
import type { Journal } from '../../../lambdas/journal.ts';
import { makeConfirmChallenge, type ConfirmDeps } from '../../../lambdas/shopper/confirm-challenge.ts';
import { makeRegisterShopper } from '../../../lambdas/shopper/register-shopper.ts';
import { makeResendCode } from '../../../lambdas/shopper/resend-code.ts';
import { makeStartChallenge, type StartDeps } from '../../../lambdas/shopper/start-challenge.ts';
import { makeMemoryKeys, type MemoryKeys } from '../../fakes/memory-keys.ts';
import { makeMemoryVerification, type MemoryVerification } from '../../fakes/memory-verification.ts';
import { makeVerificationStore } from '../../fakes/verification-store.ts';
import type { Wire } from '../../fakes/wire.ts';
import { makeRandom, type Random } from '../random.ts';
import { makeTimeline, type Timeline } from '../timeline.ts';

/** A code that was compared with what somebody typed. */
export type Compare = {
  readonly index: NumberIndex;
  readonly challengeId: ChallengeId;
  readonly atMs: number;
};

/** The flows as the handler wires them. */
type Flows = {
  readonly start: ReturnType<typeof makeStartChallenge>;
  readonly resend: ReturnType<typeof makeResendCode>;
  readonly confirm: ReturnType<typeof makeConfirmChallenge>;
};

/** A mistake to plant: in the rules, in the books, or in the flows. */
export type Mistake = {
  readonly rules?: (rules: VerificationRules) => VerificationRules;
  readonly books?: (books: MemoryVerification) => MemoryVerification;
  readonly flows?: (flows: Flows, books: MemoryVerification) => Flows;
};

/** Everything that exists in one run. */
export type World = Flows & {
  readonly rules: VerificationRules;
  readonly timeline: Timeline;
  readonly random: Random;
  readonly pepper: Pepper;
  readonly keys: MemoryKeys;
  /** The code in the last message to each number. */
  readonly lastCodes: Map<string, string>;
  readonly compares: Compare[];
  readonly decisions: Decision[];
  wait(ms: number): Promise<void>;
  /** A number that nothing else in this world has. */
  next(): number;
};

/** A run: its seed, what the stage sets, whether calls to the books take time (and so overlap), a mistake to plant. */
export type WorldWish = Partial<StageRules> & {
  readonly seed: number;
  readonly isSlow?: boolean;
  readonly mistake?: Mistake;
};

/** Milliseconds of a minute, an hour and a day. */
export const [minuteMs, hourMs, dayMs] = [60_000, 3_600_000, 86_400_000];
/** When every run begins, in milliseconds: midnight UTC, where the windows of all rules begin. */
export const startMs = Date.UTC(2026, 10, 23);

const secretOf = (seed: number, name: string) => createHash('sha256').update(`${name}|${seed}`).digest();

function makeDice(seed: number) {
  let throws = 0;
  return (bytes: number) => secretOf(seed, `dice ${(throws += 1)}`).subarray(0, bytes);
}

/** Each call takes 1 to 25 ms on the way there and on the way back, so that calls of different people overtake each other. */
function slowWire(random: Random, wait: World['wait']): Wire {
  return async (_call, effect) => {
    await wait(random.between(1, 25));
    const answer = effect();
    await wait(random.between(1, 25));
    return answer;
  };
}

function makeCarrier(lastCodes: Map<string, string>, next: () => number): TextSender {
  return {
    send: async (to, text) => {
      lastCodes.set(to.reveal(), /#(?<code>\d+)$/u.exec(text)?.groups?.['code'] ?? '');
      return { kind: 'taken', messageId: `msg-${next()}` };
    },
  };
}

function makeFlows(deps: StartDeps & Omit<ConfirmDeps, 'codes'>, codes: ConfirmDeps['codes']): Flows {
  return {
    start: makeStartChallenge(deps),
    resend: makeResendCode(deps),
    confirm: makeConfirmChallenge({ ...deps, codes }),
  };
}

/** An empty world under a seed: the real flows and rules over books in memory, on a clock of its own. */
export function makeWorld({
  seed,
  codesPerDay = 1000,
  conversion = 'record_only',
  isSlow = false,
  mistake = {},
}: WorldWish): World {
  const [random, pepper] = [makeRandom(seed), makePepper(`pepper ${seed}`)];
  const timeline = makeTimeline(startMs);
  const now = () => timeline.nowMs;
  const wait = (ms: number) => new Promise<void>(resolve => timeline.after(ms, resolve));
  const stageRules = rulesOf({ codesPerDay, conversion });
  const rules = mistake.rules?.(stageRules) ?? stageRules;
  const store = makeVerificationStore();
  const plain = makeMemoryVerification({ store, now, ...(isSlow ? { wire: slowWire(random, wait) } : {}) });
  const books = mistake.books?.(plain) ?? plain;
  const keys = makeMemoryKeys(secretOf(seed, 'index'), secretOf(seed, 'code'));
  const lastCodes = new Map<string, string>();
  const [compares, decisions]: [Compare[], Decision[]] = [[], []];
  const journal: Journal = (code, fields) => {
    if (code === 'challenge.decided') decisions.push(decisionSchema.parse(fields));
  };
  const dice = makeDice(seed);
  let given = 0;
  const next = () => (given += 1);
  const register = makeRegisterShopper({
    ...keys,
    ...books,
    knownBrowsers: books.browsers,
    proofDays: 180,
    optOutOf: shopper => hashOfSecret(pepper.optOutToken(shopper)),
    newUlid: nowMs => `${nowMs.toString(36)}${String(next()).padStart(8, '0')}`,
    dice,
  });
  const deps = {
    ...books,
    ...keys,
    ...pepper,
    rules,
    home: 'JP',
    brand: { ja: 'もぎり', en: 'Mogiri' },
    host: 'coupon.example.jp',
    texts: makeCarrier(lastCodes, next),
    journal,
    dice,
    register,
  };
  // Sending derives a code as well; only what `confirm` asks for is compared with anything.
  const codeFor: ConfirmDeps['codes']['codeFor'] = (challengeId, index) => {
    compares.push({ index, challengeId, atMs: now() });
    return keys.codes.codeFor(challengeId, index);
  };
  const flows = makeFlows(deps, { codeFor });
  return {
    ...(mistake.flows?.(flows, books) ?? flows),
    rules,
    timeline,
    random,
    pepper,
    keys,
    lastCodes,
    compares,
    decisions,
    wait,
    next,
  };
}
