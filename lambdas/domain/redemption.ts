import type { CampaignId, CouponId, RedemptionId, SecretHash, ShopperId, StoreId, VoucherId } from './ids.ts';
import { refuse, type Refusal } from './refusal.ts';
import type { ReplayKey } from './replay.ts';
import { voucherEndMs, whyNotHere, whyNotNow, whyStopped, type Coupon } from './coupon.ts';
import type { Store } from './store.ts';
import type { Voucher } from './voucher.ts';

/** One use of a voucher at a store (消込). An undo is a record of its own, never a delete. */
export type Redemption = {
  readonly redemptionId: RedemptionId;
  readonly voucherId: VoucherId;
  readonly couponId: CouponId;
  readonly shopperId: ShopperId;
  readonly storeId: StoreId;
  readonly storeName: string;
  readonly by: 'store-pin' | 'store-qr' | 'till';
  readonly atMs: number;
  readonly campaignId?: CampaignId;
  readonly undoneAtMs?: number;
  readonly undoneUnder?: SecretHash;
};

/** For how long a redemption may be undone, in milliseconds. */
export const undoWindowMs = 15 * 60_000;

/** What came of a redemption: done, the same as an earlier request's, or why not. */
export type RedeemOutcome =
  | { readonly kind: 'redeemed' | 'repeated'; readonly redemption: Pick<Redemption, 'redemptionId' | 'atMs'> }
  | { readonly kind: 'key_reused' | 'total_reached' | 'shopper_suspended' }
  | { readonly kind: 'voucher_moved'; readonly voucher: Voucher | undefined };

/** An undo: why, when (milliseconds), and under which Idempotency-Key. */
export type Undo = { readonly reason: string; readonly atMs: number; readonly replay: ReplayKey | undefined };

/** Keeps redemptions; redeeming and undoing are one transaction each. */
export type RedemptionBook = {
  redeem(
    before: Voucher,
    coupon: Coupon,
    redemption: Redemption,
    replay: ReplayKey | undefined,
  ): Promise<RedeemOutcome>;
  /** What was answered under a key, for a retry whose proof has aged meanwhile; undefined when nothing was. */
  answered(replay: ReplayKey): Promise<RedeemOutcome | undefined>;
  find(store: StoreId, id: RedemptionId): Promise<Redemption | undefined>;
  undo(redemption: Redemption, coupon: Coupon, undo: Undo): Promise<'undone' | 'moved_meanwhile'>;
};

/** The refusal for a voucher that is used, with when and where. */
export function alreadyRedeemed(voucher: Voucher | undefined): Refusal {
  const use = voucher?.lastUse;
  return refuse(
    'voucher.already_redeemed',
    use === undefined ? {} : { redeemedAt: new Date(use.atMs).toISOString(), storeName: use.storeName },
  );
}

/** Why this voucher cannot be redeemed at this store now, or undefined when it can. */
export function whyNotRedeem(
  voucher: Voucher,
  coupon: Coupon,
  store: Store,
  nowMs: number,
): Refusal | undefined {
  if (voucher.state === 'redeemed') return alreadyRedeemed(voucher);
  if (voucher.state === 'void') return refuse('voucher.void');
  const use = { zone: store.timeZone, endMs: voucherEndMs(coupon, voucher.issuedAtMs) };
  return whyStopped(coupon) ?? whyNotNow(coupon, use, nowMs) ?? whyNotHere(coupon, store);
}

/** Why this redemption cannot be undone, or undefined when it can. */
export function whyNotUndo(redemption: Redemption, nowMs: number): Refusal | undefined {
  if (redemption.undoneAtMs !== undefined) return refuse('redemption.already_undone');
  return nowMs - redemption.atMs > undoWindowMs ? refuse('redemption.undo_too_late') : undefined;
}

/** A redemption about to happen. */
export function draftRedemption(
  voucher: Voucher,
  store: Store,
  by: Redemption['by'],
  redemptionId: RedemptionId,
  nowMs: number,
): Redemption {
  const { voucherId, couponId, shopperId, campaignId } = voucher;
  const { storeId, name: storeName } = store;
  const place = { voucherId, couponId, shopperId, storeId, storeName };
  return { redemptionId, ...place, by, atMs: nowMs, ...(campaignId === undefined ? {} : { campaignId }) };
}

/** The redemption that stands after an outcome, or the refusal that explains it. */
export function answerOf(outcome: RedeemOutcome): Pick<Redemption, 'redemptionId' | 'atMs'> | Refusal {
  switch (outcome.kind) {
    case 'redeemed':
    case 'repeated':
      return outcome.redemption;
    case 'key_reused':
      return refuse('idempotency.key_reused');
    case 'total_reached':
      return refuse('coupon.used_up');
    case 'shopper_suspended':
      return refuse('shopper.suspended');
    case 'voucher_moved':
      return outcome.voucher?.state === 'void' ? refuse('voucher.void') : alreadyRedeemed(outcome.voucher);
  }
}
