import type { ShopperId, VoucherId } from '../domain/ids.ts';
import type { AtStore, Redeemed } from '../domain/redemption.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import type { ReplayKey } from '../domain/replay.ts';
import type { Store } from '../domain/store.ts';
import type { VoucherBook } from '../domain/voucher.ts';
import type { KnownCoupons } from '../ledger/known-coupons.ts';
import type { RedeemOnce } from '../ledger/redeem-once.ts';
import { checkProof, type ProofDeps, type ShownProof } from './check-proof.ts';

/** What redeeming on the shopper's phone needs. */
export type RedeemDeps = ProofDeps & {
  readonly vouchers: Pick<VoucherBook, 'find'>;
  readonly coupons: Pick<KnownCoupons, 'known'>;
  readonly redeem: RedeemOnce;
};

/** A wish to redeem: whose voucher, at which store, if there is one, and what proves it. */
export type RedeemVoucher = ShownProof & {
  readonly shopperId: ShopperId;
  readonly voucherId: VoucherId;
  readonly store: Store | undefined;
  readonly replay: ReplayKey | undefined;
};

async function findMine(
  { vouchers, coupons }: RedeemDeps,
  { shopperId, voucherId, nowMs }: RedeemVoucher,
): Promise<Omit<AtStore, 'store'> | undefined> {
  const voucher = await vouchers.find(shopperId, voucherId);
  const coupon = voucher && (await coupons.known(voucher.couponId, nowMs));
  return voucher && coupon && { voucher, coupon };
}

/**
 * Redeems a voucher on the shopper's phone with the store's PIN or QR (DESIGN §6.2). A phone that asks for a voucher
 * which is not its shopper's has tried nothing that a store would hear of, and its try goes back; at no store nothing is
 * counted.
 */
export function makeRedeemVoucher(deps: RedeemDeps) {
  return async (wish: RedeemVoucher): Promise<Redeemed | Refusal> => {
    const { store, proof, replay, nowMs } = wish;
    if (store === undefined)
      return refuse((await findMine(deps, wish)) === undefined ? 'voucher.not_found' : 'store.not_found');
    const { no, counted, isGuess, found } = await checkProof(deps, wish, store, () => findMine(deps, wish));
    if (found === undefined) {
      if (counted !== undefined) await deps.tries.giveBack(counted).catch(() => undefined);
      return refuse('voucher.not_found');
    }
    const tried = isGuess ? undefined : counted;
    const way = { by: proof.kind, no, tried, replay, session: undefined, nowMs };
    return deps.redeem({ ...found, store }, way);
  };
}
