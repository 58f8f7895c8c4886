import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Challenge } from '../../lambdas/domain/challenge.ts';
import { challengeId, secretHash } from '../../lambdas/domain/ids.ts';
import { numberIndex } from '../../lambdas/domain/phone-number.ts';
import { makeReplayCounters } from '../../lambdas/domain/replay-counters.ts';
import {
  bucketsOf,
  ceilingOf,
  decisive,
  isNarrow,
  weigh,
  wouldSay,
  type Bucket,
  type Sender,
  type Stop,
} from '../../lambdas/domain/send-rules.ts';
import {
  readRules,
  rulesOf,
  rulesSchema,
  verificationRules,
  type SendRule,
  type VerificationRules,
} from '../../lambdas/domain/verification-rules.ts';
import { countSend } from '../../lambdas/shopper/count-send.ts';
import { settleSends } from '../../lambdas/shopper/settle-sends.ts';
import { makeMemoryVerification } from '../fakes/memory-verification.ts';
import { makeVerificationStore } from '../fakes/verification-store.ts';

const plain = (scope: string, subject: string) => `${scope}|${subject}`;

const rules = fc.record<SendRule>({
  id: fc.constantFrom('one', 'two', 'three'),
  per: fc.constantFrom('number', 'browser', 'address', 'prefix', 'country', 'everyone'),
  windowSeconds: fc.constantFrom(60, 600),
  freely: fc.option(fc.nat(6), { nil: undefined }),
  atMost: fc.nat(6),
  givesBack: fc.constantFrom(0, 1, 2),
  counts: fc.constant('sends'),
  abroad: fc.constant(false),
  mode: fc.constantFrom('record_only', 'challenge', 'deny'),
});
const counts = fc.integer({ min: -5, max: 12 });
const severity = { allow: 0, challenge: 1, deny: 2 } as const;

/** One of few senders, so that they meet in their counters. */
const senders = fc
  .record({ person: fc.nat(2), isKnown: fc.boolean() })
  .map<Sender>(({ person, isKnown }) => ({
    index: numberIndex(`number ${person}`),
    browser: secretHash(`browser ${person}`),
    address: `address ${person % 2}`,
    block: 'block',
    country: 'JP',
    isAbroad: false,
    isKnown,
  }));

const withRules = (...sends: SendRule[]): VerificationRules => ({ ...verificationRules, sends });

describe('what a rule says', () => {
  test('and the ceiling of its write are the same thing, whatever the mode', () => {
    fc.assert(
      fc.property(rules, counts, fc.boolean(), (rule, before, hasProof) => {
        const ceiling = ceilingOf(rule, hasProof);
        const isLetIn = ceiling === undefined || before < ceiling;
        return isLetIn === (weigh(rule, before, hasProof) === 'allow');
      }),
      { numRuns: 2000 },
    );
  });

  test('is never softened against a denial by a puzzle, and no second puzzle is asked for', () => {
    fc.assert(
      fc.property(rules, counts, (rule, before) => {
        const [without, solved] = [weigh(rule, before, false), weigh(rule, before, true)];
        if (without === 'deny') return solved === 'deny';
        return (
          solved !== 'challenge' &&
          severity[solved] <= severity[without] + (rule.freely === undefined ? 0 : 1)
        );
      }),
      { numRuns: 2000 },
    );
  });

  test('grows no milder as more is counted', () => {
    fc.assert(
      fc.property(rules, counts, fc.nat(5), fc.boolean(), (rule, before, more, hasProof) => {
        const [less, later] = [weigh(rule, before, hasProof), weigh(rule, before + more, hasProof)];
        return severity[later] >= severity[less];
      }),
    );
  });

  test('goes from writing down to a puzzle to refusal as its mode is raised, at one and the same count', () => {
    const rule: SendRule = {
      id: 'one',
      per: 'country',
      windowSeconds: 3600,
      freely: 2,
      atMost: 4,
      givesBack: 2,
      counts: 'sends',
      abroad: false,
      mode: 'record_only',
    };
    const says = (mode: SendRule['mode'], hasProof: boolean) =>
      [1, 2, 3, 4].map(before => weigh({ ...rule, mode }, before, hasProof));
    expect(says('record_only', false)).toEqual(['allow', 'allow', 'allow', 'allow']);
    expect(says('challenge', false)).toEqual(['allow', 'challenge', 'challenge', 'challenge']);
    expect(says('challenge', true)).toEqual(['allow', 'allow', 'allow', 'allow']);
    expect(says('deny', false)).toEqual(['allow', 'challenge', 'challenge', 'deny']);
    expect(says('deny', true)).toEqual(['allow', 'allow', 'allow', 'deny']);
    expect([1, 2, 4].map(before => wouldSay(rule, before, false))).toEqual(['allow', 'challenge', 'deny']);
  });

  test('of several, a denial decides, and the last of them to end', () => {
    const stops = fc.array(
      fc.record<Stop>({
        rule: fc.constantFrom('a', 'b'),
        verdict: fc.constantFrom('challenge', 'deny'),
        endsAtMs: fc.nat(9),
      }),
    );
    fc.assert(
      fc.property(stops, all => {
        const stop = decisive(all);
        const denials = all.filter(({ verdict }) => verdict === 'deny');
        const those = denials.length > 0 ? denials : all;
        expect(stop?.endsAtMs).toBe(
          those.length > 0 ? Math.max(...those.map(({ endsAtMs }) => endsAtMs)) : undefined,
        );
        expect(stop?.verdict).toBe(those[0]?.verdict);
      }),
    );
  });
});

