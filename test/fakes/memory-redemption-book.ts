import { whyStopped, type Coupon } from '../../lambdas/domain/coupon.ts';
import { stateAt } from '../../lambdas/domain/hold.ts';
import type { SecretHash } from '../../lambdas/domain/ids.ts';
import { noRoomIn, storeDayOf } from '../../lambdas/domain/redemption-limits.ts';
import type {
  Asking,
  RedeemOutcome,
  Redemption,
  RedemptionBook,
  Undo,
} from '../../lambdas/domain/redemption.ts';
import { refuse, type Refusal } from '../../lambdas/domain/refusal.ts';
import type { ReplayKey } from '../../lambdas/domain/replay.ts';
import type { Voucher } from '../../lambdas/domain/voucher.ts';
import { dayKey, groupKey, markKey, takeTryOff, totalKey, type RedemptionStore } from './redemption-store.ts';
import type { Wire } from './wire.ts';

const no = (refusal: Refusal): RedeemOutcome => ({ kind: 'refused', refusal });

/** Whether a session may move a voucher: nobody else holds it. */
export function isFree(voucher: Voucher, session: SecretHash | undefined, nowMs: number): boolean {
  const state = stateAt(voucher, nowMs);
  return state === 'issued' || (state === 'held' && voucher.hold?.session === session);
}

function answeredUnder({ keys }: RedemptionStore, replay: ReplayKey): RedeemOutcome | undefined {
  const used = keys.get(replay.key);
  if (used === undefined || used.endsAtMs <= replay.atMs) return undefined;
  if (used.request !== replay.request) return no(refuse('idempotency.key_reused'));
  return { kind: 'repeated', redemption: used.answer };
}

type Place = Pick<Redemption, 'shopperId' | 'storeId' | 'storeDay' | 'voucherId'>;

/** The counters of a coupon's limits that a redemption meets, with their most. */
function countersOf({ couponId, totalLimit, perStoreDayLimit }: Coupon, { storeId, storeDay = '' }: Place) {
  return [
    { part: 'total', key: totalKey(couponId), max: totalLimit },
    { part: 'store_day', key: dayKey(couponId, storeId, storeDay), max: perStoreDayLimit },
  ] as const;
}

function whyNoRoom(store: RedemptionStore, coupon: Coupon, place: Place): Refusal | undefined {
  for (const { part, key, max } of countersOf(coupon, place))
    if (max !== undefined && (store.used.get(key) ?? 0) >= max) return noRoomIn(part);
  const { exclusiveGroup } = coupon;
  const holder = exclusiveGroup && store.groups.get(groupKey(place.shopperId, exclusiveGroup));
  return holder === undefined || holder === '' || holder === place.voucherId ? undefined : noRoomIn('group');
}

