import { describe, expect, it } from 'vitest';
import { nextCronTime, parseCron } from '../../local/cron.ts';
import { readRotationTimes } from '../../local/rotation-times.ts';

/** The next `count` times after a moment, as ISO minutes. */
function times(expression: string, after: string, count = 1): readonly string[] {
  const cron = parseCron(expression);
  const found: string[] = [];
  let at = Date.parse(after);
  while (found.length < count) {
    const next = nextCronTime(cron, at);
    if (next === undefined) return [...found, 'never'];
    found.push(new Date(next).toISOString().slice(0, 16));
    at = next;
  }
  return found;
}

describe('the next time of a cron expression', () => {
  it.each<[string, string, string, readonly string[]]>([
    ['a date', 'cron(0 8 1 * ? *)', '2026-11-22T00:00Z', ['2026-12-01T08:00', '2027-01-01T08:00']],
    [
      'a list of dates',
      'cron(0 16 1,15 * ? *)',
      '2026-11-02T00:00Z',
      ['2026-11-15T16:00', '2026-12-01T16:00'],
    ],
    ['every day', 'cron(0 10 * * ? *)', '2026-11-22T09:59:59Z', ['2026-11-22T10:00', '2026-11-23T10:00']],
    ['weekdays', 'cron(0 8 ? * MON-FRI *)', '2026-11-20T09:00Z', ['2026-11-23T08:00', '2026-11-24T08:00']],
    [
      'a weekday by number',
      'cron(30 2 ? * 1 *)',
      '2026-11-22T00:00Z',
      ['2026-11-22T02:30', '2026-11-29T02:30'],
    ],
    ['the last day', 'cron(0 17 L * ? *)', '2028-02-01T00:00Z', ['2028-02-29T17:00', '2028-03-31T17:00']],
    [
      'a date or the last day',
      'cron(0 0 L,10 * ? *)',
      '2026-02-01T00:00Z',
      ['2026-02-10T00:00', '2026-02-28T00:00'],
    ],
    [
      'the last weekday',
      'cron(0 1 ? * SUNL *)',
      '2026-11-01T00:00Z',
      ['2026-11-29T01:00', '2026-12-27T01:00'],
    ],
    [
      'the week’s last day',
      'cron(0 0 ? * L *)',
      '2026-11-22T00:00Z',
      ['2026-11-28T00:00', '2026-12-05T00:00'],
    ],
    [
      'the third weekday',
      'cron(0 0 ? * TUE#3 *)',
      '2026-11-01T00:00Z',
      ['2026-11-17T00:00', '2026-12-15T00:00'],
    ],
    ['steps', 'cron(0/20 */6 * * ? *)', '2026-11-22T05:50Z', ['2026-11-22T06:00', '2026-11-22T06:20']],
    [
      'steps of a range',
      'cron(0 8-20/4 * * ? *)',
      '2026-11-22T12:00Z',
      ['2026-11-22T16:00', '2026-11-22T20:00'],
    ],
    [
      'months by name',
      'cron(0 0 1 JAN,jul ? *)',
      '2026-03-01T00:00Z',
      ['2026-07-01T00:00', '2027-01-01T00:00'],
    ],
    ['steps of months', 'cron(0 1 1 1/3 ? *)', '2026-11-22T00:00Z', ['2027-01-01T01:00', '2027-04-01T01:00']],
    ['years', 'cron(0 0 1 1 ? 2028-2030/2)', '2026-11-22T00:00Z', ['2028-01-01T00:00', '2030-01-01T00:00']],
    ['a leap day', 'cron(0 0 29 2 ? *)', '2096-03-01T00:00Z', ['2104-02-29T00:00', '2108-02-29T00:00']],
  ])('with %s', (_, expression, after, expected) => {
    expect(times(expression, after, expected.length)).toEqual(expected);
  });

  it('is after the moment asked for, never that moment itself', () => {
    expect(times('cron(0 10 * * ? *)', '2026-11-22T10:00:00Z')).toEqual(['2026-11-23T10:00']);
    expect(times('cron(0 10 * * ? *)', '2026-11-22T09:59:59.999Z')).toEqual(['2026-11-22T10:00']);
  });

  it('is none where the date or the year never comes', () => {
    expect(times('cron(0 0 30 2 ? *)', '2026-01-01T00:00Z')).toEqual(['never']);
    expect(times('cron(0 0 1 1 ? 2027)', '2026-01-01T00:00Z', 2)).toEqual(['2027-01-01T00:00', 'never']);
  });
});

describe('an expression that is none', () => {
  it.each([
    ['five fields', 'cron(0 8 1 * ?)', /six fields/],
    ['no cron', '0 8 1 * ? *', /six fields/],
    ['two days', 'cron(0 8 1 * MON *)', /\? for the day of month or/],
    ['no day', 'cron(0 8 ? * ? *)', /\? for the day of month or/],
    ['a minute too many', 'cron(60 8 1 * ? *)', /"60" is no minute/],
    ['an hour too many', 'cron(0 24 1 * ? *)', /"24" is no hour/],
    ['a date too many', 'cron(0 8 32 * ? *)', /"32" is no day of month/],
    ['a month of no calendar', 'cron(0 8 1 FOO ? *)', /"FOO" is no month/],
    ['a range that goes back', 'cron(0 8 ? * FRI-MON *)', /"FRI-MON" is no day of week/],
    ['a step of nothing', 'cron(0/0 8 1 * ? *)', /"0\/0" is no minute/],
    ['a nearest weekday', 'cron(0 8 1W * ? *)', /"1W" is no day of month/],
    ['an empty item', 'cron(0, 8 1 * ? *)', /"" is no minute/],
  ])('is refused: %s', (_, expression, problem) => {
    expect(() => parseCron(expression)).toThrow(problem);
  });
});

describe('the times of a rotation', () => {
  const next = (expression: string, after: string): string =>
    new Date(readRotationTimes(expression)(Date.parse(after))).toISOString();

  it('follow a cron expression, or a rate: days count from midnight, hours from the last time', () => {
    expect(next('cron(0 16 1 * ? *)', '2026-11-22T00:00Z')).toBe('2026-12-01T16:00:00.000Z');
    expect(next('rate(30 days)', '2026-11-22T13:14:15Z')).toBe('2026-12-22T00:00:00.000Z');
    expect(next('rate(1 day)', '2026-11-22T13:14:15Z')).toBe('2026-11-23T00:00:00.000Z');
    expect(next('rate(12 hours)', '2026-11-22T13:14:15Z')).toBe('2026-11-23T01:14:15.000Z');
  });

  it.each([
    ['cron(30 16 1 * ? *)', /0 for the minute/],
    ['cron(0 16 1 1 ? 2027)', /\* for the year/],
    ['rate(3 hours)', /between four hours/],
    ['rate(0 days)', /between four hours/],
    ['rate(1000 days)', /between four hours/],
    ['rate(5 minutes)', /neither cron/],
    ['monthly', /neither cron/],
  ])('are refused as Secrets Manager refuses them: %s', (expression, problem) => {
    expect(() => readRotationTimes(expression)).toThrow(problem);
  });

  it('that never come are refused when they are asked for', () => {
    expect(() => next('cron(0 16 31 2 ? *)', '2026-11-22T00:00Z')).toThrow(/never comes/);
  });
});
