import type { StoreId } from '../domain/ids.ts';
import type { Store, StoreBook } from '../domain/store.ts';

/** The stores that vouchers are shown with. */
export type StoresShown = Pick<StoreBook, 'byId' | 'list'>;

/** The stores as they are for one answer: each, and the page to choose from, is read once, however many vouchers name it. */
export function readOnce(stores: StoresShown): StoresShown {
  const known = new Map<StoreId, Promise<Store | undefined>>();
  let choice: ReturnType<StoreBook['list']> | undefined;
  return {
    byId: id => {
      const store = known.get(id) ?? stores.byId(id);
      known.set(id, store);
      return store;
    },
    list: (cursor, limit) => (choice ??= stores.list(cursor, limit)),
  };
}
