import { secondsUntil, type TryCounter } from '../domain/counter.ts';
import type { SecretHash } from '../domain/ids.ts';
import type { Leavers } from '../domain/leave.ts';
import { pinLimit } from '../domain/pin-gate.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import { whyNotProven, type ProofPepper, type StoreProof } from '../domain/store-proof.ts';
import { pinSetters, pinStateOf, type Store } from '../domain/store.ts';

/** What checking a proof needs. */
export type ProofDeps = {
  readonly leavers: Leavers;
  readonly tries: TryCounter;
  readonly pepper: ProofPepper;
};

/** A proof, the session that shows it, and when (milliseconds). */
export type ShownProof = { readonly proof: StoreProof; readonly session: SecretHash; readonly nowMs: number };

/**
 * Counts the try, judges the proof, gives a right try back: the counter is full after five wrong ones only, PINs and QRs
 * together. A genuine QR that comes too late is no guess and does not count. A QR goes with the PIN it was made under, so
 * both end when somebody leaves who set it (D5).
 */
export async function checkProof(
  deps: ProofDeps,
  { proof, session, nowMs }: ShownProof,
  store: Store,
): Promise<Refusal | undefined> {
  const limit = pinLimit(store.storeId, session, nowMs);
  if (!(await deps.tries.count(limit)))
    return refuse('store.pin_locked', {}, secondsUntil(limit.endsAtMs, nowMs));
  const no = whyNotProven(proof, store, deps.pepper, nowMs);
  if (no === undefined || no.refused === 'store.qr_expired') await deps.tries.giveBack(limit);
  if (no !== undefined) return no;
  const left = await deps.leavers.among(pinSetters([store]));
  return pinStateOf(store, left) === 'ended' ? refuse('store.pin_ended') : undefined;
}
