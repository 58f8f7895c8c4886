import { isRefusal, type Refusal } from '../domain/refusal.ts';
import type { Redeemed } from '../domain/redemption.ts';
import type { ReplayKey } from '../domain/replay.ts';
import type { NoteAttempt } from '../ledger/note-attempt.ts';
import type { RedeemOnce } from '../ledger/redeem-once.ts';
import { lookUp, type AtTill, type LookUpDeps } from './look-up-voucher.ts';

/** What redeeming at a till needs. */
export type TillRedeemDeps = LookUpDeps & { readonly redeem: RedeemOnce; readonly note: NoteAttempt };

/** A clerk redeems what a code stands for; a voucher that the till holds is its own to redeem. */
export function makeRedeemAtTill(deps: TillRedeemDeps) {
  return async (
    text: string,
    till: AtTill,
    replay: ReplayKey | undefined,
  ): Promise<(Redeemed & { readonly title: string }) | Refusal> => {
    const { storeId, session, staffId, nowMs } = till;
    const found = await lookUp(deps, storeId, text);
    if (isRefusal(found))
      return deps.note({ store: { storeId }, by: 'till', session, staffId, nowMs }, found);
    const done = await deps.redeem(found, { by: 'till', session, staffId, replay, nowMs });
    return isRefusal(done) ? done : { ...done, title: found.coupon.title };
  };
}
