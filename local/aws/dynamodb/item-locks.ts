/** Who holds which item: one transaction at a time, and writers one after another. Items are named by table and key. */
export type ItemLocks = {
  /** Takes the items for a transaction; answers the places already held by another one, and then takes none. */
  begin(items: readonly string[]): readonly number[];
  /** Resolves when every write that was under way on the items has ended. */
  settled(items: readonly string[]): Promise<void>;
  end(items: readonly string[]): void;
  isInTransaction(item: string): boolean;
  isBeingWritten(item: string): boolean;
  /** Runs a write after the earlier writes of the same item. */
  write<T>(item: string, task: () => Promise<T>): Promise<T>;
};

/** Locks of one engine. A transaction never waits for another, so nothing can deadlock. */
export function makeItemLocks(): ItemLocks {
  const transactions = new Set<string>();
  const writers = new Map<string, Promise<unknown>>();
  return {
    begin: items => {
      const held = items.flatMap((item, place) => (transactions.has(item) ? [place] : []));
      if (held.length === 0) for (const item of items) transactions.add(item);
      return held;
    },
    settled: async items => {
      await Promise.all(items.map(item => writers.get(item) ?? Promise.resolve()));
    },
    end: items => {
      for (const item of items) transactions.delete(item);
    },
    isInTransaction: item => transactions.has(item),
    isBeingWritten: item => writers.has(item),
    write: (item, task) => {
      const running = (writers.get(item) ?? Promise.resolve()).then(task);
      const quiet = running
        .catch(() => undefined)
        .finally(() => {
          if (writers.get(item) === quiet) writers.delete(item);
        });
      writers.set(item, quiet);
      return running;
    },
  };
}
