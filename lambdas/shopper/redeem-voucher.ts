import type { CouponBook } from '../domain/coupon.ts';
import type { ShopperId, StoreId, VoucherId } from '../domain/ids.ts';
import type { Redeemed } from '../domain/redemption.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import type { ReplayKey } from '../domain/replay.ts';
import type { StoreBook } from '../domain/store.ts';
import type { VoucherBook } from '../domain/voucher.ts';
import type { RedeemOnce } from '../ledger/redeem-once.ts';
import { checkProof, type ProofDeps, type ShownProof } from './check-proof.ts';

/** What redeeming on the shopper's phone needs. */
export type RedeemDeps = ProofDeps & {
  readonly vouchers: Pick<VoucherBook, 'find'>;
  readonly coupons: Pick<CouponBook, 'byId'>;
  readonly stores: Pick<StoreBook, 'byId'>;
  readonly redeem: RedeemOnce;
};

/** A wish to redeem: whose voucher, where, and what proves it. */
export type RedeemVoucher = ShownProof & {
  readonly shopperId: ShopperId;
  readonly voucherId: VoucherId;
  readonly storeId: StoreId;
  readonly replay: ReplayKey | undefined;
};

/**
 * Redeems a voucher on the shopper's phone with the store's PIN or QR (DESIGN §6.2). A phone that asks for a voucher
 * which is not its shopper's, or at no store, has tried nothing that a store would hear of.
 */
export function makeRedeemVoucher(deps: RedeemDeps) {
  return async (wish: RedeemVoucher): Promise<Redeemed | Refusal> => {
    const { proof, replay, nowMs } = wish;
    const [voucher, store] = await Promise.all([
      deps.vouchers.find(wish.shopperId, wish.voucherId),
      deps.stores.byId(wish.storeId),
    ]);
    if (voucher === undefined) return refuse('voucher.not_found');
    if (store === undefined) return refuse('store.not_found');
    const [coupon, { no, tried }] = await Promise.all([
      deps.coupons.byId(voucher.couponId),
      checkProof(deps, wish, store),
    ]);
    if (coupon === undefined) return refuse('voucher.not_found');
    const way = { by: proof.kind, no, tried, replay, session: undefined, nowMs };
    return deps.redeem({ voucher, coupon, store }, way);
  };
}
