import { describe, expect, test } from 'vitest';
import type { Decision } from '../../lambdas/domain/decision.ts';
import { compareRules } from '../../lambdas/domain/rules-comparison.ts';
import {
  rulesSchema,
  verificationRules,
  type SendRule,
  type VerificationRules,
} from '../../lambdas/domain/verification-rules.ts';
import { checkRecord, sendRecord } from './decisions.ts';

type RuleWish = Partial<SendRule> & Pick<SendRule, 'atMost'>;

/** Rules with one rule about sends, an address's hour unless told otherwise. */
function only(wish: RuleWish): VerificationRules {
  const rule = { id: 'one', per: 'address', windowSeconds: 3600, givesBack: 1, ...wish };
  return rulesSchema.parse({ ...verificationRules, sends: [rule] });
}

const row = (rules: VerificationRules, decisions: readonly Decision[]) => {
  const { rules: rows, ...all } = compareRules(rules, decisions);
  const [one] = rows;
  if (one === undefined) throw new Error('one rule was expected');
  return { ...all, one };
};

describe('other rules beside a record', () => {
  test('spare what they stop, with its parts, and say who would have been hurt', () => {
    const { one, spared, sent } = row(only({ atMost: 1 }), [
      sendRecord('a', 1),
      sendRecord('b', 2, { parts: 2 }),
      sendRecord('c', 3),
      checkRecord('c', 4),
    ]);
    expect(sent).toEqual({ messages: 3, parts: 4, answered: 1 });
    expect(spared).toEqual({ messages: 2, parts: 3, answered: 1 });
    expect(one).toMatchObject({ stoppedThen: 0, stoppedNow: 2, spared });
  });

  test('give back what was answered, before the next is counted', () => {
    const answered = [sendRecord('a', 1), checkRecord('a', 2), sendRecord('b', 3), checkRecord('b', 4)];
    expect(row(only({ atMost: 1 }), answered).spared.messages).toBe(0);
    expect(row(only({ atMost: 1, givesBack: 0 }), answered).spared.messages).toBe(1);
    const roomier = [
      ...answered,
      sendRecord('c', 5),
      sendRecord('d', 6),
      sendRecord('e', 7),
      sendRecord('f', 8),
    ];
    expect(row(only({ atMost: 1, givesBack: 2 }), roomier).spared.messages).toBe(1);
  });

  test('a start that would not have been takes its resends and checks with it', () => {
    const {
      spared,
      refusedChecks,
      replayed: now,
    } = row(only({ atMost: 0 }), [
      sendRecord('a', 1),
      sendRecord('a', 2, { kind: 'resend', proof: true }),
      checkRecord('a', 3),
    ]);
    expect(spared).toEqual({ messages: 2, parts: 2, answered: 2 });
    expect(refusedChecks).toEqual({ checks: 1, right: 1 });
    expect(now).toEqual({ allow: 0, challenge: 0, deny: 2 });
  });

  test('a message that was not taken by the carrier is counted, and spares nothing', () => {
    const {
      sent,
      spared,
      replayed: now,
    } = row(only({ atMost: 1 }), [
      sendRecord('a', 1),
      sendRecord('b', 2, { result: 'not_sent' }),
      sendRecord('c', 3, { result: 'in_doubt' }),
    ]);
    expect([sent.messages, spared.messages, now.deny]).toEqual([2, 1, 2]);
  });

  test('a puzzle is taken to be solved, and the message counts', () => {
    const { puzzled, spared, one } = row(only({ freely: 1, atMost: 2 }), [
      sendRecord('a', 1),
      sendRecord('b', 2),
      sendRecord('c', 3),
    ]);
    expect([puzzled.messages, spared.messages]).toEqual([1, 1]);
    expect(one).toMatchObject({ puzzled: { messages: 1 }, spared: { messages: 1 } });
  });

  test('what was stopped then and passes now is unknown, unless its puzzle was solved: then it counts once', () => {
    const stopped = { decision: 'deny', result: 'stopped', rules: 'gone' } as const;
    const asked = {
      decision: 'challenge',
      result: 'stopped',
      rules: 'gone',
      number: 'n',
      browser: 'b',
    } as const;
    const {
      unknown,
      eased,
      replayed: now,
      spared,
      recorded: then,
    } = row(only({ atMost: 2 }), [
      sendRecord('a', 1, stopped),
      sendRecord('b', 2, asked),
      sendRecord('c', 3, { number: 'n', browser: 'b', proof: true }),
      sendRecord('d', 4),
    ]);
    expect(then).toEqual({ allow: 2, challenge: 1, deny: 1 });
    expect([unknown, eased]).toEqual([1, 1]);
    expect([now.deny, spared.messages]).toEqual([1, 1]);
  });

  test('a rule that only records says what it would have done, and to whom', () => {
    const { one, spared } = row(only({ freely: 1, atMost: 2, mode: 'record_only' }), [
      sendRecord('a', 1),
      sendRecord('b', 2),
      sendRecord('c', 3),
      sendRecord('d', 4),
      checkRecord('d', 5),
    ]);
    expect(spared.messages).toBe(0);
    expect(one.noted).toEqual({
      challenge: { messages: 1, parts: 1, answered: 0 },
      deny: { messages: 2, parts: 2, answered: 1 },
    });
  });

  test('what a rule of many days stopped stays stopped, as long as the rules have it', () => {
    const month = { id: 'month', per: 'number', windowSeconds: 30 * 86_400, atMost: 9 } as const;
    const record = [sendRecord('a', 1, { decision: 'deny', result: 'stopped', rules: 'month' })];
    const kept = row(only(month), record);
    expect(kept.one).toMatchObject({ isReplayed: false, stoppedThen: 1, stoppedNow: 1 });
    expect([kept.unknown, kept.replayed.deny]).toEqual([0, 1]);
    expect(row(only({ ...month, id: 'other' }), record).unknown).toBe(1);
  });

  test('fewer tries refuse checks, right ones as well', () => {
    const rules = { ...only({ atMost: 9 }), triesPerChallenge: 1 };
    const { refusedChecks } = row(rules, [
      sendRecord('a', 1),
      checkRecord('a', 2, { result: 'mismatch' }),
      checkRecord('a', 3, { result: 'mismatch' }),
      checkRecord('a', 4),
    ]);
    expect(refusedChecks).toEqual({ checks: 2, right: 1 });
  });

  test('a check that was refused unseen stays refused, and is not refused anew', () => {
    const unseen = { decision: 'deny', result: 'challenge.locked', rules: 'tries-challenge' } as const;
    const { refusedChecks, checks } = row(only({ atMost: 9 }), [
      sendRecord('a', 1),
      checkRecord('a', 2, unseen),
      checkRecord('a', 3),
    ]);
    expect([checks, refusedChecks.checks]).toEqual([2, 0]);
  });

  test('a number’s failures are counted over challenges and given back by a right code', () => {
    const { failures } = verificationRules;
    const rules = {
      ...only({ atMost: 9 }),
      failures: { ...failures, number: { atMost: 1, windowSeconds: 86_400 } },
    };
    const number = { number: 'n' };
    const { refusedChecks } = row(rules, [
      checkRecord('a', 1, number),
      checkRecord('b', 2, { ...number, result: 'mismatch' }),
      checkRecord('c', 3, number),
    ]);
    expect(refusedChecks).toEqual({ checks: 1, right: 1 });
  });

  test('codes that came back are told by country and by block and day, the worst first, few messages left out', () => {
    const five = (id: string, about: Partial<Decision>, answered: number) =>
      Array.from({ length: 5 }, (_, n) => [
        sendRecord(`${id}${n}`, n, about),
        ...(n < answered ? [checkRecord(`${id}${n}`, n + 1, about)] : []),
      ]).flat();
    const { countries, prefixes } = row(only({ atMost: 99 }), [
      ...five('a', { prefix: 'good' }, 4),
      ...five('b', { prefix: 'bad', country: 'GB' }, 1),
      sendRecord('c', 1, { prefix: 'few', country: 'FR' }),
    ]);
    expect(countries).toEqual([
      { name: 'GB', messages: 5, challenges: 5, answered: 1, share: 0.2 },
      { name: 'JP', messages: 5, challenges: 5, answered: 4, share: 0.8 },
    ]);
    expect(prefixes.map(({ name }) => name)).toEqual(['2026-11-23 bad', '2026-11-23 good']);
  });
});
