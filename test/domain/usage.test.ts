import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { couponId, redemptionId, storeId, campaignId } from '../../lambdas/domain/ids.ts';
import { refuse } from '../../lambdas/domain/refusal.ts';
import type { Store } from '../../lambdas/domain/store.ts';
import { isDay, readDays, timeOf } from '../../lambdas/domain/usage-days.ts';
import { addUses, groupings, linesOf, type Tally, type Use } from '../../lambdas/domain/usage.ts';
import { dayInZone, hourInZone } from '../../lambdas/domain/wall-clock.ts';
import { jumpsOf, minuteOnWall } from './wall-walk.ts';

const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;

/** Clocks that jump at odd hours: over midnight, back into the day before, by half an hour, by a whole day. */
const zones = [
  'Africa/Cairo',
  'America/Havana',
  'America/New_York',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Antarctica/Troll',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Asia/Tokyo',
  'Australia/Lord_Howe',
  'Europe/Berlin',
  'Pacific/Apia',
];

/** A moment within a day of a jump of the zone's clock, to the minute. */
const moment = fc
  .tuple(fc.constantFrom(...zones), fc.constantFrom(2010, 2011, 2018, 2026))
  .chain(([zone, year]) => {
    const jumps = jumpsOf(zone, year);
    return fc
      .tuple(
        fc.constantFrom(...(jumps.length === 0 ? [Date.UTC(year, 5, 1)] : jumps)),
        fc.integer({ min: -1500, max: 1500 }),
      )
      .map(([nearMs, minutes]) => ({ zone, atMs: nearMs + minutes * minuteMs }));
  });

const dayAfter = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);

describe('a use on its store’s clock', () => {
  test('counts for the day and the hour that the clock shows, also where it jumps', () => {
    fc.assert(
      fc.property(moment, ({ zone, atMs }) => {
        const [day, hour] = [dayInZone(zone, atMs), hourInZone(zone, atMs)];
        expect(`${day}T${hour}`).toBe(minuteOnWall(zone, atMs).slice(0, 13));
      }),
    );
  });

  test('is read with its day, and the days beside it are not read for long', () => {
    fc.assert(
      fc.property(moment, fc.nat(3), fc.nat(3), ({ zone, atMs }, before, after) => {
        const day = minuteOnWall(zone, atMs).slice(0, 10);
        const { fromMs, toMs } = timeOf(zone, { from: dayAfter(day, -before), to: dayAfter(day, after) });
        expect(fromMs).toBeLessThanOrEqual(atMs);
        expect(toMs).toBeGreaterThan(atMs);
        expect(minuteOnWall(zone, fromMs - minuteMs).slice(0, 10) < dayAfter(day, -before)).toBe(true);
        expect(toMs - fromMs).toBeLessThanOrEqual((before + after + 1) * dayMs + 5 * 60 * minuteMs);
      }),
    );
  });
});

const nowMs = Date.parse('2026-11-24T16:00:00Z');

describe('the days asked for', () => {
  test('are the week up to today in the usual zone when nobody says', () => {
    expect(readDays({}, nowMs)).toEqual({ from: '2026-11-19', to: '2026-11-25' });
    expect(readDays({ to: '2026-03-02' }, nowMs)).toEqual({ from: '2026-02-24', to: '2026-03-02' });
  });

  test('may be thirty-one, and one more is refused', () => {
    expect(readDays({ from: '2026-10-01', to: '2026-10-31' }, nowMs)).toEqual({
      from: '2026-10-01',
      to: '2026-10-31',
    });
    const long = readDays({ from: '2026-09-30', to: '2026-10-31' }, nowMs);
    expect(long).toEqual(refuse('usage.span_too_long', { days: 31 }));
  });

  test.each([
    [{ from: '2026-11-26' }, 'from'],
    [{ from: '2026-02-30', to: '2026-03-01' }, 'from'],
    [{ to: '2026-13-01' }, 'to'],
    [{ to: '' }, 'to'],
    [{ to: '2026-11-24T00:00' }, 'to'],
    [{ from: '１９９９-01-01' }, 'from'],
  ])('are refused as %j', (query, fields) => {
    expect(readDays(query, nowMs)).toEqual(refuse('request.malformed', { fields }));
  });

  test('are days that the calendar has', () => {
    expect(['2024-02-29', '2026-12-31'].every(isDay)).toBe(true);
    expect(['2026-02-29', '2026-1-1', '20261231', 'today', '+02026-01-01'].some(isDay)).toBe(false);
  });
});

