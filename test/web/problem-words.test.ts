import { describe, expect, it } from 'vitest';
import type { Problem } from '../../web/paper/api.ts';
import { explainProblem, problemReference, waitInWords } from '../../web/paper/problem-words.ts';
import { explainToClerk } from '../../web/store/clerk-words.ts';

const problem = (code: string, more: Partial<Problem> = {}): Problem => ({
  status: 400,
  code,
  facts: {},
  ...more,
});

describe('explaining a problem', () => {
  it('says when and where a voucher was used', () => {
    const used = problem('voucher.already_redeemed', {
      facts: { redeemedAt: '2026-11-21T15:02:00+09:00', storeName: '渋谷店' },
    });
    expect(explainProblem(used, 'ja').what).toBe('この券は11月21日(土) 15:02に渋谷店で使われています。');
    expect(explainProblem(used, 'en').what).toBe('This ticket was used at 渋谷店 on Sat 21 Nov, 15:02.');
  });

  it('says how many tries are left', () => {
    const wrong = (attemptsLeft: number) => problem('challenge.code_mismatch', { facts: { attemptsLeft } });
    expect(explainProblem(wrong(3), 'ja').next).toContain('あと3回');
    expect(explainProblem(wrong(1), 'en').next).toContain('1 try left');
  });

  it('says how long to wait', () => {
    const early = problem('challenge.resend_too_soon', { status: 429, retryAfterSeconds: 42 });
    expect(explainProblem(early, 'ja').next).toContain('42秒');
  });

  it('says when a long wait ends, with the day where it is another', () => {
    const full = (retryAfterSeconds: number) => problem('limit.too_many', { status: 429, retryAfterSeconds });
    expect(explainProblem(full(28), 'ja').next).toBe('28秒待ってから、もう一度お試しください。');
    expect(explainProblem(full(90_000), 'ja').next).toMatch(/^25時間\(\d+月\d+日\(.\) \d+:\d\dまで\)待って/u);
    expect(explainProblem(full(90_000), 'en').next).toMatch(/wait 25 h \(until \w+ \d+ \w+, \d+:\d\d\)/u);
  });

  it('falls back to the status, then to general words', () => {
    expect(explainProblem(problem('http.429', { status: 429 }), 'ja')).toEqual(
      explainProblem(problem('limit.too_many'), 'ja'),
    );
    expect(explainProblem(problem('internal.error', { status: 500 }), 'ja').what).toBe(
      'うまくいきませんでした。',
    );
  });

  it('tells a clerk something else to do than a shopper', () => {
    const used = problem('voucher.already_redeemed');
    expect(explainToClerk(used, 'ja').next).not.toBe(explainProblem(used, 'ja').next);
    expect(explainToClerk(used, 'ja').what).toBe(explainProblem(used, 'ja').what);
  });

  it('puts the request id after the code, when there is one', () => {
    expect(problemReference(problem('a.b', { requestId: 'r-1' }))).toBe('a.b · r-1');
    expect(problemReference(problem('a.b'))).toBe('a.b');
  });
});

describe('a waiting time in words', () => {
  it.each([
    [28, '28秒', '28 s'],
    [90, '90秒', '90 s'],
    [91, '2分', '2 min'],
    [5400, '90分', '90 min'],
    [86_400, '24時間', '24 h'],
    [undefined, 'しばらく', 'a while'],
  ])('is %s → %s / %s', (seconds, ja, en) => {
    expect([waitInWords(seconds, 'ja'), waitInWords(seconds, 'en')]).toEqual([ja, en]);
  });
});
