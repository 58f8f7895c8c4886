import type { CampaignBook } from '../domain/campaign.ts';
import type { CouponBook } from '../domain/coupon.ts';
import { reportOf, type DeliveryBook } from '../domain/delivery.ts';
import { campaignId, couponId, storeId } from '../domain/ids.ts';
import type { Leavers } from '../domain/leave.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import { replayKey } from '../domain/replay.ts';
import type { Page, StoreBook } from '../domain/store.ts';
import type { Verbs } from '../door.ts';
import { callerOf, type Knock } from '../knock.ts';
import type { makeChangeStore } from './change-store.ts';
import type { makeCountCrew } from './count-crew.ts';
import type { consoleWire } from './console.wire.ts';
import { showCampaign, type makeDraftCampaign } from './draft-campaign.ts';
import type { makeKeepPicture } from './keep-picture.ts';
import { showCoupon, type makeMakeCoupon } from './make-coupon.ts';
import { showStores, type makeMakeStore } from './make-store.ts';
import type { makeMoveCampaign, makePlanCampaign } from './move-campaign.ts';
import type { makeSetPin } from './set-pin.ts';
import type { makeStopCoupon } from './stop-coupon.ts';
import { usageVerbs, type UsageVerbDeps } from './usage.verbs.ts';

/** The flows and books behind the console's routes. */
export type ConsoleDeps = UsageVerbDeps & {
  readonly stores: StoreBook;
  readonly leavers: Leavers;
  readonly coupons: CouponBook;
  readonly campaigns: CampaignBook;
  readonly deliveries: Pick<DeliveryBook, 'tally'>;
  readonly makeStore: ReturnType<typeof makeMakeStore>;
  readonly changeStore: ReturnType<typeof makeChangeStore>;
  readonly countCrew: ReturnType<typeof makeCountCrew>;
  readonly setPin: ReturnType<typeof makeSetPin>;
  readonly makeCoupon: ReturnType<typeof makeMakeCoupon>;
  readonly stopCoupon: ReturnType<typeof makeStopCoupon>;
  readonly keepPicture: ReturnType<typeof makeKeepPicture>;
  readonly draft: ReturnType<typeof makeDraftCampaign>;
  readonly plan: ReturnType<typeof makePlanCampaign>;
  readonly move: ReturnType<typeof makeMoveCampaign>;
  /** What an Idempotency-Key may remember of a PIN: a plain hash of four digits would be no secret. */
  readonly pinMark: (pin: string) => string;
};

const pageSize = 50;

function showPage<T, S>({ items, cursor }: Page<T>, show: (item: T) => S) {
  return { body: { items: items.map(show), ...(cursor === undefined ? {} : { cursor }) } };
}

const replayOf = (knock: Knock, route: string) =>
  replayKey(callerOf(knock, 'staff').staffId, route, knock.idempotencyKey, knock.body, knock.nowMs);

const reply = <T extends object>(made: T | Refusal) => (isRefusal(made) ? made : { body: made });

const idOf = (knock: Knock) => campaignId(knock.params['campaignId'] ?? '');

function storeVerbs(deps: ConsoleDeps) {
  return {
    'POST /v1/stores': async knock => {
      const { name, group, timeZone = 'Asia/Tokyo', pin } = knock.body;
      const remembered = { ...knock, body: { ...knock.body, pin: deps.pinMark(pin) } };
      const { staffId: by } = callerOf(knock, 'staff');
      const wish = { name, group, timeZone, pin, by };
      return reply(await deps.makeStore(wish, replayOf(remembered, 'store'), knock.nowMs));
    },
    'GET /v1/stores': async ({ query }) => {
      const page = await deps.stores.list(query['cursor'], pageSize);
      return showPage({ ...page, items: await showStores(deps.leavers, page.items) }, store => store);
    },
    'GET /v1/stores/{storeId}': async ({ params }) => {
      const store = await deps.stores.byId(storeId(params['storeId'] ?? ''));
      const [shown] = await showStores(deps.leavers, store === undefined ? [] : [store]);
      return shown === undefined ? refuse('store.not_found') : { body: shown };
    },
    'GET /v1/stores/{storeId}/staff': async ({ params, nowMs }) =>
      reply(await deps.countCrew(storeId(params['storeId'] ?? ''), nowMs)),
    'PUT /v1/stores/{storeId}': async ({ params, body: { name, group } }) =>
      reply(await deps.changeStore(storeId(params['storeId'] ?? ''), { name, group })),
    'PUT /v1/stores/{storeId}/pin': async knock => {
      const { staffId: by } = callerOf(knock, 'staff');
      const { body, params, nowMs } = knock;
      const id = storeId(params['storeId'] ?? '');
      return reply(await deps.setPin({ storeId: id, pin: body.pin, by, nowMs }));
    },
  } satisfies Partial<Verbs<typeof consoleWire>>;
}

