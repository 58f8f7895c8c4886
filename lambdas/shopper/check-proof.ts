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

/** Judges a proof; a genuine QR that comes too late is no guess. */
function judge(
  { pepper }: ProofDeps,
  { proof, nowMs }: ShownProof,
  store: Store,
  limit: Limit,
): CheckedProof {
  const no = whyNotProven(proof, store, pepper, nowMs);
  return { no, counted: limit, isGuess: no !== undefined && no.refused !== 'store.qr_expired' };
}

function locked({ endsAtMs }: Limit, nowMs: number): CheckedProof {
  const no = refuse('store.pin_locked', {}, secondsUntil(endsAtMs, nowMs));
  return { no, counted: undefined, isGuess: true };
}

/**
 * Counts the try, then judges the proof, with something to find out `beside`. The try of one that is no guess is to go
 * back, so that five wrong ones alone fill the counter, PINs and QRs together; it goes back here where what is beside it
 * fails. A QR goes with the PIN it was made under, so both end when somebody leaves who set it (D5).
 */
export async function checkProof<Found>(
  deps: ProofDeps,
  shown: ShownProof,
  store: Store,
  beside: () => Promise<Found>,
): Promise<CheckedProof & { readonly found: Found }> {
  const { session, nowMs } = shown;
  const limit = pinLimit(store.storeId, session, deps.newUlid(nowMs), nowMs);
  // The count is waited for also where the rest fails: it must not be under way when the request is answered.
  const [hasRoom, rest] = await Promise.allSettled([
    deps.tries.count(limit),
    Promise.all([beside(), deps.leavers.among(pinSetters([store]))]),
  ]);
  if (hasRoom.status === 'rejected') throw hasRoom.reason;
  const { no, counted, isGuess } = hasRoom.value ? judge(deps, shown, store, limit) : locked(limit, nowMs);
  if (rest.status === 'rejected') {
    if (counted !== undefined && !isGuess) await deps.tries.giveBack(limit).catch(() => undefined);
    throw rest.reason;
  }
  const [found, left] = rest.value;
  const ended = pinStateOf(store, left) === 'ended' ? refuse('store.pin_ended') : undefined;
  return { no: no ?? ended, counted, isGuess, found };
}