function add(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

/** Counts a redemption, or takes it back; `left` is how often its voucher is used afterwards. */
function countIn(
  store: RedemptionStore,
  coupon: Coupon,
  redemption: Redemption,
  by: 1 | -1,
  left: number,
): void {
  for (const { key, max } of countersOf(coupon, redemption)) if (max !== undefined) add(store.used, key, by);
  const { shopperId, voucherId, campaignId } = redemption;
  if (campaignId !== undefined) add(store.marks, markKey(campaignId, shopperId), by);
  if (coupon.exclusiveGroup === undefined) return;
  if (left > 0) store.groups.set(groupKey(shopperId, coupon.exclusiveGroup), voucherId);
  else store.groups.delete(groupKey(shopperId, coupon.exclusiveGroup));
}

/** Redeems at once, or says why not. */
export function redeemNow(
  store: RedemptionStore,
  before: Voucher,
  coupon: Coupon,
  redemption: Redemption,
  { replay, session, tried }: Asking,
): RedeemOutcome {
  const first = replay && answeredUnder(store, replay);
  if (first !== undefined) return first;
  const voucher = store.vouchers.get(before.voucherId);
  if (voucher?.uses !== before.uses || !isFree(voucher, session, redemption.atMs))
    return { kind: 'voucher_moved', voucher };
  if (store.suspended.has(voucher.shopperId)) return no(refuse('shopper.suspended'));
  const stop = store.stops.get(coupon.couponId);
  const stopped =
    stop && whyStopped({ stoppedAtMs: stop.atMs, ...(stop.message && { stopMessage: stop.message }) });
  const hindrance = stopped ?? whyNoRoom(store, coupon, redemption);
  if (hindrance !== undefined) return no(hindrance);
  const { hold: _, ...rest } = voucher;
  const { redemptionId, storeId, storeName, atMs } = redemption;
  const uses = voucher.uses + 1;
  const state = uses >= coupon.perPersonLimit ? 'redeemed' : 'issued';
  store.vouchers.set(voucher.voucherId, {
    ...rest,
    state,
    uses,
    lastUse: { redemptionId, storeId, storeName, atMs },
  });
  store.redemptions.set(redemptionId, redemption);
  countIn(store, coupon, redemption, 1, uses);
  if (tried !== undefined) takeTryOff(store, tried);
  if (replay !== undefined) {
    const { key, request, endsAtMs } = replay;
    store.keys.set(key, { request, answer: { redemptionId, atMs }, endsAtMs });
  }
  return { kind: 'redeemed', redemption };
}

/** Undoes from the voucher as it was seen; undefined when it moved since. */
export function undoNow(
  store: RedemptionStore,
  seen: Voucher,
  { redemptionId }: Redemption,
  coupon: Coupon,
  wish: Undo,
): 'undone' | 'moved_meanwhile' | undefined {
  const redemption = store.redemptions.get(redemptionId);
  if (redemption === undefined || redemption.undoneAtMs !== undefined) return 'moved_meanwhile';
  const voucher = store.vouchers.get(seen.voucherId);
  if (voucher?.uses !== seen.uses || voucher.state !== seen.state) return undefined;
  const { lastUse, ...rest } = voucher;
  const uses = voucher.uses - 1;
  const state = voucher.state === 'redeemed' ? 'issued' : voucher.state;
  const keeps = lastUse !== undefined && lastUse.redemptionId !== redemptionId;
  store.vouchers.set(voucher.voucherId, { ...rest, ...(keeps ? { lastUse } : {}), state, uses });
  const under = wish.replay === undefined ? {} : { undoneUnder: wish.replay.key };
  store.redemptions.set(redemptionId, { ...redemption, undoneAtMs: wish.atMs, ...under });
  store.undos.set(redemptionId, wish);
  countIn(store, coupon, redemption, -1, uses);
  return 'undone';
}

/** Redemptions in memory; redeeming and undoing are one transaction each. */
export function makeMemoryRedemptionBook(store: RedemptionStore, wire: Wire): RedemptionBook {
  return {
    redeem: (before, coupon, redemption, asking) =>
      wire({ verb: 'transact', about: `redeem ${before.voucherId} ${redemption.redemptionId}` }, () =>
        redeemNow(store, before, coupon, redemption, asking),
      ),
    answered: replay =>
      wire({ verb: 'get', about: `answer under ${replay.key}` }, () => answeredUnder(store, replay)),
    whyNoRoom: ({ voucher, coupon, store: place }, nowMs) =>
      wire({ verb: 'get', about: `limits of ${coupon.couponId}` }, () =>
        whyNoRoom(store, coupon, {
          ...voucher,
          storeId: place.storeId,
          storeDay: storeDayOf(place, nowMs),
        }),
      ),
    find: (place, id) =>
      wire({ verb: 'get', about: `redemption ${id}` }, () => {
        const redemption = store.redemptions.get(id);
        return redemption?.storeId === place ? redemption : undefined;
      }),
    undo: async (redemption, coupon, wish) => {
      for (;;) {
        const { voucherId, redemptionId } = redemption;
        const seen = await wire({ verb: 'get', about: `voucher ${voucherId}` }, () =>
          store.vouchers.get(voucherId),
        );
        if (seen === undefined) return 'moved_meanwhile';
        const outcome = await wire({ verb: 'transact', about: `undo ${redemptionId}` }, () =>
          undoNow(store, seen, redemption, coupon, wish),
        );
        if (outcome !== undefined) return outcome;
      }
    },
  };
}
