import { voucherEndMs, type Coupon, type CouponBook } from '../domain/coupon.ts';
import type { ConsentBook } from '../domain/consent.ts';
import { faceOf } from '../domain/coupon-face.ts';
import type { SecretHash, TillStaffId } from '../domain/ids.ts';
import { whyNotRedeem, type AtStore, type RedemptionBook } from '../domain/redemption.ts';
import { refusals, refuse, type Refusal } from '../domain/refusal.ts';
import type { Store } from '../domain/store.ts';
import { isVoucherCode, normalizeVoucherCode } from '../domain/voucher-code.ts';
import { stateSeen, type Voucher, type VoucherBook, type VoucherSecrets } from '../domain/voucher.ts';

/** What reading a code needs. */
export type ReadCodeDeps = {
  readonly vouchers: Pick<VoucherBook, 'behind' | 'find'>;
  readonly coupons: Pick<CouponBook, 'byId'>;
  readonly secrets: Pick<VoucherSecrets, 'codeKey'>;
};

/** A voucher and its coupon, wherever it is to be used. */
export type Shown = { readonly voucher: Voucher; readonly coupon: Coupon };

/** Finds what a code stands for, however it was typed; undefined for one that stands for nothing. */
export function makeReadCode({ vouchers, coupons, secrets }: ReadCodeDeps) {
  return async (text: string): Promise<Shown | undefined> => {
    const code = normalizeVoucherCode(text);
    const named = isVoucherCode(code) ? await vouchers.behind(secrets.codeKey(code)) : undefined;
    if (named === undefined) return undefined;
    const [voucher, coupon] = await Promise.all([
      vouchers.find(named.shopperId, named.voucherId),
      coupons.byId(named.couponId),
    ]);
    return voucher === undefined || coupon === undefined ? undefined : { voucher, coupon };
  };
}

/** Finds what a code stands for. */
export type ReadCode = ReturnType<typeof makeReadCode>;

/** A till, who stands at it where they signed in as somebody, and the moment it asks (milliseconds). */
export type AtTill = {
  readonly store: Store;
  readonly session: SecretHash;
  readonly staffId?: TillStaffId | undefined;
  readonly nowMs: number;
};

/** What judging a voucher at a till needs. */
export type UsableDeps = {
  readonly redemptions: Pick<RedemptionBook, 'whyNoRoom'>;
  readonly consents: Pick<ConsentBook, 'of'>;
};

/**
 * Why what was found cannot be used now. Whether its holder is suspended and whether its limits have room is asked here
 * only to show it: redeeming asks both again in its transaction.
 */
export async function whyNotUsable(
  deps: UsableDeps,
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
export function makeShowAtTill(deps: UsableDeps) {
  return async (shown: Shown | undefined, till: AtTill) => {
    if (shown === undefined) return refuse('voucher.not_found');
    const { voucher, coupon } = shown;
    const no = await whyNotUsable(deps, { ...shown, store: till.store }, till);
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
