/** One measured figure and the goal beside it; `goal` is an upper bound unless it says otherwise. */
export type Figure = {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly goal?: number;
};

/** Prints figures under a heading, each with its goal and whether it is met. */
export function printTable(heading: string, figures: readonly Figure[]): void {
  console.log(`\n${heading}`);
  const width = Math.max(...figures.map(({ what }) => what.length));
  for (const { what, value, unit, goal } of figures) {
    const shown = Number.isInteger(value) ? String(value) : value.toFixed(2);
    const verdict = goal === undefined ? '' : `   goal ≤ ${goal}   ${value <= goal ? 'met' : 'MISSED'}`;
    console.log(`  ${what.padEnd(width)}  ${shown.padStart(9)} ${unit}${verdict}`);
  }
}

/** The middle of some figures. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
