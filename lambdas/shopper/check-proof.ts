import type { Limit, TryCounter } from '../domain/counter.ts';
import type { SecretHash } from '../domain/ids.ts';
import type { Leavers } from '../domain/leave.ts';
import { pinLimit, pinLocked } from '../domain/pin-gate.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import { whyNotProven, type ProofPepper, type StoreProof } from '../domain/store-proof.ts';
import { pinSetters, pinStateOf, type Store } from '../domain/store.ts';

/** What checking a proof needs. */
export type ProofDeps = {
  readonly leavers: Leavers;
  readonly tries: Pick<TryCounter, 'count'>;
  readonly pepper: ProofPepper;
};

/** A proof, the session that shows it, and when (milliseconds). */
export type ShownProof = { readonly proof: StoreProof; readonly session: SecretHash; readonly nowMs: number };

/** What a proof came to; `gate` is the counter of wrong ones, which has the last word on one that was not counted. */
export type CheckedProof = { readonly no: Refusal | undefined; readonly gate: Limit | undefined };

/**
 * Judges a proof and counts a wrong one, five at most, PINs and QRs together. A right one is not counted: the redemption's
 * own transaction asks that the counter is not full, so that of many guesses at once five are judged too. A genuine QR
 * that comes too late is no guess. A QR goes with the PIN it was made under, so both end when somebody leaves who set it (D5).
 */
export async function checkProof(
  { tries, leavers, pepper }: ProofDeps,
  { proof, session, nowMs }: ShownProof,
  store: Store,
): Promise<CheckedProof> {
  const gate = pinLimit(store.storeId, session, nowMs);
  const no = whyNotProven(proof, store, pepper, nowMs);
  if (no !== undefined && no.refused !== 'store.qr_expired')
    return { no: (await tries.count(gate)) ? no : pinLocked(gate, nowMs), gate: undefined };
  const isEnded = pinStateOf(store, await leavers.among(pinSetters([store]))) === 'ended';
  return { no: no ?? (isEnded ? refuse('store.pin_ended') : undefined), gate };
}
