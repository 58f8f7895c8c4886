import type { Challenge, ChallengeBook } from '../../../lambdas/domain/challenge.ts';
import type { SendRule } from '../../../lambdas/domain/verification-rules.ts';
import type { MemoryVerification } from '../../fakes/memory-verification.ts';
import { campaigns } from './campaigns.ts';
import { brokenByGuessing, guess } from './guesser.ts';
import { brokenByCrowd, invite } from './honest.ts';
import { brokenByPump, plan } from './pumps.ts';
import { makeWorld, type Mistake } from './world.ts';

/** Runs a simulation with a mistake in it; what it showed to be wrong. */
type Simulation = (mistake: Mistake) => Promise<string[]>;

const guessing: Simulation = async mistake => {
  const world = makeWorld({ seed: 1, isSlow: true, mistake });
  return brokenByGuessing(world, await guess(world, 2));
};

const pumping =
  (campaign: keyof typeof campaigns): Simulation =>
  async mistake => {
    const world = makeWorld({ seed: 1, mistake });
    const pumped = plan(world, campaigns[campaign]);
    await world.timeline.play(Number.POSITIVE_INFINITY, () => false);
    return brokenByPump(campaigns[campaign], pumped);
  };

const serving: Simulation = async mistake => {
  const world = makeWorld({ seed: 1, codesPerDay: 10_000, mistake });
  const served = invite(world, { perHour: 500, sharedPerHour: 150, hours: 1, silent: 0.15 });
  await world.timeline.play(Number.POSITIVE_INFINITY, () => false);
  return brokenByCrowd(served);
};

/** Changes the rules about one kind of subject. */
const changing = (per: SendRule['per'], change: Partial<SendRule>): Mistake => ({
  rules: rules => ({
    ...rules,
    sends: rules.sends.map(rule => (rule.per === per ? { ...rule, ...change } : rule)),
  }),
});

const isOfNumber = ({ key }: { readonly key: string }) => key.startsWith('failures-number#');

const resendForgives: Mistake = {
  flows: (flows, { store }) => ({
    ...flows,
    resend: async wish => {
      const answer = await flows.resend(wish);
      for (const key of store.counters.keys()) if (isOfNumber({ key })) store.counters.delete(key);
      return answer;
    },
  }),
};

const triesOfChallengesOnly: Mistake = {
  books: books => ({
    ...books,
    tries: { ...books.tries, count: async limit => isOfNumber(limit) || books.tries.count(limit) },
  }),
};

/** Reads, and writes back one more, as Logto and Hanko do. */
function countTryLate({ store, challenges }: MemoryVerification): ChallengeBook['countTry'] {
  return async (id, browser, most, nowMs) => {
    const read: Challenge | undefined = await challenges.find(id);
    const { tries, expiresAtMs, browser: asker } = read ?? { tries: most, expiresAtMs: 0, browser };
    if (read === undefined || tries >= most || expiresAtMs <= nowMs || asker !== browser)
      return { counted: false, challenge: read };
    await challenges.find(id);
    store.challenges.set(id, { ...read, tries: tries + 1 });
    return { counted: true, challenge: { ...read, tries: tries + 1 } };
  };
}

const readThenWrite: Mistake = {
  books: books => ({ ...books, challenges: { ...books.challenges, countTry: countTryLate(books) } }),
};

const knowsNobody: Mistake = {
  books: books => ({ ...books, browsers: { whoProved: async () => undefined } }),
};

const givesBackTenfold: Mistake = {
  books: books => ({
    ...books,
    wide: { ...books.wide, lower: (bucket, by) => books.wide.lower(bucket, 10 * by) },
  }),
};

const resendsAreFree: Mistake = {
  books: books => ({
    ...books,
    challenges: {
      ...books.challenges,
      countSend: (before, nowMs, nextSendAtMs) => books.challenges.countSend(before, nowMs, nextSendAtMs, []),
    },
  }),
};

const atOnce = pumping('one address, many numbers, in five minutes');

/** Mistakes that others made or that we could, each with the simulation that finds it and what that says. */
export const plantedMistakes: readonly (readonly [
  name: string,
  mistake: Mistake,
  simulation: Simulation,
  says: RegExp,
])[] = [
  ['a resend resets the failures of a number', resendForgives, guessing, /compared for one number in a day/u],
  [
    'failures count for a challenge only',
    triesOfChallengesOnly,
    guessing,
    /compared for one number in a day/u,
  ],
  ['tries are read, then written', readThenWrite, guessing, /compared for one challenge/u],
  [
    'the browser that proved a number is not known again',
    knowsNobody,
    guessing,
    /the owner was turned away/u,
  ],
  [
    'the rules of blocks are off',
    changing('prefix', { mode: 'record_only' }),
    pumping('many addresses, one block, in five minutes'),
    /messages to one block/u,
  ],
  ['addresses are counted by browser', changing('address', { per: 'browser' }), atOnce, /from one address/u],
  [
    'a puzzle helps against every limit of an address',
    changing('address', { mode: 'challenge' }),
    atOnce,
    /messages from one address/u,
  ],
  [
    'an answered code gives back tenfold',
    givesBackTenfold,
    pumping('one address, many numbers, and codes answered from five numbers in between'),
    /messages from one address/u,
  ],
  [
    'resends are not counted',
    resendsAreFree,
    pumping('one address, many numbers, every message asked for three times more'),
    /messages from one address/u,
  ],
  [
    'an address gets nothing back for answered codes',
    changing('address', { givesBack: 0 }),
    serving,
    /were turned away with limit\.too_many/u,
  ],
  [
    'an address gets back no more than its answered codes took',
    changing('address', { givesBack: 1 }),
    serving,
    /were turned away with limit\.too_many/u,
  ],
];
