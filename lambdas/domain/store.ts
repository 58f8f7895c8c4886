import type { StoreId } from './ids.ts';
import type { Creation, ReplayKey } from './replay.ts';

/** A place where vouchers are redeemed; `pinMac` is the peppered HMAC of its staff PIN. */
export type Store = {
  readonly storeId: StoreId;
  readonly name: string;
  readonly timeZone: string;
  readonly pinMac: string;
  readonly createdAtMs: number;
};

/** Rules of a PIN typed at a store: wrong tries are counted per session and store, never per store alone (DESIGN §6.2). */
export const pinRules = { maxWrong: 5, windowSeconds: 900, tillSessionSeconds: 8 * 3600 } as const;

/** A clerk's stay at a till; time in milliseconds. */
export type TillSession = { readonly storeId: StoreId; readonly expiresAtMs: number };

/** Keeps stores. */
export type StoreBook = {
  create(store: Store, replay: ReplayKey | undefined): Promise<Creation<StoreId>>;
  byId(id: StoreId): Promise<Store | undefined>;
  list(cursor: string | undefined, limit: number): Promise<Page<Store>>;
};

/** One page of a list; `cursor` is opaque and absent on the last page. */
export type Page<T> = { readonly items: T[]; readonly cursor?: string };
