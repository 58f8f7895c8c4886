import { redemptionId, type TillStaffId } from '../domain/ids.ts';
import {
  draftRedemption,
  whyNotRedeem,
  type Asking,
  type AtStore,
  type Redeemed,
  type RedeemedBy,
  type RedemptionBook,
} from '../domain/redemption.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import type { NoteAttempt } from './note-attempt.ts';

/** What redeeming needs, by whichever till. */
export type RedeemOnceDeps = {
  readonly redemptions: Pick<RedemptionBook, 'redeem' | 'answered' | 'whyNoRoom'>;
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

/** Tries until the voucher stands still: what refuses it is asked anew each time it moved. */
async function attempt({ redemptions, newUlid }: RedeemOnceDeps, at: AtStore, way: Way) {
  const { by, session, staffId, replay, nowMs } = way;
  const draft = draftRedemption(at, by, redemptionId(`red_${newUlid(nowMs)}`), nowMs);
  const redemption = staffId === undefined ? draft : { ...draft, staffId };
  let seen = at;
  for (let move = 0; move < mostMoves; move += 1) {
    // A coupon that is used up is asked for most: a read of its row keeps those transactions off it.
    const no = way.no ?? whyNotRedeem(seen, session, nowMs) ?? (await redemptions.whyNoRoom(seen, nowMs));
    if (no !== undefined) return no;
    const outcome = await redemptions.redeem(seen.voucher, seen.coupon, redemption, { replay, session });
    if (outcome.kind === 'refused') return outcome.refusal;
    if (outcome.kind !== 'voucher_moved') return outcome.redemption;
    if (outcome.voucher === undefined) return refuse('voucher.not_found');
    seen = { ...seen, voucher: outcome.voucher };
  }
  throw new Error('a voucher kept moving');
}

/** What a retry was answered first: since then its proof may have aged, the voucher been used up, the coupon stopped. */
async function firstAnswer({ redemptions }: RedeemOnceDeps, { replay }: Way) {
  const first = replay && (await redemptions.answered(replay));
  if (first === undefined || first.kind === 'voucher_moved') return undefined;
  return first.kind === 'refused' ? first.refusal : first.redemption;
}

/**
 * Redeems a voucher once, by any till: one transaction. Before it says no it asks whether this very request was answered
 * before, so that a retry hears the same again; a no is noted as an attempt.
 */
export function makeRedeemOnce(deps: RedeemOnceDeps) {
  return async (at: AtStore, way: Way): Promise<Redeemed | Refusal> => {
    const answer = await attempt(deps, at, way);
    if (!isRefusal(answer)) return answer;
    const first = await firstAnswer(deps, way);
    if (first !== undefined) return first;
    return deps.note({ ...at, ...way }, answer);
  };
}

/** Redeems a voucher once. */
export type RedeemOnce = ReturnType<typeof makeRedeemOnce>;
