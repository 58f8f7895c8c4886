import { voucherEndMs, whyNotNow, type Coupon, type CouponBook } from '../domain/coupon.ts';
import { faceOf } from '../domain/coupon-face.ts';
import type { CouponId, ShopperId, StoreId, VoucherId } from '../domain/ids.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import type { Store } from '../domain/store.ts';
import {
  stateSeen,
  type Voucher,
  type VoucherBook,
  type VoucherName,
  type VoucherSecrets,
} from '../domain/voucher.ts';
import { readOnce, type StoresShown } from './read-once.ts';

/** What showing vouchers needs. `origin` is the pages' own, for links. */
export type ShowDeps = {
  readonly vouchers: VoucherBook;
  readonly coupons: Pick<CouponBook, 'byId'>;
  readonly stores: StoresShown;
  readonly secrets: VoucherSecrets;
  readonly origin: string;
};

const time = (ms: number) => new Date(ms).toISOString();

/** Stores to choose from: the newest hundred. */
const choiceSize = 100;

const named = (stores: readonly (Store | undefined)[]) =>
  stores.filter(store => store !== undefined).map(({ storeId, name }) => ({ storeId, name }));

/** The stores a coupon names or whose group it names, or nothing when it is good everywhere. */
async function storesOf(
  deps: Pick<ShowDeps, 'stores'>,
  { storeIds, storeGroup }: Coupon,
): Promise<{ stores: { storeId: StoreId; name: string }[] } | undefined> {
  if (storeIds !== undefined)
    return { stores: named(await Promise.all(storeIds.map(id => deps.stores.byId(id)))) };
  if (storeGroup === undefined) return undefined;
  const { items } = await deps.stores.list(undefined, choiceSize);
  return { stores: named(items.filter(({ group }) => group === storeGroup)) };
}

/** A coupon as anybody sees it who may have one. */
export function showOffer(coupon: Coupon) {
  return { ...faceOf(coupon), validFrom: time(coupon.validFromMs), validUntil: time(coupon.validUntilMs) };
}

/** A voucher's coupon with the voucher's own end and state, and, while it cannot be used, when it can next. */
function showCopy(voucher: Voucher, coupon: Coupon, nowMs: number) {
  const endMs = voucherEndMs(coupon, voucher.issuedAtMs);
  const seen = stateSeen(voucher, coupon, nowMs);
  // A clerk who looks at it takes nothing from its holder; who tries to redeem it meanwhile is told.
  const state = seen === 'held' ? 'issued' : seen;
  const no = state === 'issued' ? whyNotNow(coupon, { zone: coupon.timeZone, endMs }, nowMs) : undefined;
  const usableAt = no?.facts['usableAt'];
  return {
    ...showOffer(coupon),
    state,
    validUntil: time(endMs),
    usableAt: typeof usableAt === 'string' ? usableAt : undefined,
    stopMessage: state === 'void' ? coupon.stopMessage : undefined,
  };
}

/** A voucher as its holder sees it: coupon's words, state now, code and link. */
export async function showVoucher(
  deps: Omit<ShowDeps, 'vouchers'>,
  voucher: Voucher,
  coupon: Coupon,
  nowMs: number,
) {
  const code = deps.secrets.codeOf(voucher.voucherId, voucher.codeSalt);
  const use = voucher.lastUse;
  return {
    voucherId: voucher.voucherId,
    couponId: coupon.couponId,
    ...showCopy(voucher, coupon, nowMs),
    code,
    link: `${deps.origin}/c/${deps.secrets.linkToken(code)}`,
    ...(await storesOf(deps, coupon)),
    ...(use === undefined ? {} : { redeemedAt: time(use.atMs), storeName: use.storeName }),
  };
}

/** All vouchers of a shopper, newest first. */
export function makeListVouchers(
  book: Omit<ShowDeps, 'vouchers'> & { readonly vouchers: Pick<VoucherBook, 'ofShopper'> },
) {
  return async (shopper: ShopperId, nowMs: number) => {
    const deps = { ...book, stores: readOnce(book.stores) };
    const vouchers = await book.vouchers.ofShopper(shopper);
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

/** Where a coupon names no store, those to choose from. */
async function storesToChoose(deps: ShowDeps, coupon: Coupon) {
  if (coupon.storeIds !== undefined || coupon.storeGroup !== undefined) return {};
  const { items } = await deps.stores.list(undefined, choiceSize);
  return { stores: named(items) };
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

/** What is behind a coupon link, or undefined; looking changes nothing, since previews fetch links. */
async function behindLink(deps: ShowDeps, token: string): Promise<VoucherName | undefined> {
  const code = deps.secrets.codeInLink(token);
  return code === undefined ? undefined : deps.vouchers.behind(deps.secrets.codeKey(code));
}

/** What anybody who holds a coupon link may see: the offer and its state, no code. */
export function makeShowLink(deps: ShowDeps) {
  return async (token: string, nowMs: number) => {
    const named = await behindLink(deps, token);
    if (named === undefined) return refuse('link.not_found');
    const [voucher, coupon] = await Promise.all([
      deps.vouchers.find(named.shopperId, named.voucherId),
      deps.coupons.byId(named.couponId),
    ]);
    if (voucher === undefined || coupon === undefined) return refuse('link.not_found');
    return { ...showCopy(voucher, coupon, nowMs), ...(await storesOf(deps, coupon)) };
  };
}

/** Notes that the page behind a link was opened by a person's browser; counted as a click of the campaign. */
export function makeNoteVisit(deps: ShowDeps) {
  return async (token: string, nowMs: number): Promise<{ noted: boolean } | Refusal> => {
    const named = await behindLink(deps, token);
    const voucher = named && (await deps.vouchers.find(named.shopperId, named.voucherId));
    if (voucher === undefined) return refuse('link.not_found');
    await deps.vouchers.noteVisit(voucher, nowMs);
    return { noted: true };
  };
}
