import type { Limit } from './counter.ts';
import { voucherEndMs, whyNotHere, whyNotNow, whyStopped, type Coupon } from './coupon.ts';
import { whyHeld } from './hold.ts';
import type {
  CampaignId,
  CouponId,
  RedemptionId,
  SecretHash,
  ShopperId,
  StoreId,
  TillStaffId,
  VoucherId,
} from './ids.ts';
import { storeDayOf } from './redemption-limits.ts';
import { refuse, type Refusal } from './refusal.ts';
import type { ReplayKey } from './replay.ts';
import type { Store } from './store.ts';
import type { Voucher } from './voucher.ts';

/** By which of the three tills a voucher is used. */
export type RedeemedBy = 'store-pin' | 'store-qr' | 'till';

/**
 * One use of a voucher at a store (消込). An undo is a record of its own, never a delete. `storeDay` is the day on the
 * store's clock that it counts for, unknown of those from before days were counted; `staffId` is the clerk's who signed in
 * as somebody.
 */
export type Redemption = {
  readonly redemptionId: RedemptionId;
  readonly voucherId: VoucherId;
  readonly couponId: CouponId;
  readonly shopperId: ShopperId;
  readonly storeId: StoreId;
  readonly storeName: string;
  readonly storeDay?: string;
  readonly by: RedeemedBy;
  readonly staffId?: TillStaffId;
  readonly atMs: number;
  readonly campaignId?: CampaignId;
  readonly undoneAtMs?: number;
  readonly undoneUnder?: SecretHash;
};

/** What a redemption is known by to those who asked for it; a retry also hears that it was undone since. */
export type Redeemed = Pick<Redemption, 'redemptionId' | 'atMs' | 'undoneAtMs'>;

/** For how long a redemption may be undone, in milliseconds. */
export const undoWindowMs = 15 * 60_000;

/** What came of a redemption: done, the same as an earlier request's, why not, or the voucher that moved meanwhile. */
export type RedeemOutcome =
  | { readonly kind: 'redeemed' | 'repeated'; readonly redemption: Redeemed }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'voucher_moved'; readonly voucher: Voucher | undefined };

/**
 * Under which Idempotency-Key somebody redeems, with which till session, whose own hold is no hindrance, and which counter
 * of tries gets its try back with the use.
 */
export type Asking = {
  readonly replay: ReplayKey | undefined;
  readonly session: SecretHash | undefined;
  readonly tried?: Limit | undefined;
};

/** An undo: why, when (milliseconds), by which clerk, and under which Idempotency-Key. */
export type Undo = {
  readonly reason: string;
  readonly atMs: number;
  readonly staffId?: TillStaffId | undefined;
  readonly replay: ReplayKey | undefined;
};

/** A voucher, its coupon, and the store it is to be used at. */
export type AtStore = { readonly voucher: Voucher; readonly coupon: Coupon; readonly store: Store };

/** Keeps redemptions; redeeming and undoing are one transaction each. */
export type RedemptionBook = {
  redeem(before: Voucher, coupon: Coupon, redemption: Redemption, asking: Asking): Promise<RedeemOutcome>;
  /** What was answered under a key, for a retry that would be refused now; undefined when nothing was. */
  answered(replay: ReplayKey): Promise<RedeemOutcome | undefined>;
  /** Why the limits have no room for a use now, as far as a reading tells; redeeming asks again in its transaction. */
  whyNoRoom(at: AtStore, nowMs: number): Promise<Refusal | undefined>;
  find(store: StoreId, id: RedemptionId): Promise<Redemption | undefined>;
  /** Gives back all that the redemption took; it stays on record. */
  undo(redemption: Redemption, coupon: Coupon, undo: Undo): Promise<'undone' | 'moved_meanwhile'>;
};

/** The refusal for a voucher that is used, with when and where. */
export function alreadyRedeemed({ lastUse: use }: Voucher): Refusal {
  return refuse(
    'voucher.already_redeemed',
    use === undefined ? {} : { redeemedAt: new Date(use.atMs).toISOString(), storeName: use.storeName },
  );
}

/** Why a voucher can be used no more, whatever its coupon says. */
function whyUsedUp(voucher: Voucher): Refusal | undefined {
  if (voucher.state === 'redeemed') return alreadyRedeemed(voucher);
  return voucher.state === 'void' ? refuse('voucher.void') : undefined;
}

/** Why a voucher cannot be redeemed at a store now by this till session (none: the shopper's phone), or undefined when it can. */
export function whyNotRedeem(
  { voucher, coupon, store }: AtStore,
  session: SecretHash | undefined,
  nowMs: number,
): Refusal | undefined {
  const use = { zone: store.timeZone, endMs: voucherEndMs(coupon, voucher.issuedAtMs) };
  return (
    whyUsedUp(voucher) ??
    whyStopped(coupon) ??
    whyNotNow(coupon, use, nowMs) ??
    whyNotHere(coupon, store) ??
    whyHeld(voucher, session, nowMs)
  );
}

/** Why this redemption cannot be undone, or undefined when it can. */
export function whyNotUndo(redemption: Redemption, nowMs: number): Refusal | undefined {
  if (redemption.undoneAtMs !== undefined) return refuse('redemption.already_undone');
  return nowMs - redemption.atMs > undoWindowMs ? refuse('redemption.undo_too_late') : undefined;
}

/** A redemption about to happen. */
export function draftRedemption(
  { voucher, store }: Pick<AtStore, 'voucher' | 'store'>,
  by: RedeemedBy,
  redemptionId: RedemptionId,
  nowMs: number,
): Redemption {
  const { voucherId, couponId, shopperId, campaignId } = voucher;
  const { storeId, name: storeName } = store;
  const place = { storeId, storeName, storeDay: storeDayOf(store, nowMs) };
  const campaign = campaignId === undefined ? {} : { campaignId };
  return { redemptionId, voucherId, couponId, shopperId, ...place, by, atMs: nowMs, ...campaign };
}
