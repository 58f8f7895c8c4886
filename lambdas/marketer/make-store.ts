import { storeId, type StaffId } from '../domain/ids.ts';
import type { Leavers } from '../domain/leave.ts';
import type { Pepper } from '../domain/pepper.ts';
import { refuse } from '../domain/refusal.ts';
import type { ReplayKey } from '../domain/replay.ts';
import { pinSetters, pinStateOf, type Store, type StoreBook } from '../domain/store.ts';

/** What opening a store needs. */
export type MakeStoreDeps = {
  readonly stores: StoreBook;
  readonly leavers: Leavers;
  readonly pepper: Pick<Pepper, 'pinMac'>;
  readonly newUlid: (nowMs: number) => string;
};

/** A store to open; the PIN is kept as a peppered HMAC only, with who set it. */
export type MakeStore = {
  readonly name: string;
  readonly group?: string | undefined;
  readonly timeZone: string;
  readonly pin: string;
  readonly by: StaffId;
};

const time = (ms: number) => new Date(ms).toISOString();

/** A store as the console sees it, `left` being the setters of PINs who left. */
export function showStore(store: Store, left: Parameters<typeof pinStateOf>[1]) {
  const { storeId, name, group, timeZone, createdAtMs, pinSetAtMs } = store;
  return {
    storeId,
    name,
    ...(group === undefined ? {} : { group }),
    timeZone,
    createdAt: time(createdAtMs),
    pinState: pinStateOf(store, left),
    pinSetAt: time(pinSetAtMs),
  };
}

/** Stores as the console sees them. */
export async function showStores(leavers: Leavers, stores: readonly Store[]) {
  const left = await leavers.among(pinSetters(stores));
  return stores.map(store => showStore(store, left));
}

/** Opens a store. Refusal: idempotency.key_reused. */
export function makeMakeStore({ stores, leavers, pepper, newUlid }: MakeStoreDeps) {
  return async (wish: MakeStore, replay: ReplayKey | undefined, nowMs: number) => {
    const id = storeId(`str_${newUlid(nowMs)}`);
    const { name, group, timeZone } = wish;
    const store: Store = {
      storeId: id,
      name,
      ...(group === undefined ? {} : { group }),
      timeZone,
      pinMac: pepper.pinMac(id, wish.pin),
      pinSetAtMs: nowMs,
      pinSetBy: wish.by,
      createdAtMs: nowMs,
    };
    const made = await stores.create(store, replay);
    if (made.kind === 'key_reused') return refuse('idempotency.key_reused');
    const first = made.kind === 'repeated' ? await stores.byId(made.id) : store;
    if (first === undefined) return refuse('store.not_found');
    return showStore(first, await leavers.among(pinSetters([first])));
  };
}
