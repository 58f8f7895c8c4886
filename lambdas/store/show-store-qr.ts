import type { Pepper } from '../domain/pepper.ts';
import { storeQrsFrom, type StoreQr } from '../domain/store-qr.ts';
import type { Store } from '../domain/store.ts';

/** The QRs a till shows its shoppers in the next two minutes. The till's session stands on the store's PIN already. */
export function makeShowStoreQr({ pepper }: { readonly pepper: Pick<Pepper, 'storeQrMac'> }) {
  return (store: Store, nowMs: number): readonly StoreQr[] => storeQrsFrom(store, pepper, nowMs);
}
