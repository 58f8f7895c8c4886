import { redemptionId, type TillStaffId } from '../domain/ids.ts';
import {
  draftRedemption,
  whyNotRedeem,
  type Asking,
  type AtStore,
  type Redeemed,
  type RedeemOutcome,
  type RedeemedBy,
  type RedemptionBook,
} from '../domain/redemption.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import type { NoteAttempt } from './note-attempt.ts';

/** What redeeming needs, by whichever till. */
export type RedeemOnceDeps = {
  readonly redemptions: Pick<RedemptionBook, 'redeem' | 'answered' | 'whyNoRoom' | 'find'>;
  readonly note: NoteAttempt;
  readonly newUlid: (nowMs: number) => string;
};

/** By which till and clerk, as whom and when (milliseconds) a voucher is to be used; `no` is what speaks against it already. */
export type Way = Asking & {
  readonly by: RedeemedBy;
  readonly staffId?: TillStaffId | undefined;
  readonly no?: Refusal | undefined;
  readonly nowMs: number;
};

/** How often a voucher may move between being read and being written; each time somebody else got something done. */
const mostMoves = 20;

/** An answer to give. A repeated one says when its use was undone since: it must not pass for one that is in force. */
async function tell(
  { redemptions }: RedeemOnceDeps,
  { store }: AtStore,
  outcome: Exclude<RedeemOutcome, { kind: 'voucher_moved' }>,
): Promise<Redeemed | Refusal> {
  if (outcome.kind === 'refused') return outcome.refusal;
  const { redemption } = outcome;
  if (outcome.kind === 'redeemed') return redemption;
  const found = await redemptions.find(store.storeId, redemption.redemptionId);
  return found?.undoneAtMs === undefined ? redemption : { ...redemption, undoneAtMs: found.undoneAtMs };
}

/** Tries until the voucher stands still: what refuses it is asked anew each time it moved. */
async function attempt(deps: RedeemOnceDeps, at: AtStore, way: Way) {
  const { redemptions, newUlid } = deps;
  const { by, session, staffId, replay, nowMs } = way;
  const draft = draftRedemption(at, by, redemptionId(`red_${newUlid(nowMs)}`), nowMs);
  const redemption = staffId === undefined ? draft : { ...draft, staffId };
  let seen = at;
  for (let move = 0; move < mostMoves; move += 1) {
    // A coupon that is used up is asked for most: a read of its row keeps those transactions off it.
    const no = way.no ?? whyNotRedeem(seen, session, nowMs) ?? (await redemptions.whyNoRoom(seen, nowMs));
    if (no !== undefined) return no;
    const outcome = await redemptions.redeem(seen.voucher, seen.coupon, redemption, { replay, session });
    if (outcome.kind !== 'voucher_moved') return tell(deps, at, outcome);
    if (outcome.voucher === undefined) return refuse('voucher.not_found');
    seen = { ...seen, voucher: outcome.voucher };
  }
  throw new Error('a voucher kept moving');
}

/** What a retry was answered first: since then its proof may have aged, the voucher been used up, the coupon stopped. */
async function firstAnswer(deps: RedeemOnceDeps, at: AtStore, { replay }: Way) {
  const first = replay && (await deps.redemptions.answered(replay));
  return first === undefined || first.kind === 'voucher_moved' ? undefined : tell(deps, at, first);
}

/**
 * Redeems a voucher once, by any till: one transaction. Before it says no it asks whether this very request was answered
 * before, so that a retry hears the same again; a no is noted as an attempt.
 */
export function makeRedeemOnce(deps: RedeemOnceDeps) {
  return async (at: AtStore, way: Way): Promise<Redeemed | Refusal> => {
    const answer = await attempt(deps, at, way);
    if (!isRefusal(answer)) return answer;
    const first = await firstAnswer(deps, at, way);
    if (first !== undefined) return first;
    return deps.note({ ...at, ...way }, answer);
  };
}

/** Redeems a voucher once. */
export type RedeemOnce = ReturnType<typeof makeRedeemOnce>;
