import { describe, expect, test } from 'vitest';
import { makeReconcileReadings, type ReconcileDeps } from '../../lambdas/custodian/reconcile-readings.ts';
import {
  announcedBy,
  countIn,
  emptyTally,
  firstReconciliation,
  isSame,
  partsOfDay,
  reconciliationRules,
} from '../../lambdas/domain/reconciliation.ts';
import { emptyHead, headAfter, nextEntry, type Entry } from '../../lambdas/domain/register.ts';
import {
  makeMemoryLog,
  makeMemoryReadings,
  makeMemoryReconciliationBook,
  type Logged,
} from '../fakes/memory-reconciliation.ts';

const hour = 3_600_000;
const dayMs = Date.parse('2026-11-27T19:00:00Z');
const endMs = dayMs + 24 * hour;

function rowsOf(chain: string, times: readonly number[], fact: Entry['fact']): Entry[] {
  const rows: Entry[] = [];
  for (const [place, atMs] of times.entries()) {
    const last = rows.at(-1);
    const head = last === undefined ? emptyHead : headAfter(last);
    rows.push(nextEntry('readings', chain, head, atMs, { ...fact, shopperId: `shp_${place}` }));
  }
  return rows;
}

const delivered = (times: readonly number[], lane = 0) =>
  rowsOf(`readings#cmp_1#${lane}`, times, { purpose: 'delivery', campaignId: 'cmp_1' });
const atDesk = (times: readonly number[]) => rowsOf('readings#stf_1#2026-11-28', times, { purpose: 'desk' });

/** What the trail tells of rows whose numbers were opened, each a little later, and its record `lateMs` after that. */
const opening = (rows: readonly Entry[], lateMs = 5 * 60_000): Logged[] =>
  rows.map(row => {
    const atMs = Math.floor((row.atMs + 40) / 1000) * 1000;
    return { ...announcedBy(row), atMs, loggedAtMs: atMs + lateMs };
  });

const every = (stepMs: number, count: number, from = dayMs) =>
  Array.from({ length: count }, (_, place) => from + place * stepMs + 5000);

/** Runs every five minutes through the day and until it is compared; answers what was journaled. */
async function compare(log: readonly Logged[], rows: readonly Entry[], more: Partial<ReconcileDeps> = {}) {
  const told: (readonly [string, unknown])[] = [];
  let nowMs = dayMs - hour;
  const run = makeReconcileReadings({
    opened: makeMemoryLog(log),
    registered: makeMemoryReadings(rows),
    book: makeMemoryReconciliationBook(),
    now: () => nowMs,
    journal: (code, fields) => told.push([code, fields]),
    ...more,
  });
  for (; nowMs <= endMs + 2 * hour; nowMs += 5 * 60_000) await run();
  return told;
}

const day = '2026-11-27T19:00:00.000Z';

describe('a day', () => {
  const rows = [
    ...delivered(every(60_000, 400)),
    ...delivered(every(61_000, 30), 1),
    ...atDesk(every(hour, 7)),
  ];

  test('whose openings and rows are the same is said to be so, once', async () => {
    expect(await compare(opening(rows), rows)).toEqual([
      ['readings.reconciled', { day, opened: 437, registered: 437 }],
    ]);
  });

  test('on which nothing was read is reconciled as well', async () => {
    expect(await compare([], [])).toEqual([['readings.reconciled', { day, opened: 0, registered: 0 }]]);
  });

  test('rings for an opening without a row', async () => {
    const log = [...opening(rows), ...opening(atDesk([dayMs + 3 * hour]))];
    expect(await compare(log, rows)).toEqual([
      ['readings.unregistered', { day, opened: 438, registered: 437 }],
    ]);
  });

  test('rings for a row without an opening', async () => {
    expect(await compare(opening(rows.slice(1)), rows)).toEqual([
      ['readings.unregistered', { day, opened: 436, registered: 437 }],
    ]);
  });

  test('rings where one of each would make up for the other', async () => {
    const stolen = opening(delivered([dayMs + hour], 9)).map(record => ({
      ...record,
      shopper: 'shp_stolen',
    }));
    expect(await compare([...opening(rows.slice(1)), ...stolen], rows)).toEqual([
      ['readings.unregistered', { day, opened: 437, registered: 437 }],
    ]);
  });

  test('rings where a number was opened in another session than its row says', async () => {
    const log = opening(rows).map((record, place) =>
      place === 3 ? { ...record, session: 'desk-reg_0' } : record,
    );
    expect(await compare(log, rows)).toEqual([
      ['readings.unregistered', { day, opened: 437, registered: 437 }],
    ]);
  });

  test('counts records that come almost an hour late', async () => {
    const late = opening(rows, hour - 60_000);
    expect(await compare(late, rows)).toEqual([
      ['readings.reconciled', { day, opened: 437, registered: 437 }],
    ]);
  });

  test('leaves the days before and after to themselves', async () => {
    const around = atDesk([dayMs - 2000, endMs + 1000, endMs + 30 * 60_000]);
    const all = [...rows, ...around];
    expect(await compare(opening(rows), all)).toEqual([
      ['readings.reconciled', { day, opened: 437, registered: 437 }],
    ]);
    expect(await compare(opening(all), rows)).toEqual([
      ['readings.reconciled', { day, opened: 437, registered: 437 }],
    ]);
  });
});

