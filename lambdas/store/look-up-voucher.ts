import { voucherEndMs, type CouponBook } from '../domain/coupon.ts';
import type { ConsentBook } from '../domain/consent.ts';
import { faceOf } from '../domain/coupon-face.ts';
import type { SecretHash, StoreId, TillStaffId } from '../domain/ids.ts';
import { whyNotRedeem, type AtStore, type RedemptionBook } from '../domain/redemption.ts';
import { isRefusal, refusals, refuse, type Refusal } from '../domain/refusal.ts';
import type { StoreBook } from '../domain/store.ts';
import { isVoucherCode, normalizeVoucherCode } from '../domain/voucher-code.ts';
import { stateSeen, type VoucherBook, type VoucherSecrets } from '../domain/voucher.ts';

/** What looking a voucher up needs. */
export type LookUpDeps = {
  readonly vouchers: Pick<VoucherBook, 'behind' | 'find'>;
  readonly coupons: Pick<CouponBook, 'byId'>;
  readonly stores: Pick<StoreBook, 'byId'>;
  readonly redemptions: Pick<RedemptionBook, 'whyNoRoom'>;
  readonly consents: Pick<ConsentBook, 'of'>;
  readonly secrets: Pick<VoucherSecrets, 'codeKey'>;
};

/** A till, who stands at it where they signed in as somebody, and the moment it asks (milliseconds). */
export type AtTill = {
  readonly storeId: StoreId;
  readonly session: SecretHash;
  readonly staffId?: TillStaffId | undefined;
  readonly nowMs: number;
};

/** What a code means at a store. Refusals: voucher.not_found, store.not_found. */
export async function lookUp(deps: LookUpDeps, storeId: StoreId, text: string): Promise<AtStore | Refusal> {
  const code = normalizeVoucherCode(text);
  const named = isVoucherCode(code) ? await deps.vouchers.behind(deps.secrets.codeKey(code)) : undefined;
  const [voucher, coupon, store] = await Promise.all([
    named && deps.vouchers.find(named.shopperId, named.voucherId),
    named && deps.coupons.byId(named.couponId),
    deps.stores.byId(storeId),
  ]);
  if (store === undefined) return refuse('store.not_found');
  return voucher === undefined || coupon === undefined
    ? refuse('voucher.not_found')
    : { voucher, coupon, store };
}

/**
 * Why what was found cannot be used now. Whether its holder is suspended and whether its limits have room is asked here
 * only to show it: redeeming asks both again in its transaction.
 */
export async function whyNotUsable(
  deps: LookUpDeps,
  found: AtStore,
  { session, nowMs }: AtTill,
): Promise<Refusal | undefined> {
  const no = whyNotRedeem(found, session, nowMs);
  if (no !== undefined) return no;
  const [consents, noRoom] = await Promise.all([
    deps.consents.of(found.voucher.shopperId),
    deps.redemptions.whyNoRoom(found, nowMs),
  ]);
  return consents?.suspendedAtMs === undefined ? noRoom : refuse('shopper.suspended');
}

/** Shows a clerk what a code stands for, and whether it can be used here now. Looking changes nothing. */
export function makeShowAtTill(deps: LookUpDeps) {
  return async (text: string, till: AtTill) => {
    const found = await lookUp(deps, till.storeId, text);
    if (isRefusal(found)) return found;
    const { voucher, coupon } = found;
    const no = await whyNotUsable(deps, found, till);
    return {
      voucherId: voucher.voucherId,
      ...faceOf(coupon),
      state: stateSeen(voucher, coupon, till.nowMs),
      validUntil: new Date(voucherEndMs(coupon, voucher.issuedAtMs)).toISOString(),
      usable: no === undefined,
      ...(no === undefined
        ? {}
        : { reason: { code: no.refused, detail: refusals[no.refused].title, ...no.facts } }),
    };
  };
}
