import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hideSmall, type Cell, type Counted } from '../../lambdas/domain/small-cells.ts';

type File = ReturnType<typeof hideSmall>;
type Range = readonly [least: number, most: number];

const alone = (counts: readonly number[]): Counted[] => counts.map(count => ({ group: '', count }));
const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);

/** What the mark alone says of a count. */
function readMark(cell: Cell): Range {
  if (cell === 'small') return [0, 4];
  return cell === 'held' ? [5, Infinity] : [cell, cell];
}

/** An attacker who solves the table: what each cell can be, given the marks and the sum of the cells. */
function solve(cells: readonly Cell[], total: number): Range[] {
  const marks = cells.map(readMark);
  return marks.map(([least, most], place) => {
    const others = marks.filter((_, other) => other !== place);
    const least2 = total - sum(others.map(([, high]) => high));
    const most2 = total - sum(others.map(([low]) => low));
    return [Math.max(least, least2), Math.min(most, most2)];
  });
}

/** What an attacker finds out about the small cells of a file beyond their being under 5. */
function found(cells: readonly Cell[], total: number): Range[] {
  return solve(cells, total).filter((range, place) => cells[place] === 'small' && String(range) !== '0,4');
}

const counts = fc.array(fc.oneof(fc.nat(6), fc.nat(12), fc.nat(500)), { minLength: 1, maxLength: 12 });
const grouped = fc.array(
  fc.record({ group: fc.constantFrom('a', 'b', 'c'), count: fc.oneof(fc.nat(6), fc.nat(40)) }),
  { minLength: 1, maxLength: 15 },
);

describe('a column with its small counts hidden', () => {
  test('shows no count under 5, changes none, and holds back only beside a small one', () => {
    fc.assert(
      fc.property(counts, column => {
        const { cells, total } = hideSmall(alone(column));
        for (const [place, count] of column.entries()) {
          const [least, most] = readMark(cells[place] ?? 'held');
          expect(count).toBeGreaterThanOrEqual(least);
          expect(count).toBeLessThanOrEqual(most);
          expect(cells[place] === 'small').toBe(count < 5);
        }
        const isOpen = column.every(count => count >= 5);
        expect(cells.includes('held') && isOpen).toBe(false);
        expect(total === sum(column) || !isOpen).toBe(true);
      }),
    );
  });

  test('tells an attacker who solves the table nothing about a small count', () => {
    fc.assert(
      fc.property(counts, column => {
        const { cells, total } = hideSmall(alone(column));
        expect(typeof total === 'number' ? found(cells, total) : []).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  test('tells nothing to somebody who has the sum of every group from another file', () => {
    fc.assert(
      fc.property(grouped, column => {
        const { cells, total } = hideSmall(column);
        if (typeof total !== 'number') return;
        for (const group of ['a', 'b', 'c']) {
          const lines = column.flatMap((line, place) => (line.group === group ? [place] : []));
          const shown = lines.map(place => cells[place] ?? 'held');
          expect(found(shown, sum(lines.map(place => column[place]?.count ?? 0)))).toEqual([]);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    [[100, 3], ['held', 'small'], 103],
    [[100, 3, 200], ['held', 'small', 200], 303],
    [[2, 2], ['small', 'small'], 'small'],
    [[4, 4], ['small', 'small'], 'held'],
    [[5, 1], ['held', 'small'], 'held'],
    [[3], ['small'], 'small'],
    [[7], [7], 7],
    [[], [], 'small'],
  ] as const)('of %j shows %j and in all %s', (column, cells, total) => {
    expect(hideSmall(alone(column))).toEqual({ cells: [...cells], total });
  });
});

/** Every column of so many lines with counts up to a highest one. */
function* everyColumn(lines: number, highest: number): Generator<number[]> {
  for (let number = 0; number < (highest + 1) ** lines; number += 1)
    yield Array.from(
      { length: lines },
      (_, place) => Math.floor(number / (highest + 1) ** place) % (highest + 1),
    );
}

/**
 * Files that leave a small cell fewer than four of its five values for somebody who knows the rules too: all columns
 * that give the very same file are looked at. A held cell may tell that a small one is not 4, and no more than that.
 */
function leaks(hide: (column: readonly number[]) => File, lines: number, highest: number): string[] {
  const behind = new Map<string, Set<number>[]>();
  for (const column of everyColumn(lines, highest)) {
    const file = JSON.stringify(hide(column));
    const seen = behind.get(file) ?? column.map(() => new Set<number>());
    for (const [place, count] of column.entries()) seen[place]?.add(count);
    behind.set(file, seen);
  }
  return [...behind].flatMap(([file, seen]) => {
    const { cells, total } = JSON.parse(file) as File;
    // Beyond the highest count the columns that give the same file were not all tried.
    if (typeof total === 'number' && total > highest) return [];
    return cells.some((cell, place) => cell === 'small' && (seen[place]?.size ?? 0) < 4) ? [file] : [];
  });
}

/** A hider that takes the smallest count next, as one would at first. */
function hideSmallest(column: readonly number[]): File {
  const order = [...column.keys()].toSorted((a, b) => (column[a] ?? 0) - (column[b] ?? 0));
  const file = hideSmall(alone(order.map(place => column[place] ?? 0)));
  return { ...file, cells: column.map((_, place) => file.cells[order.indexOf(place)] ?? 'held') };
}

describe('somebody who knows the rules as well as the file', () => {
  test.each([
    [1, 30],
    [2, 30],
    [3, 18],
    [4, 10],
  ])('cannot tell any small count of %i lines', (lines, highest) => {
    expect(leaks(column => hideSmall(alone(column)), lines, highest)).toEqual([]);
  });

  test('would tell one if the smallest counts were held back first', () => {
    expect(leaks(hideSmallest, 3, 18)).not.toEqual([]);
  });

  test('would find every count if only the small ones were hidden', () => {
    const naive = (column: readonly number[]): File => ({
      cells: column.map((count): Cell => (count < 5 ? 'small' : count)),
      total: sum(column),
    });
    expect(found(naive([100, 3]).cells, 103)).toEqual([[3, 3]]);
    expect(leaks(naive, 2, 30).length).toBeGreaterThan(50);
  });
});
