import type { CouponBook } from '../domain/coupon.ts';
import type { RedemptionId, StoreId } from '../domain/ids.ts';
import { whyNotUndo, type Redemption, type RedemptionBook, type Undo } from '../domain/redemption.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';

/** What undoing needs. */
export type UndoDeps = {
  readonly coupons: Pick<CouponBook, 'byId'>;
  readonly redemptions: Pick<RedemptionBook, 'find' | 'undo'>;
};

/** An undo that took place. */
export type Undone = { readonly redemptionId: RedemptionId; readonly undoneAtMs: number };

/** What this very request was answered first, when it is a retry. */
function firstAnswer({ redemptionId, undoneAtMs, undoneUnder }: Redemption, { replay }: Undo) {
  return replay !== undefined && undoneUnder === replay.key && undoneAtMs !== undefined
    ? { redemptionId, undoneAtMs }
    : undefined;
}

/** A clerk undoes a redemption of this store, with a reason, within 15 minutes; it stays on record. */
export function makeUndoAtTill({ coupons, redemptions }: UndoDeps) {
  return async (storeId: StoreId, id: RedemptionId, undo: Undo): Promise<Undone | Refusal> => {
    const redemption = await redemptions.find(storeId, id);
    const coupon = redemption && (await coupons.byId(redemption.couponId));
    if (redemption === undefined || coupon === undefined) return refuse('redemption.not_found');
    const no = whyNotUndo(redemption, undo.atMs);
    if (no !== undefined) return firstAnswer(redemption, undo) ?? no;
    if ((await redemptions.undo(redemption, coupon, undo)) === 'undone')
      return { redemptionId: id, undoneAtMs: undo.atMs };
    // Somebody was faster: perhaps the first try of this very request.
    const standing = await redemptions.find(storeId, id);
    return (standing && firstAnswer(standing, undo)) ?? refuse('redemption.already_undone');
  };
}
