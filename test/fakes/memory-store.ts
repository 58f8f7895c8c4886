import type { Campaign, Lane } from '../../lambdas/domain/campaign.ts';
import type { Consents } from '../../lambdas/domain/consent.ts';
import type { Coupon } from '../../lambdas/domain/coupon.ts';
import type { Delivery } from '../../lambdas/domain/delivery.ts';
import type { CampaignId, CouponId, SecretHash, ShopperId, VoucherId } from '../../lambdas/domain/ids.ts';
import type { Entry } from '../../lambdas/domain/register.ts';
import type { Issue } from '../../lambdas/domain/voucher.ts';

/** A delivery row with what only the table holds. */
export type DeliveryRow = Delivery & { readonly messageId?: string };

/** A voucher as far as the send path writes it. */
export type IssuedVoucher = Issue & { readonly codeSalt: number; readonly campaignId?: CampaignId };

/** What the tables hold, in memory; keys as in the table comment of `lambdas/aws/keys.ts`, without prefixes. */
export type MemoryStore = {
  readonly campaigns: Map<CampaignId, Campaign>;
  readonly underWay: Set<CampaignId>;
  readonly lanes: Map<string, Lane>;
  readonly chunks: Map<string, readonly ShopperId[]>;
  readonly deliveries: Map<string, DeliveryRow>;
  readonly vouchers: Map<VoucherId, IssuedVoucher>;
  readonly codes: Map<SecretHash, VoucherId>;
  readonly consents: Map<ShopperId, Consents>;
  readonly optOuts: Map<SecretHash, ShopperId>;
  readonly coupons: Map<CouponId, Coupon>;
  readonly register: Map<string, Entry[]>;
  lockEndsAtMs: number | undefined;
  bucket: { readonly parts: number; readonly atMs: number } | undefined;
};

/** Empty tables. */
export function makeMemoryStore(): MemoryStore {
  return {
    campaigns: new Map(),
    underWay: new Set(),
    lanes: new Map(),
    chunks: new Map(),
    deliveries: new Map(),
    vouchers: new Map(),
    codes: new Map(),
    consents: new Map(),
    optOuts: new Map(),
    coupons: new Map(),
    register: new Map(),
    lockEndsAtMs: undefined,
    bucket: undefined,
  };
}

/** The key of a lane. */
export const laneKey = (campaign: CampaignId, lane: number): string => `${campaign}|${lane}`;

/** The key of a chunk of a lane. */
export const chunkKey = (campaign: CampaignId, lane: number, chunk: number): string =>
  `${campaign}|${lane}|${chunk}`;

/** The key of a delivery. */
export const deliveryKey = (campaign: CampaignId, shopper: ShopperId): string => `${campaign}|${shopper}`;
