import { secondsUntil, type Limit, type TryCounter } from '../domain/counter.ts';
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
  readonly newUlid: (nowMs: number) => string;
};

/** A proof, the session that shows it, and when (milliseconds). */
export type ShownProof = { readonly proof: StoreProof; readonly session: SecretHash; readonly nowMs: number };

/** What a proof came to; `counted` is the counter that has its try, if there was room. */
export type CheckedProof = {
  readonly no: Refusal | undefined;
  readonly counted: Limit | undefined;
  readonly isGuess: boolean;
};

/**
 * Counts the try, then judges the proof. The try of one that is no guess is to go back, so that five wrong ones alone fill
 * the counter, PINs and QRs together; a genuine QR that comes too late is no guess. A QR goes with the PIN it was made
 * under, so both end when somebody leaves who set it (D5).
 */
export async function checkProof(
  { tries, leavers, pepper, newUlid }: ProofDeps,
  { proof, session, nowMs }: ShownProof,
  store: Store,
): Promise<CheckedProof> {
  const limit = pinLimit(store.storeId, session, newUlid(nowMs), nowMs);
  const [isCounted, left] = await Promise.all([tries.count(limit), leavers.among(pinSetters([store]))]);
  if (!isCounted) {
    const locked = refuse('store.pin_locked', {}, secondsUntil(limit.endsAtMs, nowMs));
    return { no: locked, counted: undefined, isGuess: true };
  }
  const no = whyNotProven(proof, store, pepper, nowMs);
  const isGuess = no !== undefined && no.refused !== 'store.qr_expired';
  const ended = pinStateOf(store, left) === 'ended' ? refuse('store.pin_ended') : undefined;
  return { no: no ?? ended, counted: limit, isGuess };
}
