import type { CouponBook } from '../domain/coupon.ts';
import {
  redemptionId,
  type SecretHash,
  type ShopperId,
  type StoreId,
  type VoucherId,
} from '../domain/ids.ts';
import type { Leavers } from '../domain/leave.ts';
import type { TryCounter } from '../domain/counter.ts';
import { pinLimit } from '../domain/pin-gate.ts';
import { sameSecret, type Pepper } from '../domain/pepper.ts';
import {
  answerOf,
  draftRedemption,
  whyNotRedeem,
  type Redemption,
  type RedemptionBook,
} from '../domain/redemption.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import type { ReplayKey } from '../domain/replay.ts';
import { pinSetters, pinStateOf, type Store, type StoreBook } from '../domain/store.ts';
import type { VoucherBook } from '../domain/voucher.ts';

/** What redeeming on the shopper's phone needs. */
export type RedeemDeps = {
  readonly vouchers: Pick<VoucherBook, 'find'>;
  readonly coupons: Pick<CouponBook, 'byId'>;
  readonly stores: Pick<StoreBook, 'byId'>;
  readonly leavers: Leavers;
  readonly redemptions: RedemptionBook;
  readonly tries: TryCounter;
  readonly pepper: Pick<Pepper, 'pinMac'>;
  readonly newUlid: (nowMs: number) => string;
};

/** A wish to redeem: whose voucher, where, and the PIN a clerk typed. */
export type RedeemVoucher = {
  readonly shopperId: ShopperId;
  readonly session: SecretHash;
  readonly voucherId: VoucherId;
  readonly storeId: StoreId;
  readonly pin: string;
  readonly replay: ReplayKey | undefined;
  readonly nowMs: number;
};

/** Counts the try, compares the PIN, gives a right try back: the counter is full after five wrong ones only. */
async function checkPin(deps: RedeemDeps, wish: RedeemVoucher, store: Store): Promise<Refusal | undefined> {
  const limit = pinLimit(store.storeId, wish.session, wish.nowMs);
  if (!(await deps.tries.count(limit))) {
    return refuse('store.pin_locked', {}, Math.ceil((limit.endsAtMs - wish.nowMs) / 1000));
  }
  if (!sameSecret(deps.pepper.pinMac(store.storeId, wish.pin), store.pinMac))
    return refuse('store.pin_mismatch');
  await deps.tries.giveBack(limit);
  const left = await deps.leavers.among(pinSetters([store]));
  return pinStateOf(store, left) === 'ended' ? refuse('store.pin_ended') : undefined;
}

/** Redeems a voucher on the shopper's phone with the store's PIN: one transaction, once (DESIGN §6.2). */
export function makeRedeemVoucher(deps: RedeemDeps) {
  return async (wish: RedeemVoucher): Promise<Pick<Redemption, 'redemptionId' | 'atMs'> | Refusal> => {
    const [voucher, store] = await Promise.all([
      deps.vouchers.find(wish.shopperId, wish.voucherId),
      deps.stores.byId(wish.storeId),
    ]);
    const coupon = voucher && (await deps.coupons.byId(voucher.couponId));
    if (voucher === undefined || coupon === undefined) return refuse('voucher.not_found');
    if (store === undefined) return refuse('store.not_found');
    const wrongPin = await checkPin(deps, wish, store);
    if (wrongPin !== undefined) return wrongPin;
    const isRepeatable = voucher.state === 'redeemed' && wish.replay !== undefined;
    const no = isRepeatable ? undefined : whyNotRedeem(voucher, coupon, store, wish.nowMs);
    if (no !== undefined) return no;
    const id = redemptionId(`red_${deps.newUlid(wish.nowMs)}`);
    const redemption = draftRedemption(voucher, store, 'store-pin', id, wish.nowMs);
    return answerOf(await deps.redemptions.redeem(voucher, coupon, redemption, wish.replay));
  };
}
