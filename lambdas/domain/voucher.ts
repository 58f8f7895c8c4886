import { createHash } from 'node:crypto';
import type { CampaignId, CouponId, RedemptionId, SecretHash, ShopperId, StoreId, VoucherId } from './ids.ts';
import { voucherId } from './ids.ts';
import { voucherEndMs, type Coupon } from './coupon.ts';
import { stateAt, type Hold } from './hold.ts';
import { codeLetters } from './voucher-code.ts';

/** One shopper's copy of a coupon. `lastUse` is its redemption in force, `hold` its last hold; times in milliseconds. */
export type Voucher = {
  readonly voucherId: VoucherId;
  readonly couponId: CouponId;
  readonly shopperId: ShopperId;
  readonly state: 'issued' | 'held' | 'redeemed' | 'void';
  readonly uses: number;
  readonly codeSalt: number;
  readonly issuedAtMs: number;
  readonly campaignId?: CampaignId;
  readonly lastUse?: VoucherUse;
  readonly hold?: Hold;
};

/** Where and when a voucher was used last. */
export type VoucherUse = {
  readonly redemptionId: RedemptionId;
  readonly storeId: StoreId;
  readonly storeName: string;
  readonly atMs: number;
};

/**
 * Legal moves of a voucher; conditions in the database are derived from this table. Out of `held` only its own session
 * moves it, anybody once the hold is over. A use that is not the person's last leaves the voucher issued.
 */
export const voucherMoves = {
  hold: { from: ['issued', 'held'], to: 'held' },
  release: { from: ['held'], to: 'issued' },
  redeem: { from: ['issued', 'held'], to: 'redeemed' },
  undo: { from: ['redeemed'], to: 'issued' },
  void: { from: ['issued', 'held'], to: 'void' },
} as const satisfies Record<
  string,
  { readonly from: readonly Voucher['state'][]; readonly to: Voucher['state'] }
>;

/** The one voucher of a coupon and a shopper: the same two always name the same voucher, so issuing twice is once. */
export function voucherIdFor(coupon: CouponId, shopper: ShopperId): VoucherId {
  const digest = createHash('sha256').update(`voucher|${coupon}|${shopper}`).digest();
  return voucherId(
    `vch_${Array.from(digest.subarray(0, 26), byte => codeLetters.charAt(byte & 31)).join('')}`,
  );
}

/** What the holder sees: a voucher not used in time has expired, and one whose coupon was stopped before is void. */
export function stateSeen(voucher: Voucher, coupon: Coupon, nowMs: number): Voucher['state'] | 'expired' {
  const state = stateAt(voucher, nowMs);
  if (state === 'redeemed' || state === 'void') return state;
  const endMs = voucherEndMs(coupon, voucher.issuedAtMs);
  if (coupon.stoppedAtMs !== undefined && coupon.stoppedAtMs < endMs) return 'void';
  return nowMs >= endMs ? 'expired' : state;
}

/** A voucher's secrets: the code said at the till and the token of its link, both derived, neither stored. */
export type VoucherSecrets = {
  codeOf(voucher: VoucherId, salt: number): string;
  /** What the tables know a code by. */
  codeKey(code: string): SecretHash;
  linkToken(code: string): string;
  /** The code inside a link token, or undefined when the token is not one of ours. */
  codeInLink(token: string): string | undefined;
};

/** Which voucher, of which coupon, whose. */
export type VoucherName = Pick<Voucher, 'voucherId' | 'couponId' | 'shopperId'>;

/** A new voucher to issue. */
export type Issue = VoucherName & Pick<Voucher, 'issuedAtMs'>;

/** Keeps vouchers by holder and by code. */
export type VoucherBook = {
  find(shopper: ShopperId, voucher: VoucherId): Promise<Voucher | undefined>;
  ofShopper(shopper: ShopperId): Promise<Voucher[]>;
  /** Whose voucher of which coupon a code stands for, so that all three are read at once. */
  behind(code: SecretHash): Promise<VoucherName | undefined>;
  /** Takes a code's place in the book for this voucher and answers its salt: the first whose code is free or already its own. */
  settleSalt(voucher: VoucherName, codeOfSalt: (salt: number) => SecretHash): Promise<number>;
  /** Issues the voucher, or answers the one that is there already; nothing for a suspended shopper. */
  issue(issue: Issue, codeSalt: number): Promise<Voucher | 'shopper_suspended'>;
  /** Notes that the holder opened the link of the campaign that sent it last. */
  noteVisit(voucher: Voucher, nowMs: number): Promise<void>;
};
