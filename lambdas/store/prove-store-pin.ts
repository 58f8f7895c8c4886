import type { TryCounter } from '../domain/counter.ts';
import type { StoreId } from '../domain/ids.ts';
import type { Leavers } from '../domain/leave.ts';
import { sameSecret, type Pepper } from '../domain/pepper.ts';
import { pinLimit } from '../domain/pin-gate.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import { pinSetters, pinStateOf, type Store, type StoreBook } from '../domain/store.ts';

/** What looking at a store's PIN needs. */
export type StorePinDeps = {
  readonly stores: Pick<StoreBook, 'byId'>;
  readonly leavers: Leavers;
  readonly tries: TryCounter;
  readonly pepper: Pick<Pepper, 'pinMac'>;
  readonly newUlid: (nowMs: number) => string;
};

/** Somebody with the store's PIN; `address` is the day's pseudonym of where the till is (D9). */
export type StorePinShown = {
  readonly storeId: StoreId;
  readonly pin: string;
  readonly address: string;
  readonly nowMs: number;
};

/**
 * The store whose PIN was typed. A wrong PIN and an unknown store get the same answer; a PIN that somebody knew who left
 * is told to whoever types it right (D5). Refusals: store.pin_locked, store.pin_mismatch, store.pin_ended.
 */
export async function proveStorePin(
  deps: StorePinDeps,
  { storeId, pin, address, nowMs }: StorePinShown,
): Promise<Store | Refusal> {
  const limit = pinLimit(storeId, address, deps.newUlid(nowMs), nowMs);
  if (!(await deps.tries.count(limit)))
    return refuse('store.pin_locked', {}, Math.ceil((limit.endsAtMs - nowMs) / 1000));
  const store = await deps.stores.byId(storeId);
  if (!sameSecret(deps.pepper.pinMac(storeId, pin), store?.pinMac ?? '') || store === undefined)
    return refuse('store.pin_mismatch');
  await deps.tries.giveBack(limit);
  return pinStateOf(store, await deps.leavers.among(pinSetters([store]))) === 'ended'
    ? refuse('store.pin_ended')
    : store;
}