describe('a run', () => {
  const rows = delivered(every(60_000, 50));

  test('stops after half a minute and goes on where it stopped', async () => {
    let nowMs = endMs + hour;
    let parts = 0;
    const told: string[] = [];
    const book = makeMemoryReconciliationBook();
    await book.advance(undefined, firstReconciliation(dayMs - 1));
    const log = makeMemoryLog(opening(rows));
    const run = makeReconcileReadings({
      opened: {
        loggedIn: (from, to) => {
          parts += 1;
          nowMs += 9000;
          return log.loggedIn(from, to);
        },
      },
      registered: makeMemoryReadings(rows),
      book,
      now: () => nowMs,
      journal: code => told.push(code),
    });
    await run();
    expect(parts).toBe(3);
    for (let turn = 0; turn < partsOfDay; turn += 1) await run();
    expect({ parts, told }).toEqual({ parts: partsOfDay, told: ['readings.reconciled'] });
  });

  test('that dies at any step is made up for by the next: nothing is counted twice', async () => {
    for (let dies = 2; dies < partsOfDay + 3; dies += 7) {
      const book = makeMemoryReconciliationBook();
      let saves = 0;
      const dying = {
        ...book,
        advance: async (...moves: Parameters<typeof book.advance>) => {
          saves += 1;
          if (saves === dies) throw new Error('the run dies');
          return book.advance(...moves);
        },
      };
      const deps = { opened: makeMemoryLog(opening(rows)), registered: makeMemoryReadings(rows) };
      const told: unknown[] = [];
      const journal: ReconcileDeps['journal'] = (code, fields) => told.push([code, fields?.['opened']]);
      let nowMs = dayMs - 1;
      const run = (kept: typeof book) =>
        makeReconcileReadings({ ...deps, book: kept, now: () => nowMs, journal })();
      await run(dying).catch(() => undefined);
      nowMs = endMs + hour;
      await run(dying).catch(() => undefined);
      await run(book);
      expect(new Set(told.map(String))).toEqual(new Set(['readings.reconciled,50']));
    }
  });

  test('that meets another one leaves the day to it', async () => {
    const told: string[] = [];
    const book = makeMemoryReconciliationBook();
    await book.advance(undefined, firstReconciliation(dayMs - 1));
    const deps = {
      opened: makeMemoryLog(opening(rows)),
      registered: makeMemoryReadings(rows),
      book,
      now: () => endMs + hour,
      journal: (code: string) => told.push(code),
    };
    await Promise.all([makeReconcileReadings(deps)(), makeReconcileReadings(deps)()]);
    await makeReconcileReadings(deps)();
    expect(told).toEqual(['readings.reconciled']);
  });

  test('begins with the first whole day after it was deployed', () => {
    const first = (at: string) => new Date(firstReconciliation(Date.parse(at)).dayMs).toISOString();
    expect(first('2026-11-27T18:59:59Z')).toBe('2026-11-27T19:00:00.000Z');
    expect(first('2026-11-27T19:00:00Z')).toBe('2026-11-28T19:00:00.000Z');
    expect(first('2026-11-28T03:00:00Z')).toBe('2026-11-28T19:00:00.000Z');
    expect(reconciliationRules.partMs * partsOfDay).toBe(25 * hour);
  });
});

test('a tally knows its readings in whatever order they come, and differs for others', () => {
  const names = Array.from({ length: 200 }, (_, place) => `shp_${place}`);
  const tallyOf = (shoppers: readonly string[]) =>
    shoppers.reduce((tally, shopper) => countIn(tally, 'delivery-cmp_1', shopper), emptyTally);
  expect(isSame(tallyOf(names), tallyOf(names.toReversed()))).toBe(true);
  expect(isSame(tallyOf(names), tallyOf([...names.slice(1), 'shp_other']))).toBe(false);
  expect(isSame(tallyOf(['a', 'a']), tallyOf(['b', 'b']))).toBe(false);
});
