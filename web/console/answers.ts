import type { CouponFace, InBoth } from '../paper/coupon-words.ts';

/** One page of a list; `cursor` asks for the next one. */
export type Page<Item> = { readonly items: readonly Item[]; readonly cursor?: string };

/** A store as `GET /v1/stores` tells it (DESIGN §5); its PIN ends when somebody who knew it leaves. */
export type Store = {
  readonly storeId: string;
  readonly name: string;
  readonly group?: string;
  readonly timeZone: string;
  readonly pinState: 'set' | 'ended';
  readonly pinSetAt?: string;
};

/** A coupon as `POST /v1/coupons` takes it; a missing limit means none, a missing list every store. */
export type CouponWish = CouponFace & {
  readonly timeZone?: string;
  readonly validFrom?: string;
  readonly validUntil: string;
  readonly validity?:
    | { readonly kind: 'fixed' }
    | { readonly kind: 'days-from-receipt'; readonly days: number };
  readonly storeIds?: readonly string[];
  readonly storeGroup?: string;
  readonly totalLimit?: number;
  readonly perPersonLimit?: number;
  readonly perStoreDayLimit?: number;
  readonly exclusiveGroup?: string;
  readonly public?: boolean;
};

/** A coupon as `GET /v1/coupons` tells it; `used` comes with a single one that has a total. */
export type Coupon = CouponWish & {
  readonly couponId: string;
  readonly createdAt?: string;
  readonly stoppedAt?: string;
  readonly stopMessage?: InBoth;
  readonly used?: number;
};

/** The state of a campaign (DESIGN §6.3). */
export type CampaignState =
  | 'draft'
  | 'planned'
  | 'launched'
  | 'sending'
  | 'paused'
  | 'completed'
  | 'cancelled'
  | 'halted';

/** What sending would take: people, SMS parts, a price range since carriers cut differently, and times. */
export type Plan = {
  readonly recipients: number;
  readonly parts: number;
  readonly partsPerMessage: number;
  readonly cost: { readonly min: number; readonly max: number; readonly currency: string };
  readonly startsAt: string;
  readonly endsAt: string;
};

/** A campaign as `GET /v1/campaigns` tells it; `plan` is there once it was planned. */
export type Campaign = {
  readonly campaignId: string;
  readonly name: string;
  readonly couponId: string;
  readonly message: { readonly body: string };
  readonly audience: { readonly storeIds?: readonly string[] };
  readonly state: CampaignState;
  readonly startAt?: string;
  readonly endAt?: string;
  readonly createdAt: string;
  readonly plan?: Plan;
};

/** The state of one delivery (DESIGN §6.3). */
export type DeliveryState = 'PENDING' | 'CLAIMED' | 'SENDING' | 'SENT' | 'REFUSED' | 'UNKNOWN' | 'SKIPPED';

/** Counts of a campaign; the states add up to `recipients` at any time. */
export type Report = {
  readonly recipients: number;
  readonly byState: Readonly<Record<DeliveryState, number>>;
  readonly reasons?: Readonly<Record<string, number>>;
  readonly clicked: number;
  readonly redeemed: number;
};

/** What a register row tells beside its place: ids, counts, codes and times. */
export type RegisterFact = Readonly<Record<string, string | number | boolean>>;

/** One row of a register: its place in its chain, and the hash that links it to the row before it. */
export type RegisterRow = {
  readonly chain: string;
  readonly sequence: number;
  readonly at: string;
  readonly fact: RegisterFact;
  readonly previousHash: string;
  readonly hash: string;
};
