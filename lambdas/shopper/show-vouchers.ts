import type { Coupon, CouponBook } from '../domain/coupon.ts';
import type { CouponId, ShopperId, StoreId, VoucherId } from '../domain/ids.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import type { StoreBook } from '../domain/store.ts';
import { stateSeen, type Voucher, type VoucherBook, type VoucherSecrets } from '../domain/voucher.ts';

/** What showing vouchers needs. `origin` is the pages' own, for links. */
export type ShowDeps = {
  readonly vouchers: VoucherBook;
  readonly coupons: Pick<CouponBook, 'byId'>;
  readonly stores: Pick<StoreBook, 'byId' | 'list'>;
  readonly secrets: VoucherSecrets;
  readonly origin: string;
};

const time = (ms: number) => new Date(ms).toISOString();

/** The stores a coupon names, or nothing when it is good everywhere. */
async function storesOf(
  deps: ShowDeps,
  coupon: Coupon,
): Promise<{ stores: { storeId: StoreId; name: string }[] } | undefined> {
  if (coupon.storeIds === undefined) return undefined;
  const stores = await Promise.all(coupon.storeIds.map(id => deps.stores.byId(id)));
  return {
    stores: stores.filter(store => store !== undefined).map(({ storeId, name }) => ({ storeId, name })),
  };
}

/** A voucher as its holder sees it: coupon's words, state now, code and link. */
export async function showVoucher(deps: ShowDeps, voucher: Voucher, coupon: Coupon, nowMs: number) {
  const code = deps.secrets.codeOf(voucher.voucherId, voucher.codeSalt);
  const use = voucher.lastUse;
  return {
    voucherId: voucher.voucherId,
    couponId: coupon.couponId,
    title: coupon.title,
    terms: coupon.terms,
    state: stateSeen(voucher, coupon, nowMs),
    validFrom: time(coupon.validFromMs),
    validUntil: time(coupon.validUntilMs),
    code,
    link: `${deps.origin}/c/${deps.secrets.linkToken(code)}`,
    ...(await storesOf(deps, coupon)),
    ...(use === undefined ? {} : { redeemedAt: time(use.atMs), storeName: use.storeName }),
  };
}

/** All vouchers of a shopper, newest first. */
export function makeListVouchers(deps: ShowDeps) {
  return async (shopper: ShopperId, nowMs: number) => {
    const vouchers = await deps.vouchers.ofShopper(shopper);
    const wanted: CouponId[] = [...new Set(vouchers.map(({ couponId }) => couponId))];
    const coupons = new Map(
      (await Promise.all(wanted.map(id => deps.coupons.byId(id)))).flatMap(c => (c ? [[c.couponId, c]] : [])),
    );
    const shown = vouchers
      .toSorted((a, b) => b.issuedAtMs - a.issuedAtMs)
      .map(voucher => ({ voucher, coupon: coupons.get(voucher.couponId) }));
    return Promise.all(
      shown.flatMap(({ voucher, coupon }) => (coupon ? [showVoucher(deps, voucher, coupon, nowMs)] : [])),
    );
  };
}

/** Stores to choose from where a coupon names none: the newest hundred. */
const choiceSize = 100;

async function storesToChoose(deps: ShowDeps, coupon: Coupon) {
  if (coupon.storeIds !== undefined) return {};
  const { items } = await deps.stores.list(undefined, choiceSize);
  return { stores: items.map(({ storeId, name }) => ({ storeId, name })) };
}

/** One voucher of a shopper, with the stores that take it. Refusal: voucher.not_found, also for somebody else's. */
export function makeShowVoucher(deps: ShowDeps) {
  return async (shopper: ShopperId, id: VoucherId, nowMs: number) => {
    const voucher = await deps.vouchers.find(shopper, id);
    const coupon = voucher && (await deps.coupons.byId(voucher.couponId));
    if (voucher === undefined || coupon === undefined) return refuse('voucher.not_found');
    const [shown, choice] = await Promise.all([
      showVoucher(deps, voucher, coupon, nowMs),
      storesToChoose(deps, coupon),
    ]);
    return { ...shown, ...choice, serverTime: time(nowMs) };
  };
}

/** The voucher behind a coupon link, or undefined; looking changes nothing, since previews fetch links. */
async function behindLink(deps: ShowDeps, token: string): Promise<Voucher | undefined> {
  const code = deps.secrets.codeInLink(token);
  return code === undefined ? undefined : deps.vouchers.byCode(deps.secrets.codeKey(code));
}

/** What anybody who holds a coupon link may see: the offer and its state, no code. */
export function makeShowLink(deps: ShowDeps) {
  return async (token: string, nowMs: number) => {
    const voucher = await behindLink(deps, token);
    const coupon = voucher && (await deps.coupons.byId(voucher.couponId));
    if (voucher === undefined || coupon === undefined) return refuse('link.not_found');
    const { title, terms } = coupon;
    return {
      title,
      terms,
      state: stateSeen(voucher, coupon, nowMs),
      validFrom: time(coupon.validFromMs),
      validUntil: time(coupon.validUntilMs),
      ...(await storesOf(deps, coupon)),
    };
  };
}

/** Notes that the page behind a link was opened by a person's browser; counted as a click of the campaign. */
export function makeNoteVisit(deps: ShowDeps) {
  return async (token: string, nowMs: number): Promise<{ noted: boolean } | Refusal> => {
    const voucher = await behindLink(deps, token);
    if (voucher === undefined) return refuse('link.not_found');
    await deps.vouchers.noteVisit(voucher, nowMs);
    return { noted: true };
  };
}
