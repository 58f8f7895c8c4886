import { storeId } from '../domain/ids.ts';
import type { Pepper } from '../domain/pepper.ts';
import { refuse } from '../domain/refusal.ts';
import type { ReplayKey } from '../domain/replay.ts';
import type { Store, StoreBook } from '../domain/store.ts';

/** What opening a store needs. */
export type MakeStoreDeps = {
  readonly stores: StoreBook;
  readonly pepper: Pick<Pepper, 'pinMac'>;
  readonly newUlid: (nowMs: number) => string;
};

/** A store to open; the PIN is kept as a peppered HMAC only. */
export type MakeStore = { readonly name: string; readonly timeZone: string; readonly pin: string };

/** A store as the console sees it. */
export function showStore({ storeId, name, timeZone, createdAtMs }: Store) {
  return { storeId, name, timeZone, createdAt: new Date(createdAtMs).toISOString() };
}

/** Opens a store. Refusal: idempotency.key_reused. */
export function makeMakeStore({ stores, pepper, newUlid }: MakeStoreDeps) {
  return async (wish: MakeStore, replay: ReplayKey | undefined, nowMs: number) => {
    const id = storeId(`str_${newUlid(nowMs)}`);
    const { name, timeZone } = wish;
    const store: Store = {
      storeId: id,
      name,
      timeZone,
      pinMac: pepper.pinMac(id, wish.pin),
      createdAtMs: nowMs,
    };
    const made = await stores.create(store, replay);
    if (made.kind === 'key_reused') return refuse('idempotency.key_reused');
    const first = made.kind === 'repeated' ? await stores.byId(made.id) : store;
    return first === undefined ? refuse('store.not_found') : showStore(first);
  };
}
