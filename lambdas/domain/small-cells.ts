/** Counts below this are hidden in files: so few uses can be those of people somebody knows. */
export const leastShown = 5;

/** A cell of a file: the count, `small` where it is under 5, `held` where showing it would tell a small one. */
export type Cell = number | 'small' | 'held';

/** A count and the group of lines whose sum a reader is taken to know, from the file's total or from another file. */
export type Counted = { readonly group: string; readonly count: number };

const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);

/** Whether each small count can still be anything from 0 to 4 for somebody who knows the sum of the hidden ones. */
function keepsSecret(hidden: readonly number[]): boolean {
  const small = hidden.filter(count => count < leastShown).length;
  const held = hidden.length - small;
  const [most, all] = [leastShown - 1, sum(hidden)];
  if (small === 0) return true;
  return held === 0 ? all >= most && all <= most * (small - 1) : all >= leastShown * held + most;
}

/**
 * Hides a group's small counts, and from the first line on as many others as it takes. The order is the lines' own and
 * not that of the counts: which one was taken must tell nothing about them.
 */
function hideInGroup(counts: readonly number[]): { cells: readonly Cell[]; isSafe: boolean } {
  const hidden = new Set(counts.flatMap((count, place) => (count < leastShown ? [place] : [])));
  const hiddenCounts = () => counts.filter((_, place) => hidden.has(place));
  for (const place of counts.keys()) {
    if (keepsSecret(hiddenCounts())) break;
    hidden.add(place);
  }
  const mark = (count: number): Cell => (count < leastShown ? 'small' : 'held');
  const cells = counts.map((count, place) => (hidden.has(place) ? mark(count) : count));
  return { cells, isSafe: keepsSecret(hiddenCounts()) };
}

/**
 * A column with its small counts hidden, and its total. Nothing can be found out about a small count from the other
 * cells and the total; who knows these rules too learns at most that one is not 4. Where it cannot be helped otherwise,
 * the total is held back.
 */
export function hideSmall(column: readonly Counted[]): { cells: readonly Cell[]; total: Cell } {
  const groups = Map.groupBy([...column.entries()], ([, { group }]) => group);
  const cells: Cell[] = column.map(({ count }) => count);
  let isSafe = true;
  for (const lines of groups.values()) {
    const hidden = hideInGroup(lines.map(([, { count }]) => count));
    for (const [at, [place]] of lines.entries()) cells[place] = hidden.cells[at] ?? 'held';
    isSafe &&= hidden.isSafe;
  }
  const total = sum(column.map(({ count }) => count));
  if (total < leastShown) return { cells, total: 'small' };
  return { cells, total: isSafe ? total : 'held' };
}
