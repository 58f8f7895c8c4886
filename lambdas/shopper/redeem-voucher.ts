import type { CouponBook } from '../domain/coupon.ts';
import { redemptionId, type ShopperId, type StoreId, type VoucherId } from '../domain/ids.ts';
import {
  answerOf,
  draftRedemption,
  whyNotRedeem,
  type Redemption,
  type RedemptionBook,
} from '../domain/redemption.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import type { ReplayKey } from '../domain/replay.ts';
import type { StoreBook } from '../domain/store.ts';
import type { VoucherBook } from '../domain/voucher.ts';
import { checkProof, type ProofDeps, type ShownProof } from './check-proof.ts';

/** What redeeming on the shopper's phone needs. */
export type RedeemDeps = ProofDeps & {
  readonly vouchers: Pick<VoucherBook, 'find'>;
  readonly coupons: Pick<CouponBook, 'byId'>;
  readonly stores: Pick<StoreBook, 'byId'>;
  readonly redemptions: RedemptionBook;
  readonly newUlid: (nowMs: number) => string;
};

/** A wish to redeem: whose voucher, where, and what proves it. */
export type RedeemVoucher = ShownProof & {
  readonly shopperId: ShopperId;
  readonly voucherId: VoucherId;
  readonly storeId: StoreId;
  readonly replay: ReplayKey | undefined;
};

/** What a retry was answered first, when it is one: its proof may have aged while the reply was lost. */
async function firstAnswerOf(deps: RedeemDeps, { replay }: RedeemVoucher) {
  const first = replay && (await deps.redemptions.answered(replay));
  return first?.kind === 'repeated' ? first.redemption : undefined;
}

/** Redeems a voucher on the shopper's phone with the store's PIN or QR: one transaction, once (DESIGN §6.2). */
export function makeRedeemVoucher(deps: RedeemDeps) {
  return async (wish: RedeemVoucher): Promise<Pick<Redemption, 'redemptionId' | 'atMs'> | Refusal> => {
    const [voucher, store] = await Promise.all([
      deps.vouchers.find(wish.shopperId, wish.voucherId),
      deps.stores.byId(wish.storeId),
    ]);
    const coupon = voucher && (await deps.coupons.byId(voucher.couponId));
    if (voucher === undefined || coupon === undefined) return refuse('voucher.not_found');
    if (store === undefined) return refuse('store.not_found');
    const unproven = await checkProof(deps, wish, store);
    if (unproven !== undefined) return (await firstAnswerOf(deps, wish)) ?? unproven;
    const isRepeatable = voucher.state === 'redeemed' && wish.replay !== undefined;
    const no = isRepeatable ? undefined : whyNotRedeem(voucher, coupon, store, wish.nowMs);
    if (no !== undefined) return no;
    const id = redemptionId(`red_${deps.newUlid(wish.nowMs)}`);
    const redemption = draftRedemption(voucher, store, wish.proof.kind, id, wish.nowMs);
    return answerOf(await deps.redemptions.redeem(voucher, coupon, redemption, wish.replay));
  };
}
