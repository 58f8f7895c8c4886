import { describe, expect, it } from 'vitest';
import {
  benefitIn,
  messageIn,
  nameIn,
  termsIn,
  windowsIn,
  type UsableOn,
} from '../../web/paper/coupon-words.ts';
import { explainProblem } from '../../web/paper/problem-words.ts';
import { explainToClerk } from '../../web/store/clerk-words.ts';

const nowMs = Date.parse('2026-11-21T03:00:00Z');
const says = (on: UsableOn) => [windowsIn(on, 'ja', nowMs), windowsIn(on, 'en', nowMs)];

describe('the windows of a coupon in words', () => {
  it.each<[UsableOn, string, string]>([
    [
      { weekdays: [5, 1, 2, 3, 4], hours: [{ from: '11:00', to: '14:00' }] },
      '平日 11:00–14:00',
      'Weekdays 11:00–14:00',
    ],
    [{ weekdays: [6, 7] }, '土日', 'Weekends'],
    [{ weekdays: [1, 3] }, '月・水', 'Mon, Wed'],
    [{ hours: [{ from: '09:00', to: '00:00' }] }, '毎日 9:00–24:00', 'Every day 9:00–24:00'],
    [{ hours: [{ from: '22:00', to: '02:00' }] }, '毎日 22:00–翌2:00', 'Every day 22:00–2:00 the next day'],
    [
      {
        weekdays: [7],
        hours: [
          { from: '07:30', to: '10:00' },
          { from: '15:00', to: '17:00' },
        ],
      },
      '日 7:30–10:00、15:00–17:00',
      'Sun 7:30–10:00, 15:00–17:00',
    ],
    [{ blackouts: ['2026-12-31'] }, '12月31日を除く', 'Not on 31 Dec'],
    [
      { blackouts: ['2027-01-02', '2026-12-24', '2027-01-01', '2026-12-31'] },
      '12月24日、12月31日–2027年1月2日を除く',
      'Not on 24 Dec, 31 Dec–2 Jan 2027',
    ],
  ])('%j', (on, ja, en) => {
    expect(says(on)).toEqual([[ja], [en]]);
  });

  it('leave out dates that are past, and say nothing where there is no bound', () => {
    expect(says({ blackouts: ['2026-11-01'] })).toEqual([[], []]);
    expect(says({})).toEqual([[], []]);
  });
});

describe('what is printed on a coupon', () => {
  const face = { title: '秋の券', titleEn: 'Autumn', terms: '平日のみ', termsEn: 'Weekdays only' };

  it('is in the language of the page where the shop wrote it', () => {
    expect([termsIn(face, 'ja'), termsIn(face, 'en')]).toEqual(['平日のみ', 'Weekdays only']);
    expect([benefitIn(face, 'en'), nameIn(face, 'en')]).toEqual(['Autumn', undefined]);
    expect(benefitIn({ title: '秋の券' }, 'en')).toBe('秋の券');
  });

  it('says an amount in both languages, and names the coupon below it', () => {
    const yen = { ...face, benefit: { amount: 1500, currency: 'JPY' } };
    expect([benefitIn(yen, 'ja'), benefitIn(yen, 'en')]).toEqual(['1,500円引', '¥1,500 off']);
    expect(nameIn(yen, 'en')).toBe('Autumn');
    const dollars = { ...face, benefit: { amount: 5, currency: 'USD' } };
    expect([benefitIn(dollars, 'ja'), benefitIn(dollars, 'en')]).toEqual(['$5引', '$5 off']);
  });
});

describe('a coupon that cannot be used', () => {
  const refused = (code: string, facts: Record<string, unknown>) => ({ status: 422, code, facts });

  it('says why, and from when it can', () => {
    const lunch = refused('coupon.not_usable_now', { why: 'hour', usableAt: '2026-11-24T11:00:00+09:00' });
    expect(explainProblem(lunch, 'ja')).toEqual({
      what: 'いまは使える時間ではありません。',
      next: '11月24日(火) 11:00から使えます。',
    });
    expect(explainProblem(lunch, 'en').next).toBe('It can be used from Tue 24 Nov, 11:00.');
    expect(explainToClerk(lunch, 'ja').next).toBe(
      '11月24日(火) 11:00から使えることを、お客様に伝えてください。',
    );
    const over = refused('coupon.not_usable_now', { why: 'over' });
    expect(explainProblem(over, 'ja').what).toBe('使える期間が終わりました。');
  });

  it('says what the shop says about a stop, in the language there is', () => {
    const stopped = refused('coupon.stopped', { message: { ja: '売り切れました' } });
    expect(explainProblem(stopped, 'ja').next).toBe('売り切れました');
    expect(explainToClerk(stopped, 'en').next).toBe('売り切れました');
    expect(explainProblem(refused('coupon.stopped', {}), 'en').next).toBe('Please use another ticket.');
    expect(messageIn({ ja: '終', en: 'over' }, 'en')).toBe('over');
  });
});