describe('the counters of a send', () => {
  const stranger: Sender = {
    index: numberIndex('n'),
    browser: secretHash('b'),
    address: 'a',
    block: 'p',
    country: 'JP',
    isAbroad: false,
    isKnown: false,
  };
  const asked = (sender: Sender) => bucketsOf(verificationRules, sender, plain, 0).map(({ rule }) => rule.id);

  test('are asked of everybody, but for what only others can meet', () => {
    const all = verificationRules.sends.map(({ id }) => id);
    expect(asked({ ...stranger, isAbroad: true })).toEqual(all);
    expect(asked(stranger)).toEqual(all.filter(id => id !== 'abroad-day'));
    const known = asked({ ...stranger, isKnown: true });
    expect(known.filter(id => /prefix|country|abroad/u.test(id))).toEqual([]);
    expect(known).toContain('budget-day');
  });

  test('of a number are others for the browser that proved it than for strangers', () => {
    const keyFor = (sender: Sender) =>
      bucketsOf(verificationRules, sender, plain, 0).find(({ rule }) => rule.id === 'number-day')?.key;
    const known = { ...stranger, isKnown: true };
    expect(keyFor(known)).not.toBe(keyFor(stranger));
    expect(keyFor({ ...stranger, browser: secretHash('c') })).toBe(keyFor(stranger));
    expect(keyFor({ ...known, browser: secretHash('c') })).not.toBe(keyFor(known));
  });

  test('have a name for each rule and window, all of it hidden by the pseudonym', () => {
    const keys = [0, 86_400_000 * 30].flatMap(atMs =>
      bucketsOf(verificationRules, stranger, plain, atMs).map(({ key }) => key),
    );
    expect(new Set(keys).size).toBe(keys.length);
    const hidden = bucketsOf(verificationRules, stranger, () => 'hidden', 0);
    expect(hidden.map(({ key }) => key)).toEqual(hidden.map(({ rule }) => `${rule.id}#hidden`));
  });
});

/** Sends and answers of few people, in the order in which they begin. */
const course = fc.array(fc.record({ sender: senders, hasProof: fc.boolean(), isAnswered: fc.boolean() }), {
  minLength: 2,
  maxLength: 10,
});

/** Counts sends and answers by the real flows, over books whose calls the scheduler lets through in any order. */
async function count(
  verification: VerificationRules,
  steps: readonly { sender: Sender; hasProof: boolean; isAnswered: boolean }[],
  scheduler: fc.Scheduler,
) {
  const store = makeVerificationStore();
  const books = makeMemoryVerification({
    store,
    wire: async (call, effect) => {
      await scheduler.schedule(Promise.resolve(), call.about);
      return effect();
    },
  });
  const deps = { rules: verification, wide: books.wide, pseudonym: plain, journal: () => {} };
  const passed = new Map<string, { sent: number; answered: number; rule: SendRule }>();
  const note = (sender: Sender, what: 'sent' | 'answered') => {
    for (const { key, rule } of bucketsOf(verification, sender, plain, 0)) {
      const counted = passed.get(key) ?? { sent: 0, answered: 0, rule };
      passed.set(key, { ...counted, [what]: counted[what] + 1 });
    }
  };
  const send = async ({ sender, hasProof, isAnswered }: (typeof steps)[number], place: number) => {
    const challenge: Challenge = {
      challengeId: challengeId(`chl_${place}`),
      index: sender.index,
      browser: sender.browser,
      locale: 'ja',
      state: 'pending',
      tries: 0,
      sentAtMs: [0],
      nextSendAtMs: 0,
      expiresAtMs: 300_000,
    };
    const puzzle = hasProof ? { id: `pzl_${place}`, endsAtMs: 1 } : undefined;
    const { outcome } = await countSend(deps, { sender, hasProof, nowMs: 0 }, narrow =>
      books.challenges.start(challenge, narrow, puzzle),
    );
    if (outcome !== 'counted') return;
    note(sender, 'sent');
    if (!isAnswered) return;
    await settleSends(deps, sender, challenge);
    note(sender, 'answered');
  };
  await scheduler.waitFor(Promise.all(steps.map(send)));
  return { store, passed };
}

