import { beforeAll, describe, expect, test } from 'vitest';
import { isBeyondRecords } from '../../lambdas/domain/replay-course.ts';
import { replayRules, type ReplayedDecision } from '../../lambdas/domain/replayed-rules.ts';
import { compareRules } from '../../lambdas/domain/rules-comparison.ts';
import type { RuleMode, SendRule, VerificationRules } from '../../lambdas/domain/verification-rules.ts';
import { recordDays } from '../simulation/verification/recorded-days.ts';
import type { World } from '../simulation/verification/world.ts';

const worlds = new Map<RuleMode, World>();

beforeAll(async () => {
  for (const [seed, conversion] of (['record_only', 'challenge', 'deny'] as const).entries())
    worlds.set(conversion, await recordDays({ seed, conversion, codesPerDay: 350 }));
});

function recorded(conversion: RuleMode = 'challenge'): World {
  const world = worlds.get(conversion);
  if (world === undefined) throw new Error('nothing was recorded');
  return world;
}

/** The rules with one of them changed. */
const changed = (rules: VerificationRules, id: string, change: Partial<SendRule>): VerificationRules => ({
  ...rules,
  sends: rules.sends.map(rule => (rule.id === id ? { ...rule, ...change } : rule)),
});

const asRecorded = ({ recorded: then }: ReplayedDecision) => [then.decision, then.rules, then.noted];

describe('rules replayed over a record of the real flows', () => {
  test.each(['record_only', 'challenge', 'deny'] as const)(
    'that were in force (country: %s) decide as they did, every one',
    conversion => {
      const { rules, decisions } = recorded(conversion);
      const beyond = new Set(rules.sends.filter(isBeyondRecords).map(({ id }) => id));
      const replayed = replayRules(rules, decisions);
      expect(decisions.length).toBeGreaterThan(1500);
      const answeredLater = replayed.filter(
        ({ recorded: then }) => then.kind === 'check' && then.result === 'verified',
      );
      expect(answeredLater.some(({ recorded: then }) => then.at.startsWith('2026-11-24T00:0'))).toBe(true);
      for (const judged of replayed) {
        const noted = judged.noted.map(({ rule }) => rule).filter(rule => !beyond.has(rule));
        expect([judged.verdict, judged.rules.join(','), noted.join(',')]).toEqual(asRecorded(judged));
      }
    },
  );

  test('say nothing new in a comparison, and all that the record says', () => {
    const { rules, decisions } = recorded('deny');
    const {
      recorded: then,
      replayed: now,
      spared,
      puzzled,
      eased,
      unknown,
      refusedChecks,
      sent,
    } = compareRules(rules, decisions);
    expect(now).toEqual(then);
    expect([spared.messages, puzzled.messages, eased, unknown, refusedChecks.checks]).toEqual([
      0, 0, 0, 0, 0,
    ]);
    expect(sent.messages).toBe(decisions.filter(({ result }) => result === 'sent').length);
  });

  test('that let an address go on stop the pump later and touch nobody else', () => {
    const { rules, decisions } = recorded();
    const { unknown, spared } = compareRules(changed(rules, 'address-hour', { atMost: 30 }), decisions);
    expect(unknown).toBeGreaterThan(0);
    expect(spared.answered).toBe(0);
  });

  test('that give an address nothing back spare messages which honest people had answered', () => {
    const { rules, decisions } = recorded();
    const { spared, rules: rows } = compareRules(changed(rules, 'address-hour', { givesBack: 0 }), decisions);
    expect(spared.answered).toBeGreaterThan(0);
    expect(rows.find(({ id }) => id === 'address-hour')?.spared).toEqual(spared);
  });

  test('come to the same whatever the order of the lines', () => {
    const { rules, decisions } = recorded();
    const apart = decisions.filter(
      ({ at }, place) => decisions.findIndex(other => other.at === at) === place,
    );
    const other = changed(rules, 'address-day', { atMost: 10 });
    expect(compareRules(other, apart.toReversed())).toEqual(compareRules(other, apart));
  });
});
