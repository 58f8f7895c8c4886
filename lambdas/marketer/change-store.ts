import type { StoreId } from '../domain/ids.ts';
import type { Leavers } from '../domain/leave.ts';
import { refuse } from '../domain/refusal.ts';
import type { StoreBook, StoreChange } from '../domain/store.ts';
import { showStores } from './make-store.ts';

/** What changing a store needs. */
export type ChangeStoreDeps = { readonly stores: Pick<StoreBook, 'change'>; readonly leavers: Leavers };

/**
 * Gives a store another name, puts it into a group or takes it out of one. Coupons for a group go by the store's group
 * when they are used; what was used keeps the name of its day. Refusal: store.not_found.
 */
export function makeChangeStore({ stores, leavers }: ChangeStoreDeps) {
  return async (id: StoreId, change: StoreChange) => {
    const store = await stores.change(id, change);
    const [shown] = await showStores(leavers, store === undefined ? [] : [store]);
    return shown ?? refuse('store.not_found');
  };
}