describe('whatever the interleaving', () => {
  test('no counter lets more pass than its rule says, beside what was answered', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(rules, { minLength: 1, maxLength: 3, selector: ({ id }) => id }),
        course,
        fc.scheduler(),
        async (sends, steps, scheduler) => {
          const { passed } = await count(withRules(...sends), steps, scheduler);
          for (const { sent, answered, rule } of passed.values())
            expect(sent - rule.givesBack * answered).toBeLessThanOrEqual(
              rule.mode === 'deny' ? rule.atMost : Number.POSITIVE_INFINITY,
            );
        },
      ),
      { numRuns: 200 },
    );
  });

  test('a counter holds what was sent less what came back, and never less than nothing where it must not', async () => {
    await fc.assert(
      fc.asyncProperty(rules, course, fc.scheduler(), async (rule, steps, scheduler) => {
        const { store, passed } = await count(withRules(rule), steps, scheduler);
        for (const [key, { sent, answered }] of passed) {
          const { count: counted = 0 } = store.counters.get(key) ?? {};
          expect(counted).toBe(sent - rule.givesBack * answered);
          expect(counted).toBeGreaterThanOrEqual(rule.givesBack < 2 ? 0 : Number.NEGATIVE_INFINITY);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('counters of a replay', () => {
  const steps = fc.array(
    fc.record({
      verb: fc.constantFrom('raise', 'lower'),
      by: fc.integer({ min: 1, max: 4 }),
      hasProof: fc.boolean(),
    }),
    { maxLength: 30 },
  );

  test('do what those of the tables do, and a replay gives back no more than was counted', async () => {
    await fc.assert(
      fc.asyncProperty(rules, steps, async (rule, course) => {
        const { wide, store } = makeMemoryVerification();
        const replay = makeReplayCounters();
        const bucket: Bucket = { rule, key: 'k', endsAtMs: 0 };
        for (const { verb, by, hasProof } of course) {
          if (verb === 'lower') {
            await wide.lower(bucket, by);
            replay.lower(bucket, by);
            continue;
          }
          const stop = replay.stopBy(bucket, hasProof);
          if (stop === undefined) replay.raise([bucket]);
          const { raised, before } = await wide.raise(bucket, hasProof);
          expect(raised).toBe(stop === undefined);
          expect(stop?.verdict ?? 'allow').toBe(weigh(rule, before, hasProof));
        }
        const least = rule.givesBack < 2 ? 0 : Number.NEGATIVE_INFINITY;
        expect(store.counters.get('k')?.count ?? 0).toBeGreaterThanOrEqual(least);
      }),
    );
  });
});

describe('the rules as a stage has them', () => {
  test('end the day where the stage says, with a puzzle from four fifths on, and the country’s mode is the stage’s', () => {
    const { sends } = readRules('2500', 'deny');
    expect(sends.find(({ id }) => id === 'budget-day')).toMatchObject({
      freely: 2000,
      atMost: 2500,
      mode: 'deny',
    });
    expect(sends.find(({ id }) => id === 'country-hour')?.mode).toBe('deny');
    const rest = (all: readonly SendRule[]) =>
      all.filter(({ id }) => id !== 'budget-day' && id !== 'country-hour');
    expect(rest(sends)).toEqual(rest(verificationRules.sends));
  });

  test('are refused where they are none', () => {
    expect(() => readRules('many', 'deny')).toThrow(/codesPerDay/u);
    expect(() => readRules('10', 'perhaps')).toThrow(/conversion/u);
    const [rule] = rulesOf({ codesPerDay: 1, conversion: 'deny' }).sends;
    const twice = { ...verificationRules, sends: [rule, rule] };
    expect(rulesSchema.safeParse(twice).error?.issues.map(({ message }) => message)).toEqual([
      'two rules have one id',
    ]);
  });

  test('stand in the transaction only where few people meet in them', () => {
    const wide = verificationRules.sends.filter(rule => !isNarrow({ rule, key: '', endsAtMs: 0 }));
    expect([...new Set(wide.map(({ per }) => per))]).toEqual(['prefix', 'country', 'everyone']);
  });
});