function couponVerbs(deps: ConsoleDeps) {
  return {
    'POST /v1/coupons': async knock =>
      reply(await deps.makeCoupon(knock.body, replayOf(knock, 'coupon'), knock.nowMs)),
    'GET /v1/coupons': async ({ query }) =>
      showPage(await deps.coupons.list(query['cursor'], pageSize), showCoupon),
    'GET /v1/coupons/{couponId}': async ({ params }) => {
      const coupon = await deps.coupons.byId(couponId(params['couponId'] ?? ''));
      if (coupon === undefined) return refuse('coupon.not_found');
      const used = await deps.coupons.timesUsed(coupon);
      return { body: { ...showCoupon(coupon), ...(used === undefined ? {} : { used }) } };
    },
    'POST /v1/pictures': async ({ body }) => reply(await deps.keepPicture(body.data)),
    'POST /v1/coupons/{couponId}/stop': async ({ params, body, nowMs }) =>
      reply(
        await deps.stopCoupon(couponId(params['couponId'] ?? ''), { atMs: nowMs, message: body.message }),
      ),
  } satisfies Partial<Verbs<typeof consoleWire>>;
}

function campaignVerbs(deps: ConsoleDeps) {
  const move = (verb: Parameters<ConsoleDeps['move']>[1]) => async (knock: Knock) => {
    const moved = await deps.move(idOf(knock), verb, knock.nowMs);
    return isRefusal(moved) ? moved : { body: showCampaign(moved) };
  };
  return {
    'POST /v1/campaigns': async knock =>
      reply(await deps.draft(knock.body, replayOf(knock, 'campaign'), knock.nowMs)),
    'GET /v1/campaigns': async ({ query }) =>
      showPage(await deps.campaigns.list(query['cursor'], pageSize), showCampaign),
    'GET /v1/campaigns/{campaignId}': async knock => {
      const campaign = await deps.campaigns.byId(idOf(knock));
      return campaign === undefined ? refuse('campaign.not_found') : { body: showCampaign(campaign) };
    },
    'POST /v1/campaigns/{campaignId}/plan': async knock => {
      const planned = await deps.plan(idOf(knock), knock.nowMs);
      return isRefusal(planned) ? planned : { body: showCampaign(planned) };
    },
    'POST /v1/campaigns/{campaignId}/launch': move('launch'),
    'POST /v1/campaigns/{campaignId}/pause': move('pause'),
    'POST /v1/campaigns/{campaignId}/resume': move('resume'),
    'POST /v1/campaigns/{campaignId}/cancel': move('cancel'),
    'GET /v1/campaigns/{campaignId}/report': async knock => {
      const [tally, campaign] = [
        await deps.deliveries.tally(idOf(knock)),
        await deps.campaigns.byId(idOf(knock)),
      ];
      return campaign === undefined ? refuse('campaign.not_found') : { body: reportOf(campaign, tally) };
    },
  } satisfies Partial<Verbs<typeof consoleWire>>;
}

/** The console's routes as verbs: ids and counts only. */
export function makeConsoleVerbs(deps: ConsoleDeps): Verbs<typeof consoleWire> {
  return { ...storeVerbs(deps), ...couponVerbs(deps), ...campaignVerbs(deps), ...usageVerbs(deps) };
}
