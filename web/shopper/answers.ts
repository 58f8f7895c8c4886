import type { CouponFace, InBoth } from '../paper/coupon-words.ts';

/** The texts a person agrees to, one version of both purposes (D1, D11). */
export type Policy = {
  readonly policyVersion: string;
  readonly texts: Readonly<Record<'ja' | 'en', { readonly usage: string; readonly delivery: string }>>;
  readonly brand?: Brand;
};

/** What the shop is called. */
export type Brand = { readonly ja: string; readonly en: string };

/** A challenge as the API answers it; times are ISO 8601. */
export type ChallengeStarted = {
  readonly challengeId: string;
  readonly expiresAt: string;
  readonly resendAt: string;
};

/** A store a ticket may be used at. */
export type TicketStore = { readonly storeId: string; readonly name: string };

/** What a voucher can be; only `issued` can be used. */
export type VoucherState = 'issued' | 'redeemed' | 'expired' | 'void';

/** One of the shopper's vouchers (`GET /v1/me/vouchers`); `serverTime` comes with a single one. */
export type Voucher = CouponFace & {
  readonly voucherId: string;
  readonly couponId: string;
  readonly state: VoucherState;
  readonly validFrom?: string;
  readonly validUntil: string;
  readonly usableAt?: string;
  readonly stopMessage?: InBoth;
  readonly code: string;
  readonly link: string;
  readonly stores?: readonly TicketStore[];
  readonly redeemedAt?: string;
  readonly storeName?: string;
  readonly serverTime?: string;
};

/** A coupon anybody may take (`GET /v1/coupons/public`). */
export type PublicCoupon = CouponFace & {
  readonly couponId: string;
  readonly validUntil: string;
};

/** A list of the API. */
export type List<T> = { readonly items: readonly T[]; readonly cursor?: string };

/** Where one consent stands: since when, and under which text. */
export type ConsentAnswer = {
  readonly state: 'granted' | 'withdrawn' | 'never';
  readonly since?: string;
  readonly policyVersion?: string;
};

/** The signed-in shopper (`GET /v1/me`). */
export type Me = {
  readonly shopperId: string;
  readonly consents: Readonly<Record<'usage' | 'delivery', ConsentAnswer>>;
  readonly verifiedAt: string;
  readonly suspendedSince?: string;
};

/** What the holder of an SMS link may see without signing in (`GET /v1/links/{linkToken}`). */
export type LinkedVoucher = {
  readonly voucher: Omit<Voucher, 'voucherId' | 'couponId' | 'code' | 'link'>;
  readonly brand: Brand;
};

/** A redemption that took place, and may have been undone since. */
export type Redeemed = {
  readonly redemptionId: string;
  readonly redeemedAt: string;
  readonly undoneAt?: string;
};
