import type { HoldId, StoreId } from '../../lambdas/domain/ids.ts';
import type { ReplayKey } from '../../lambdas/domain/replay.ts';
import type { Store, StoreBook } from '../../lambdas/domain/store.ts';
import {
  makeRedeemVoucher,
  type RedeemDeps,
  type RedeemVoucher,
} from '../../lambdas/shopper/redeem-voucher.ts';
import { makeHoldVoucher, makeReleaseHold, type HoldDeps } from '../../lambdas/store/hold-voucher.ts';
import { makeReadCode, type AtTill, type ReadCodeDeps } from '../../lambdas/store/look-up-voucher.ts';
import { makeRedeemAtTill, type TillRedeemDeps } from '../../lambdas/store/redeem-at-till.ts';
import type { KnownCoupons } from '../../lambdas/ledger/known-coupons.ts';

type Deps = Omit<RedeemDeps, 'coupons'> &
  HoldDeps &
  TillRedeemDeps &
  ReadCodeDeps & { readonly known: KnownCoupons; readonly stores: Pick<StoreBook, 'byId'> };

/** What a request at a till says of where it comes from, before the door has found its store. */
export type FromTill = Omit<AtTill, 'store'> & { readonly storeId: StoreId };

/** The redeeming flows behind what the door and the verbs read for them, with whole requests to ask by. */
export function openTillRequests(deps: Deps) {
  const { stores, known } = deps;
  const readCode = makeReadCode(deps);
  const [redeem, atTill] = [makeRedeemVoucher({ ...deps, coupons: known }), makeRedeemAtTill(deps)];
  const [hold, release] = [makeHoldVoucher(deps), makeReleaseHold(deps)];
  const standing = async ({ storeId, ...till }: FromTill): Promise<AtTill> => {
    const store: Store | undefined = await stores.byId(storeId);
    if (store === undefined) throw new Error('nobody stands at a till of no store');
    return { ...till, store };
  };
  return {
    onPhone: async ({ storeId, ...wish }: Omit<RedeemVoucher, 'store'> & { readonly storeId: StoreId }) =>
      redeem({ ...wish, store: await stores.byId(storeId) }),
    atTill: async (code: string, from: FromTill, replay: ReplayKey | undefined) => {
      const [found, till] = await Promise.all([readCode(code), standing(from)]);
      return atTill(found, till, replay);
    },
    hold: async (code: string, from: FromTill) => {
      const [found, till] = await Promise.all([readCode(code), standing(from)]);
      return hold(found, till);
    },
    release: async (id: HoldId, code: string, from: FromTill) => {
      const [found, till] = await Promise.all([readCode(code), standing(from)]);
      return release(id, found, till);
    },
  };
}
