import type { Campaign } from '../answers.ts';
import { isoInZone, wallInZone } from '../zoned-time.ts';

/** What is typed to write a campaign; times are wall times of the zone shown beside them. */
export type CampaignDraft = {
  readonly name: string;
  readonly body: string;
  readonly couponId: string;
  readonly where: 'all' | 'some';
  readonly storeIds: readonly string[];
  readonly start: 'now' | 'at';
  readonly startTime: string;
  readonly endTime: string;
  readonly replaces: string;
};

/** A campaign form as it opens. */
export const emptyCampaign: CampaignDraft = {
  name: '',
  body: '',
  couponId: '',
  where: 'all',
  storeIds: [],
  start: 'now',
  startTime: '',
  endTime: '',
  replaces: '',
};

/** Which fields cannot be sent as they are, each with the key of its sentence. */
export type CampaignFaults = {
  readonly name?: 'needName';
  readonly body?: 'needBody';
  readonly couponId?: 'needCoupon';
  readonly storeIds?: 'needStores';
  readonly startTime?: 'needStart';
  readonly endTime?: 'badEnd';
};

const endFault = (draft: CampaignDraft, nowWall: string): boolean => {
  if (draft.endTime === '') return false;
  return draft.endTime <= (draft.start === 'at' && draft.startTime !== '' ? draft.startTime : nowWall);
};

/** Looks over a campaign before it is sent; `nowWall` is the present wall time of the same zone. */
export const campaignFaults = (draft: CampaignDraft, nowWall: string): CampaignFaults => ({
  ...(draft.name.trim() === '' ? { name: 'needName' as const } : {}),
  ...(draft.body.trim() === '' ? { body: 'needBody' as const } : {}),
  ...(draft.couponId === '' ? { couponId: 'needCoupon' as const } : {}),
  ...(draft.where === 'some' && draft.storeIds.length === 0 ? { storeIds: 'needStores' as const } : {}),
  ...(draft.start === 'at' && draft.startTime === '' ? { startTime: 'needStart' as const } : {}),
  ...(endFault(draft, nowWall) ? { endTime: 'badEnd' as const } : {}),
});

/** The body of `POST /v1/campaigns` (DESIGN §5). */
export const campaignBody = (
  draft: CampaignDraft,
  timeZone: string,
): Pick<Campaign, 'name' | 'couponId' | 'message' | 'audience' | 'startAt' | 'endAt'> => {
  const startAt = draft.start === 'at' ? isoInZone(draft.startTime, timeZone) : undefined;
  const endAt = draft.endTime === '' ? undefined : isoInZone(draft.endTime, timeZone);
  return {
    name: draft.name.trim(),
    couponId: draft.couponId,
    message: { body: draft.body },
    audience: draft.where === 'some' ? { storeIds: draft.storeIds } : {},
    ...(startAt === undefined ? {} : { startAt }),
    ...(endAt === undefined ? {} : { endAt }),
  };
};

/** A campaign put back into the form, to be made anew in place of the old one. */
export const draftOf = (campaign: Campaign, timeZone: string): CampaignDraft => {
  const storeIds = campaign.audience.storeIds ?? [];
  const wall = (iso: string | undefined): string =>
    iso === undefined ? '' : wallInZone(Date.parse(iso), timeZone);
  return {
    name: campaign.name,
    body: campaign.message.body,
    couponId: campaign.couponId,
    where: storeIds.length === 0 ? 'all' : 'some',
    storeIds,
    start: campaign.startAt === undefined ? 'now' : 'at',
    startTime: wall(campaign.startAt),
    endTime: wall(campaign.endAt),
    replaces: campaign.campaignId,
  };
};
