import { holdMs, type Hold, type HoldBook } from '../domain/hold.ts';
import { holdId, type HoldId, type VoucherId } from '../domain/ids.ts';
import type { AtStore } from '../domain/redemption.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import type { NoteAttempt } from '../ledger/note-attempt.ts';
import { whyNotUsable, type AtTill, type Shown, type UsableDeps } from './look-up-voucher.ts';

/** What holding needs. */
export type HoldDeps = UsableDeps & {
  readonly holds: HoldBook;
  readonly note: NoteAttempt;
  readonly newUlid: (nowMs: number) => string;
};

/** A voucher that is held; until `untilMs`, milliseconds. */
export type Held = { readonly holdId: HoldId; readonly voucherId: VoucherId; readonly untilMs: number };

/** How often a voucher may move between being read and being held. */
const mostMoves = 20;

async function holdFound(deps: HoldDeps, found: AtStore, till: AtTill, hold: Hold): Promise<Held | Refusal> {
  let seen = found;
  for (let move = 0; move < mostMoves; move += 1) {
    const no = await whyNotUsable(deps, seen, till);
    if (no !== undefined) return no;
    const outcome = await deps.holds.hold(seen.voucher, hold, till.nowMs);
    const { voucherId } = seen.voucher;
    if (outcome.kind === 'held') return { holdId: hold.holdId, voucherId, untilMs: hold.untilMs };
    if (outcome.voucher === undefined) return refuse('voucher.not_found');
    seen = { ...seen, voucher: outcome.voucher };
  }
  throw new Error('a voucher kept moving');
}

/**
 * Sets a voucher aside for a till between look-up and confirmation: three minutes in which nobody else redeems or holds
 * it. What cannot be used is not held; the clerk's refused attempt is noted here, where the ticket is shown.
 */
export function makeHoldVoucher(deps: HoldDeps) {
  return async (shown: Shown | undefined, till: AtTill): Promise<Held | Refusal> => {
    const { store, session, staffId, nowMs } = till;
    const tried = { by: 'till', ...till } as const;
    if (shown === undefined) return deps.note(tried, refuse('voucher.not_found'));
    const id = holdId(`hld_${deps.newUlid(nowMs)}`);
    const who = staffId === undefined ? {} : { staffId };
    const hold = { holdId: id, session, storeId: store.storeId, ...who, untilMs: nowMs + holdMs };
    const held = await holdFound(deps, { ...shown, store }, till, hold);
    return isRefusal(held) ? deps.note({ ...tried, voucher: shown.voucher }, held) : held;
  };
}

/** Lets a voucher go again. One that this hold holds no longer is let go of already; another till's is not ours to end. */
export function makeReleaseHold({ holds }: Pick<HoldDeps, 'holds'>) {
  return async (id: HoldId, shown: Shown | undefined, { session }: AtTill) => {
    if (shown === undefined) return refuse('voucher.not_found');
    const { voucher } = shown;
    const isLetGo = await holds.release(voucher, { holdId: id, session });
    return isLetGo ? { voucherId: voucher.voucherId } : refuse('hold.not_found');
  };
}
