import { describe, expect, it } from 'vitest';
import { formatCountdown, formatDay, formatMoment, formatSeconds, formatSoon } from '../../web/paper/when.ts';
import { leftUntil, longestWaitMs } from '../../web/shopper/countdown.ts';

const nowMs = Date.parse('2026-11-22T00:00:00+09:00');

describe('a moment', () => {
  it('stands on the clock of its own offset, whatever the browser’s is', () => {
    expect(formatMoment('2026-11-21T15:02:00+09:00', 'ja', nowMs)).toBe('11月21日(土) 15:02');
    expect(formatMoment('2026-11-21T15:02:00-05:00', 'en', nowMs)).toBe('Sat 21 Nov, 15:02');
  });

  it('names the year only when it is another', () => {
    expect(formatDay('2027-01-03T09:00:00+09:00', 'ja', nowMs)).toBe('2027年1月3日(日)');
    expect(formatDay('2027-01-03T09:00:00+09:00', 'en', nowMs)).toBe('Sun 3 Jan 2027');
    expect(formatDay('2026-12-31T23:59:59+09:00', 'ja', nowMs)).toBe('12月31日(木)');
  });

  it('that is soon has no day', () => {
    const atMs = new Date(2026, 10, 21, 23, 59).getTime();
    expect(formatSoon(atMs, 'ja', atMs - 7_200_000)).toBe('23:59');
    expect(formatSoon(atMs + 120_000, 'en', atMs)).toBe('Sun 22 Nov, 0:01');
  });

  it('moves with the seconds on the same clock', () => {
    const atMs = Date.parse('2026-11-21T15:02:59+09:00') + 1000;
    expect(formatSeconds('2026-11-21T15:02:00+09:00', atMs)).toBe('15:03:00');
  });
});

describe('the countdown', () => {
  it.each([
    [28_000, '0:28'],
    [27_001, '0:28'],
    [60_000, '1:00'],
    [0, '0:00'],
    [-5000, '0:00'],
  ])('shows %i ms as %s', (leftMs, shown) => {
    expect(formatCountdown(leftMs)).toBe(shown);
  });

  it('goes by the server’s time', () => {
    expect(leftUntil('2026-11-22T00:00:30+09:00', nowMs)).toBe(30_000);
    expect(leftUntil('2026-11-21T23:59:00+09:00', nowMs)).toBe(0);
  });

  it('never waits longer than the server ever says, nor for a time it cannot read', () => {
    expect(leftUntil('2026-11-23T00:00:00+09:00', nowMs)).toBe(longestWaitMs);
    expect(leftUntil('soon', nowMs)).toBe(0);
  });
});
