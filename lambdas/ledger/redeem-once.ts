import type { TryCounter } from '../domain/counter.ts';
import { whyStopped } from '../domain/coupon.ts';
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
import { refuse, type Refusal } from '../domain/refusal.ts';
import type { KnownCoupons } from './known-coupons.ts';
import type { NoteAttempt } from './note-attempt.ts';

/** What redeeming needs, by whichever till. */
export type RedeemOnceDeps = {
  readonly redemptions: Pick<RedemptionBook, 'redeem' | 'answered' | 'whyNoRoom' | 'find'>;
  readonly coupons: Pick<KnownCoupons, 'anew'>;
  readonly note: NoteAttempt;
  readonly tries: Pick<TryCounter, 'giveBack'>;
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

/** What a request comes to once the voucher stands still. */
type Outcome = Exclude<RedeemOutcome, { kind: 'voucher_moved' }>;

const no = (refusal: Refusal): Outcome => ({ kind: 'refused', refusal });

/** An answer to give again. It says when its use was undone since: it must not pass for one that is in force. */
async function tell(
  { redemptions }: RedeemOnceDeps,
  { store }: AtStore,
  outcome: Outcome,
): Promise<Redeemed | Refusal> {
  if (outcome.kind === 'refused') return outcome.refusal;
  const { redemption } = outcome;
  const found = await redemptions.find(store.storeId, redemption.redemptionId);
  return found?.undoneAtMs === undefined ? redemption : { ...redemption, undoneAtMs: found.undoneAtMs };
}

/** Refusals that weigh more than a stop: about the voucher itself, or about the request. */
const beforeStop: readonly Refusal['refused'][] = [
  'voucher.already_redeemed',
  'voucher.void',
  'idempotency.key_reused',
];

/**
 * A no, or the stop of the coupon where that is to be told instead: the coupon may be known from before its stop. Where
 * the coupon cannot be read the no stands.
 */
async function orStopped(
  { coupons }: RedeemOnceDeps,
  { coupon: { couponId } }: AtStore,
  refusal: Refusal,
  nowMs: number,
): Promise<Outcome> {
  if (beforeStop.includes(refusal.refused)) return no(refusal);
  const coupon = await coupons.anew(couponId, nowMs).catch(() => undefined);
  return no((coupon && whyStopped(coupon)) ?? refusal);
}

/** Tries until the voucher stands still: what refuses it is asked anew each time it moved. */
async function attempt(deps: RedeemOnceDeps, at: AtStore, way: Way): Promise<Outcome> {
  const { redemptions, newUlid } = deps;
  const { by, session, staffId, replay, tried, nowMs } = way;
  const asking = { replay, session, tried };
  const draft = draftRedemption(at, by, redemptionId(`red_${newUlid(nowMs)}`), nowMs);
  const redemption = staffId === undefined ? draft : { ...draft, staffId };
  if (way.no !== undefined) return no(way.no);
  let seen = at;
  for (let move = 0; move < mostMoves; move += 1) {
    // A coupon that is used up is asked for most: a read of its row keeps those transactions off it.
    const why = whyNotRedeem(seen, session, nowMs) ?? (await redemptions.whyNoRoom(seen, nowMs));
    if (why !== undefined) return orStopped(deps, seen, why, nowMs);
    const outcome = await redemptions.redeem(seen.voucher, seen.coupon, redemption, asking);
    if (outcome.kind === 'refused') return orStopped(deps, seen, outcome.refusal, nowMs);
    if (outcome.kind !== 'voucher_moved') return outcome;
    if (outcome.voucher === undefined) return no(refuse('voucher.not_found'));
    seen = { ...seen, voucher: outcome.voucher };
  }
  throw new Error('a voucher kept moving');
}

/** What a retry was answered first: since then its proof may have aged, the voucher been used up, the coupon stopped. */
async function firstAnswer(deps: RedeemOnceDeps, at: AtStore, { replay }: Way) {
  const first = replay && (await deps.redemptions.answered(replay));
  return first === undefined || first.kind === 'voucher_moved' ? undefined : tell(deps, at, first);
}

/** The answer where nothing was used: the first one to this very request, or a no that is noted as an attempt. */
async function answerAnew(deps: RedeemOnceDeps, at: AtStore, way: Way, outcome: Outcome) {
  if (outcome.kind !== 'refused') return tell(deps, at, outcome);
  return (await firstAnswer(deps, at, way)) ?? deps.note({ ...at, ...way }, outcome.refusal);
}

/**
 * Redeems a voucher once, by any till: one transaction. Before it says no it asks whether this very request was answered
 * before, so that a retry hears the same again. A try is given back with the use, or beside the answer where there is
 * none; also where nobody knows what came of it, since a try goes back once, however often it is given.
 */
export function makeRedeemOnce(deps: RedeemOnceDeps) {
  const giveBack = async ({ tried }: Way) => tried && deps.tries.giveBack(tried);
  return async (at: AtStore, way: Way): Promise<Redeemed | Refusal> => {
    try {
      const outcome = await attempt(deps, at, way);
      if (outcome.kind === 'redeemed') return outcome.redemption;
      const [answer] = await Promise.all([answerAnew(deps, at, way, outcome), giveBack(way)]);
      return answer;
    } catch (error) {
      await giveBack(way).catch(() => undefined);
      throw error;
    }
  };
}

/** Redeems a voucher once. */
export type RedeemOnce = ReturnType<typeof makeRedeemOnce>;
