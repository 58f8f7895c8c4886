import type { Campaign, CampaignBook } from '../domain/campaign.ts';
import type { CouponBook } from '../domain/coupon.ts';
import { campaignId, couponId, storeId } from '../domain/ids.ts';
import { isPlainText } from '../domain/message.ts';
import { refuse } from '../domain/refusal.ts';
import type { ReplayKey } from '../domain/replay.ts';
import type { StoreBook } from '../domain/store.ts';
import { allExist } from './make-coupon.ts';

/** What drafting a campaign needs. */
export type DraftDeps = {
  readonly campaigns: CampaignBook;
  readonly coupons: Pick<CouponBook, 'byId'>;
  readonly stores: Pick<StoreBook, 'byId'>;
  readonly newUlid: (nowMs: number) => string;
};

/** A campaign to draft; times ISO 8601 with offset. */
export type DraftCampaign = {
  readonly name: string;
  readonly couponId: string;
  readonly message: { readonly body: string };
  readonly audience?: { readonly storeIds?: readonly string[] | undefined } | undefined;
  readonly startAt?: string | undefined;
  readonly endAt?: string | undefined;
};

const time = (ms: number) => new Date(ms).toISOString();

/** A campaign as the console sees it. */
export function showCampaign(campaign: Campaign) {
  const { campaignId, name, couponId, body, storeIds, startAtMs, endAtMs, state, plan } = campaign;
  return {
    campaignId,
    name,
    couponId,
    message: { body },
    audience: storeIds === undefined ? {} : { storeIds: [...storeIds] },
    state,
    ...(startAtMs === undefined ? {} : { startAt: time(startAtMs) }),
    ...(endAtMs === undefined ? {} : { endAt: time(endAtMs) }),
    createdAt: time(campaign.createdAtMs),
    ...(plan === undefined
      ? {}
      : { plan: { ...plan, startsAt: time(plan.startsAtMs), endsAt: time(plan.endsAtMs) } }),
  };
}

/** Drafts a campaign. Refusals: coupon.not_found, store.not_found, message.not_sendable, request.malformed. */
export function makeDraftCampaign({ campaigns, coupons, stores, newUlid }: DraftDeps) {
  return async (wish: DraftCampaign, replay: ReplayKey | undefined, nowMs: number) => {
    if (!isPlainText(wish.message.body)) return refuse('message.not_sendable', { why: 'hidden_letters' });
    const startAtMs = wish.startAt === undefined ? undefined : Date.parse(wish.startAt);
    const endAtMs = wish.endAt === undefined ? undefined : Date.parse(wish.endAt);
    if (endAtMs !== undefined && endAtMs <= (startAtMs ?? nowMs))
      return refuse('request.malformed', { fields: 'endAt' });
    const storeIds = wish.audience?.storeIds?.map(storeId);
    const coupon = await coupons.byId(couponId(wish.couponId));
    if (coupon === undefined) return refuse('coupon.not_found');
    if (storeIds !== undefined && !(await allExist(stores, storeIds))) return refuse('store.not_found');
    const campaign: Campaign = {
      campaignId: campaignId(`cmp_${newUlid(nowMs)}`),
      name: wish.name,
      couponId: coupon.couponId,
      body: wish.message.body,
      ...(storeIds === undefined ? {} : { storeIds }),
      ...(startAtMs === undefined ? {} : { startAtMs }),
      ...(endAtMs === undefined ? {} : { endAtMs }),
      createdAtMs: nowMs,
      state: 'draft',
    };
    const made = await campaigns.create(campaign, replay);
    if (made.kind === 'key_reused') return refuse('idempotency.key_reused');
    const first = made.kind === 'repeated' ? await campaigns.byId(made.id) : campaign;
    return first === undefined ? refuse('campaign.not_found') : showCampaign(asDrafted(first));
  };
}

/** The campaign as it was when it was drafted: what a repeated request is answered with. */
function asDrafted({ plan: _plan, ...campaign }: Campaign): Campaign {
  return { ...campaign, state: 'draft' };
}
