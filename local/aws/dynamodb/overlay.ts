import type { ActionStore, Item, ItemDb, LevelOperation, Store, Table } from './dynalite.ts';

/** A store for one write: reads go through, writes are only noted, so that item and indexes change in one batch or not at all. */
export type Overlay = {
  readonly store: ActionStore;
  readonly operations: readonly LevelOperation[];
  /** The item as it was when the write looked at it. */
  readonly before: Item | undefined;
  /** The item as the write leaves it; undefined when deleted. */
  readonly after: Item | undefined;
};

/** An overlay over `store` for a write to `table`. */
export function makeOverlay(store: Store, table: Table): Overlay {
  const operations: LevelOperation[] = [];
  const noted: { before: Item | undefined; after: Item | undefined } = {
    before: undefined,
    after: undefined,
  };
  const items: ItemDb = {
    ...noteTo(operations, `item-${table.TableName}~`, item => (noted.after = item)),
    get: (key, callback) => {
      store.getItemDb(table.TableName).get(key, (error, item) => {
        if (item !== undefined) {
          noted.before = item;
          noted.after = item;
        }
        callback(error, item === undefined ? undefined : structuredClone(item));
      });
    },
  };
  return {
    store: {
      options: store.options,
      getTable: (_name, status, callback) =>
        (typeof status === 'function' ? status : callback)?.(null, table),
      getItemDb: () => items,
      getIndexDb: (type, name, index) => noteTo(operations, `index-${type.toLowerCase()}~${name}~${index}~`),
    },
    operations,
    get before() {
      return noted.before;
    },
    get after() {
      return noted.after;
    },
  };
}

function noteTo(
  operations: LevelOperation[],
  prefix: string,
  note?: (item: Item | undefined) => void,
): ItemDb {
  return {
    get: (_key, callback) => callback(null),
    put: (key, value, callback) => {
      operations.push({ type: 'put', key: prefix + key, value });
      note?.(value);
      callback(null);
    },
    del: (key, callback) => {
      operations.push({ type: 'del', key: prefix + key });
      note?.(undefined);
      callback(null);
    },
    lock: (_key, task) => task(callback => callback),
  };
}
