import { sameSecret, type Pepper } from './pepper.ts';
import { refuse, type Refusal } from './refusal.ts';
import { whyNotThisQr } from './store-qr.ts';
import type { Store } from './store.ts';

/** What shows that a shopper stands in a store: the PIN its staff typed, or the QR that its till shows just now. */
export type StoreProof =
  | { readonly kind: 'store-pin'; readonly pin: string }
  | { readonly kind: 'store-qr'; readonly token: string };

/** What judging a proof needs: two HMACs of the pepper, no key. */
export type ProofPepper = Pick<Pepper, 'pinMac' | 'storeQrMac'>;

/** Why a proof does not show that its holder is at this store now, or undefined when it does. */
export function whyNotProven(
  proof: StoreProof,
  store: Store,
  pepper: ProofPepper,
  nowMs: number,
): Refusal | undefined {
  switch (proof.kind) {
    case 'store-pin':
      return sameSecret(pepper.pinMac(store.storeId, proof.pin), store.pinMac)
        ? undefined
        : refuse('store.pin_mismatch');
    case 'store-qr':
      return whyNotThisQr(proof.token, store, pepper, nowMs);
  }
}