const store = (id: string, timeZone: string): Store => ({
  storeId: storeId(id),
  name: id,
  timeZone,
  pinMac: '',
  pinSetAtMs: 0,
  createdAtMs: 0,
});
const [tokyo, honolulu] = [store('str_tokyo', 'Asia/Tokyo'), store('str_honolulu', 'Pacific/Honolulu')];

const anyUse = fc
  .record(
    {
      redemptionId: fc.constant(redemptionId('red_1')),
      couponId: fc.constantFrom(couponId('cpn_a'), couponId('cpn_b')),
      campaignId: fc.constantFrom(campaignId('cmp_a'), campaignId('cmp_b')),
      by: fc.constantFrom('store-pin' as const, 'store-qr' as const, 'till' as const),
      staffId: fc.constantFrom('cls_a', 'cls_b'),
      atMs: fc.integer({ min: nowMs - 3 * dayMs, max: nowMs }),
      undoneAtMs: fc.constant(nowMs),
    },
    { requiredKeys: ['redemptionId', 'couponId', 'by', 'atMs'] },
  )
  .map((use): Use => use);

describe('counts', () => {
  test('by any grouping add up to the uses of the days, each counted once', () => {
    fc.assert(
      fc.property(fc.array(anyUse), fc.array(anyUse), fc.constantFrom(...groupings), (here, there, by) => {
        const wish = { days: { from: '2026-11-22', to: '2026-11-24' }, by };
        const tally: Tally = new Map();
        addUses(tally, tokyo, here, wish);
        addUses(tally, honolulu, there, wish);
        const isIn =
          ({ timeZone }: Store) =>
          ({ atMs }: Use) => {
            const day = minuteOnWall(timeZone, atMs).slice(0, 10);
            return day >= '2026-11-22' && day <= '2026-11-24';
          };
        const counted = [...here.filter(isIn(tokyo)), ...there.filter(isIn(honolulu))];
        const lines = linesOf(tally);
        const undone = counted.filter(({ undoneAtMs }) => undoneAtMs !== undefined).length;
        expect(lines.reduce((all, line) => all + line.redeemed, 0)).toBe(counted.length - undone);
        expect(lines.reduce((all, line) => all + line.undone, 0)).toBe(undone);
      }),
    );
  });

  test('put one moment into the days and hours of two stores', () => {
    const use: Use = { redemptionId: redemptionId('r'), couponId: couponId('c'), by: 'till', atMs: nowMs };
    const count = (by: 'day' | 'hour' | 'staff') => {
      const tally: Tally = new Map();
      const wish = { days: { from: '2026-11-24', to: '2026-11-25' }, by };
      addUses(tally, tokyo, [use, { ...use, staffId: 'cls_a' }], wish);
      addUses(tally, honolulu, [use], wish);
      return linesOf(tally).map(({ key, redeemed }) => [key, redeemed]);
    };
    expect(count('day')).toEqual([
      ['2026-11-24', 1],
      ['2026-11-25', 2],
    ]);
    expect(count('hour')).toEqual([
      ['01', 2],
      ['06', 1],
    ]);
    expect(count('staff')).toEqual([
      ['str_honolulu/till', 1],
      ['str_tokyo/cls_a', 1],
      ['str_tokyo/till', 1],
    ]);
  });
});
