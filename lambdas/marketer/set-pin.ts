import type { StaffId, StoreId } from '../domain/ids.ts';
import type { Leavers } from '../domain/leave.ts';
import { sameSecret, type Pepper } from '../domain/pepper.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import { nextPinAtMs, pinSetters, pinStateOf, type Store, type StoreBook } from '../domain/store.ts';
import { showStore } from './make-store.ts';

/** What setting a PIN needs. */
export type SetPinDeps = {
  readonly stores: Pick<StoreBook, 'byId' | 'setPin'>;
  readonly leavers: Leavers;
  readonly pepper: Pick<Pepper, 'pinMac'>;
};

/** A new PIN for a store, and who sets it. */
export type SetPin = {
  readonly storeId: StoreId;
  readonly pin: string;
  readonly by: StaffId;
  readonly nowMs: number;
};

const tries = 5;

/** Sets the PIN over the one that was seen; the store afterwards, or undefined when it moved meanwhile. */
async function setOver(
  { stores, leavers, pepper }: SetPinDeps,
  seen: Store,
  { storeId, pin, by, nowMs }: SetPin,
): Promise<ReturnType<typeof showStore> | Refusal | undefined> {
  const left = await leavers.among(pinSetters([seen]));
  const pinMac = pepper.pinMac(storeId, pin);
  if (sameSecret(pinMac, seen.pinMac))
    return pinStateOf(seen, left) === 'ended' ? refuse('store.pin_known') : showStore(seen, left);
  const next = { pinMac, pinSetAtMs: nextPinAtMs(seen, nowMs), pinSetBy: by };
  return (await stores.setPin(seen, next)) ? showStore({ ...seen, ...next }, new Set()) : undefined;
}

/**
 * Sets a store's PIN, which ends the till sessions under the old one; the PIN it has already changes nothing. An ended
 * PIN is known to somebody who left and is not taken again. Refusals: store.not_found, store.pin_known.
 */
export function makeSetPin(deps: SetPinDeps) {
  return async (wish: SetPin): Promise<ReturnType<typeof showStore> | Refusal> => {
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const seen = await deps.stores.byId(wish.storeId);
      if (seen === undefined) return refuse('store.not_found');
      const done = await setOver(deps, seen, wish);
      if (done !== undefined) return done;
    }
    throw new Error('the PIN moved five times in a row');
  };
}
