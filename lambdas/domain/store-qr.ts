import { sameSecret, type Pepper } from './pepper.ts';
import { refuse, type Refusal } from './refusal.ts';
import type { Store } from './store.ts';
import { readQrToken, writeQrToken } from './store-qr-token.ts';

/**
 * A store shows a new QR every `stepSeconds`. One is good for its own step and for `stepsAfter` more, in which a shopper
 * slides the stub; a till is given those of `stepsAhead` more steps, so that it can go on when its radio falters.
 */
export const storeQrRules = { stepSeconds: 30, stepsAfter: 2, stepsAhead: 4 } as const;

/** A store's QR and the half minute it is to be shown in (milliseconds). */
export type StoreQr = { readonly token: string; readonly fromMs: number; readonly untilMs: number };

type QrPepper = Pick<Pepper, 'storeQrMac'>;

const stepMs = storeQrRules.stepSeconds * 1000;

const stepAt = (atMs: number): number => Math.floor(atMs / stepMs);

/** The QRs a store shows from now on, the present one first; they end with the PIN the store has now. */
export function storeQrsFrom(
  { storeId, pinSetAtMs }: Pick<Store, 'storeId' | 'pinSetAtMs'>,
  pepper: QrPepper,
  nowMs: number,
): StoreQr[] {
  return Array.from({ length: storeQrRules.stepsAhead + 1 }, (_, ahead) => {
    const step = stepAt(nowMs) + ahead;
    const token = writeQrToken({ storeId, step, mac: pepper.storeQrMac(storeId, step, pinSetAtMs) });
    return { token, fromMs: step * stepMs, untilMs: (step + 1) * stepMs };
  });
}

/**
 * Why a text does not prove that its holder stands before this store's QR now, or undefined when it does: another's, one
 * of an earlier PIN or one that is not shown yet (`store.qr_mismatch`), or a genuine one whose time is over
 * (`store.qr_expired`). The clock is the server's alone.
 */
export function whyNotThisQr(
  text: string,
  { storeId, pinSetAtMs }: Pick<Store, 'storeId' | 'pinSetAtMs'>,
  pepper: QrPepper,
  nowMs: number,
): Refusal | undefined {
  const shown = readQrToken(text);
  const mac = pepper.storeQrMac(storeId, shown?.step ?? 0, pinSetAtMs);
  if (shown?.storeId !== storeId || !sameSecret(shown.mac, mac)) return refuse('store.qr_mismatch');
  const age = stepAt(nowMs) - shown.step;
  if (age < 0) return refuse('store.qr_mismatch');
  return age > storeQrRules.stepsAfter ? refuse('store.qr_expired') : undefined;
}
