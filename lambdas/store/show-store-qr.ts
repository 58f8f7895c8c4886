import type { StoreId } from '../domain/ids.ts';
import type { Pepper } from '../domain/pepper.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import { storeQrsFrom, type StoreQr } from '../domain/store-qr.ts';
import type { StoreBook } from '../domain/store.ts';

/** What showing a store's QR needs. */
export type StoreQrDeps = {
  readonly stores: Pick<StoreBook, 'byId'>;
  readonly pepper: Pick<Pepper, 'storeQrMac'>;
};

/** The QRs a till shows its shoppers in the next two minutes. The till's session stands on the store's PIN already. */
export function makeShowStoreQr({ stores, pepper }: StoreQrDeps) {
  return async (storeId: StoreId, nowMs: number): Promise<readonly StoreQr[] | Refusal> => {
    const store = await stores.byId(storeId);
    return store === undefined ? refuse('store.not_found') : storeQrsFrom(store, pepper, nowMs);
  };
}
