/** One line a function wrote, with the time on the local clock. */
export type LogLine = {
  readonly at: string;
  readonly function: string;
  readonly environment: string;
  readonly line: string;
};

/** The newest lines that functions wrote; older ones are dropped. */
export type LogRing = {
  add(line: LogLine): void;
  lines(): readonly LogLine[];
};

/** A log that keeps the newest `cap` lines. */
export function makeLogRing(cap = 50_000): LogRing {
  let kept: LogLine[] = [];
  return {
    add: line => {
      kept.push(line);
      if (kept.length > cap * 1.1) {
        kept = kept.slice(-cap);
      }
    },
    lines: () => [...kept],
  };
}
