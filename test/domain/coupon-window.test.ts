import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstOpenMs, whyClosed, type UsableOn } from '../../lambdas/domain/coupon-window.ts';
import { endOfDayMs, isoInZone } from '../../lambdas/domain/wall-clock.ts';
import { daysOnWall, jumpsOf, minuteOnWall } from './wall-walk.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Zones whose clocks do odd things: half hours, whole days, midnight, a fast, two hours, and none at all. */
const oddZones = [
  'Africa/Cairo',
  'Africa/Casablanca',
  'America/Havana',
  'America/New_York',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Antarctica/Troll',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Asia/Tehran',
  'Asia/Tokyo',
  'Australia/Lord_Howe',
  'Europe/Berlin',
  'Pacific/Apia',
  'Pacific/Chatham',
];
const everyZone = Intl.supportedValuesOf('timeZone');

const zone = fc.oneof(fc.constantFrom(...oddZones), fc.constantFrom(...everyZone));
const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 1, 15, 30, 45, 59))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const span = fc.record({ from: clock, to: clock }).filter(({ from, to }) => from !== to);

/** A moment within two days of a jump of the zone's clock, or anywhere where it never jumps. */
const moment = zone.chain(zone => {
  const year = fc.constantFrom(2010, 2011, 2014, 2018, 2026);
  return year.chain(year => {
    const jumps = jumpsOf(zone, year);
    const near = jumps.length === 0 ? [Date.UTC(year, 5, 1)] : jumps;
    return fc
      .tuple(fc.constantFrom(...near), fc.integer({ min: -48 * 60, max: 48 * 60 }))
      .map(([atMs, minutes]) => ({ zone, nowMs: atMs + minutes * minuteMs }));
  });
});

/** Windows, with dates left out from among those round the moment. */
const windows = ({ zone, nowMs }: { zone: string; nowMs: number }) =>
  fc.record(
    {
      weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
      hours: fc.array(span, { minLength: 1, maxLength: 3 }),
      blackouts: fc.subarray(daysOnWall(zone, nowMs - 48 * hourMs, nowMs + 72 * hourMs), { minLength: 1 }),
    },
    { requiredKeys: [] },
  );

const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Every minute that the wall clock could show inside a window, spelled out one by one: slow, and by no arithmetic on zones. */
function openMinutes(on: UsableOn, dates: readonly string[]): Set<string> {
  const minutes = new Set<string>();
  for (const date of dates) {
    const begins = new Date(`${date}T00:00:00Z`);
    const name = begins.toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' });
    if (on.weekdays !== undefined && !on.weekdays.includes(weekdayNames.indexOf(name) + 1)) continue;
    if (on.blackouts?.includes(date) === true) continue;
    for (const { from, to } of on.hours ?? [{ from: '00:00', to: '00:00' }]) {
      const hand = new Date(`${date}T${from}:00Z`);
      do {
        minutes.add(hand.toISOString().slice(0, 16));
        hand.setUTCMinutes(hand.getUTCMinutes() + 1);
      } while (hand.toISOString().slice(11, 16) !== to);
    }
  }
  return minutes;
}

const someday = moment.chain(at => fc.tuple(fc.constant(at), windows(at)));

describe('the windows of a coupon', () => {
  test('are open in exactly the minutes that the wall clock of the store shows inside them', () => {
    fc.assert(
      fc.property(someday, ([{ zone, nowMs }, on]) => {
        const open = openMinutes(on, daysOnWall(zone, nowMs - 48 * hourMs, nowMs + 48 * hourMs));
        for (let atMs = nowMs - 3 * hourMs; atMs < nowMs + 3 * hourMs; atMs += minuteMs) {
          const isOpen = whyClosed(on, zone, atMs) === undefined;
          if (isOpen !== open.has(minuteOnWall(zone, atMs)))
            throw new Error(`${isoInZone(zone, atMs)} is ${isOpen ? 'open' : 'closed'}`);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('open next at the first minute that a walk through time finds inside them', () => {
    let found = 0;
    fc.assert(
      fc.property(someday, ([{ zone, nowMs }, on]) => {
        const untilMs = nowMs + 30 * hourMs;
        const open = openMinutes(on, daysOnWall(zone, nowMs - 48 * hourMs, untilMs + 24 * hourMs));
        let walked: number | undefined;
        for (let atMs = nowMs; atMs < untilMs && walked === undefined; atMs += minuteMs)
          if (open.has(minuteOnWall(zone, atMs))) walked = atMs;
        expect(firstOpenMs(on, zone, nowMs, untilMs)).toBe(walked);
        if (walked !== undefined && walked > nowMs) found += 1;
      }),
      { numRuns: 80 },
    );
    expect(found).toBeGreaterThan(8);
  });

  test('open next however far away: after every date that is left out', () => {
    const on: UsableOn = {
      weekdays: [1],
      blackouts: ['2026-12-07', '2026-12-14', '2026-12-21', '2026-12-28'],
    };
    const open = firstOpenMs(on, 'Asia/Tokyo', Date.parse('2026-12-01T00:00:00+09:00'), Infinity);
    expect(isoInZone('Asia/Tokyo', open ?? 0)).toBe('2027-01-04T00:00:00+09:00');
  });

  test.each<[string, UsableOn, string, string | undefined]>([
    ['Tuesday at noon', { weekdays: [1, 2, 3, 4, 5] }, '2026-11-24T12:00:00+09:00', undefined],
    ['Sunday', { weekdays: [1, 2, 3, 4, 5] }, '2026-11-22T12:00:00+09:00', 'weekday'],
    ['before lunch', { hours: [{ from: '11:00', to: '14:00' }] }, '2026-11-24T10:59:59.999+09:00', 'hour'],
    ['the end of lunch', { hours: [{ from: '11:00', to: '14:00' }] }, '2026-11-24T14:00:00+09:00', 'hour'],
    ['a date left out', { blackouts: ['2026-12-31'] }, '2026-12-31T00:00:00+09:00', 'blackout'],
    [
      'Saturday 1:59, of Friday night',
      { weekdays: [5], hours: [{ from: '22:00', to: '02:00' }] },
      '2026-11-28T01:59:00+09:00',
      undefined,
    ],
    [
      'Friday 1:59, of Thursday night',
      { weekdays: [5], hours: [{ from: '22:00', to: '02:00' }] },
      '2026-11-27T01:59:00+09:00',
      'hour',
    ],
    [
      'half past midnight of a night that began on a date left out',
      { blackouts: ['2026-12-31'], hours: [{ from: '22:00', to: '02:00' }] },
      '2027-01-01T00:30:00+09:00',
      'hour',
    ],
  ])('%s', (_name, on, iso, why) => {
    expect(whyClosed(on, 'Asia/Tokyo', Date.parse(iso))).toBe(why);
  });
});

describe('the end of a day', () => {
  test('is the first moment whose date is a later one than the day meant', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 0, max: 3 }), ({ zone, nowMs }, days) => {
        const endMs = endOfDayMs(zone, nowMs, days);
        const dateOf = (atMs: number) => minuteOnWall(zone, atMs).slice(0, 10);
        const meant = new Date(`${dateOf(nowMs)}T00:00:00Z`);
        meant.setUTCDate(meant.getUTCDate() + days);
        const date = meant.toISOString().slice(0, 10);
        expect(dateOf(endMs) > date).toBe(true);
        for (let atMs = Math.max(nowMs, endMs - 30 * hourMs); atMs < endMs; atMs += minuteMs)
          if (dateOf(atMs) > date) throw new Error(`${isoInZone(zone, atMs)} is later than ${date}`);
      }),
      { numRuns: 60 },
    );
  });
});
