import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import type { Redeemed } from '../domain/redemption.ts';
import type { ReplayKey } from '../domain/replay.ts';
import type { NoteAttempt } from '../ledger/note-attempt.ts';
import type { RedeemOnce } from '../ledger/redeem-once.ts';
import type { AtTill, Shown } from './look-up-voucher.ts';

/** What redeeming at a till needs. */
export type TillRedeemDeps = { readonly redeem: RedeemOnce; readonly note: NoteAttempt };

/** A clerk redeems what a code stands for; a voucher that the till holds is its own to redeem. */
export function makeRedeemAtTill({ redeem, note }: TillRedeemDeps) {
  return async (
    shown: Shown | undefined,
    till: AtTill,
    replay: ReplayKey | undefined,
  ): Promise<(Redeemed & { readonly title: string }) | Refusal> => {
    if (shown === undefined) return note({ by: 'till', ...till }, refuse('voucher.not_found'));
    const { store, session, staffId, nowMs } = till;
    const done = await redeem({ ...shown, store }, { by: 'till', session, staffId, replay, nowMs });
    return isRefusal(done) ? done : { ...done, title: shown.coupon.title };
  };
}
