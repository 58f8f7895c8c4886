import type { ConsentBook } from '../domain/consent.ts';
import { voucherEndMs, type Coupon, type CouponBook } from '../domain/coupon.ts';
import { faceOf } from '../domain/coupon-face.ts';
import { redemptionId, type RedemptionId, type SecretHash, type StoreId } from '../domain/ids.ts';
import type { VoucherSecrets } from '../domain/voucher.ts';
import {
  answerOf,
  draftRedemption,
  whyNotRedeem,
  whyNotUndo,
  type RedemptionBook,
  type Undo,
} from '../domain/redemption.ts';
import { isRefusal, refusals, refuse, type Refusal } from '../domain/refusal.ts';
import type { ReplayKey } from '../domain/replay.ts';
import type { Store, StoreBook } from '../domain/store.ts';
import { isVoucherCode, normalizeVoucherCode } from '../domain/voucher-code.ts';
import { stateSeen, type Voucher, type VoucherBook } from '../domain/voucher.ts';

/** What a till needs. */
export type TillDeps = {
  readonly vouchers: Pick<VoucherBook, 'byCode'>;
  readonly coupons: Pick<CouponBook, 'byId'>;
  readonly stores: Pick<StoreBook, 'byId'>;
  readonly redemptions: RedemptionBook;
  readonly consents: Pick<ConsentBook, 'of'>;
  readonly secrets: Pick<VoucherSecrets, 'codeKey'>;
  readonly newUlid: (nowMs: number) => string;
};

/** What a code means at this store: the voucher, its coupon and the store itself. */
type Find = { voucher: Voucher; coupon: Coupon; store: Store };

async function lookUp(deps: TillDeps, storeId: StoreId, text: string): Promise<Find | Refusal> {
  const code = normalizeVoucherCode(text);
  const voucher = isVoucherCode(code) ? await deps.vouchers.byCode(codeKeyOf(deps, code)) : undefined;
  const [coupon, store] = await Promise.all([
    voucher && deps.coupons.byId(voucher.couponId),
    deps.stores.byId(storeId),
  ]);
  if (store === undefined) return refuse('store.not_found');
  return voucher === undefined || coupon === undefined
    ? refuse('voucher.not_found')
    : { voucher, coupon, store };
}

/** Why the voucher found cannot be used now; whether its holder is suspended is asked here only to show it. */
async function whyNotUsable(deps: TillDeps, { voucher, coupon, store }: Find, nowMs: number) {
  const no = whyNotRedeem(voucher, coupon, store, nowMs);
  if (no !== undefined) return no;
  const consents = await deps.consents.of(voucher.shopperId);
  return consents?.suspendedAtMs === undefined ? undefined : refuse('shopper.suspended');
}

const codeKeyOf = (deps: TillDeps, code: string): SecretHash => deps.secrets.codeKey(code);

/** Shows a clerk what a code stands for, and whether it can be used here now. Looking changes nothing. */
export function makeShowAtTill(deps: TillDeps) {
  return async (storeId: StoreId, text: string, nowMs: number) => {
    const found = await lookUp(deps, storeId, text);
    if (isRefusal(found)) return found;
    const { voucher, coupon } = found;
    const no = await whyNotUsable(deps, found, nowMs);
    return {
      voucherId: voucher.voucherId,
      ...faceOf(coupon),
      state: stateSeen(voucher, coupon, nowMs),
      validUntil: new Date(voucherEndMs(coupon, voucher.issuedAtMs)).toISOString(),
      usable: no === undefined,
      ...(no === undefined
        ? {}
        : { reason: { code: no.refused, detail: refusals[no.refused].title, ...no.facts } }),
    };
  };
}

/** A clerk redeems what a code stands for: one transaction, once. */
export function makeRedeemAtTill(deps: TillDeps) {
  return async (storeId: StoreId, text: string, replay: ReplayKey | undefined, nowMs: number) => {
    const found = await lookUp(deps, storeId, text);
    if (isRefusal(found)) return found;
    const { voucher, coupon, store } = found;
    const isRepeatable = voucher.state === 'redeemed' && replay !== undefined;
    const no = isRepeatable ? undefined : whyNotRedeem(voucher, coupon, store, nowMs);
    if (no !== undefined) return no;
    const redemption = draftRedemption(
      voucher,
      store,
      'till',
      redemptionId(`red_${deps.newUlid(nowMs)}`),
      nowMs,
    );
    const done = answerOf(await deps.redemptions.redeem(voucher, coupon, redemption, replay));
    return isRefusal(done) ? done : { ...done, title: coupon.title };
  };
}

/** A clerk undoes a redemption of this store, with a reason, within 15 minutes; it stays on record. */
export function makeUndoAtTill(deps: TillDeps) {
  return async (storeId: StoreId, id: RedemptionId, undo: Undo) => {
    const redemption = await deps.redemptions.find(storeId, id);
    const coupon = redemption && (await deps.coupons.byId(redemption.couponId));
    if (redemption === undefined || coupon === undefined) return refuse('redemption.not_found');
    if (undo.replay !== undefined && redemption.undoneUnder === undo.replay.key) {
      return { redemptionId: id, undoneAtMs: redemption.undoneAtMs ?? undo.atMs };
    }
    const no = whyNotUndo(redemption, undo.atMs);
    if (no !== undefined) return no;
    const outcome = await deps.redemptions.undo(redemption, coupon, undo);
    return outcome === 'undone'
      ? { redemptionId: id, undoneAtMs: undo.atMs }
      : refuse('redemption.already_undone');
  };
}
