import { usualZone, type Coupon } from '../../../lambdas/domain/coupon.ts';
import {
  campaignId,
  couponId,
  shopperId,
  storeId,
  voucherId,
  type SecretHash,
  type ShopperId,
  type StoreId,
  type VoucherId,
} from '../../../lambdas/domain/ids.ts';
import { secretHash } from '../../../lambdas/domain/ids.ts';
import type { Pepper } from '../../../lambdas/domain/pepper.ts';
import type { Store } from '../../../lambdas/domain/store.ts';
import { voucherCodeOf } from '../../../lambdas/domain/voucher-code.ts';
import type { RedemptionStore } from '../../fakes/redemption-store.ts';
import type { Random } from '../random.ts';
import type { Terms } from './ledger-model.ts';

/** When every run begins, in milliseconds: a Saturday noon in Tokyo. */
export const startMs = Date.UTC(2026, 10, 21, 3);

/** The PIN of every store. */
export const pin = '2468';

/** Secrets in clear: what they hide is no question here, and a run should not spend its time on HMACs. */
export const pepper: Pick<Pepper, 'pinMac' | 'storeQrMac' | 'codeKey'> = {
  pinMac: (store, typed) => `${store}|${typed}`,
  storeQrMac: (_store, step) => String(step).padStart(22, '0'),
  codeKey: code => secretHash(code),
};

/** A ticket in somebody's wallet. */
export type Ticket = {
  readonly voucherId: VoucherId;
  readonly shopperId: ShopperId;
  readonly session: SecretHash;
  readonly code: string;
};

/** Who and what a run is about. */
export type Scene = {
  readonly stores: readonly StoreId[];
  readonly tickets: readonly Ticket[];
  readonly termsOf: (voucher: string) => Terms;
};

function drawCoupon(random: Random, number: number): Coupon {
  const limit = (chance: number, most: number) =>
    random.chance(chance) ? random.between(1, most) : undefined;
  const totalLimit = limit(0.35, 2);
  const perStoreDayLimit = limit(0.25, 2);
  return {
    couponId: couponId(`cpn_${number}`),
    title: '100円引',
    terms: '',
    timeZone: usualZone,
    validFromMs: startMs - 86_400_000,
    validUntilMs: startMs + 30 * 86_400_000,
    perPersonLimit: random.chance(0.7) ? 1 : 2,
    ...(totalLimit === undefined ? {} : { totalLimit }),
    ...(perStoreDayLimit === undefined ? {} : { perStoreDayLimit }),
    ...(random.chance(0.3) ? { exclusiveGroup: 'autumn' } : {}),
    isPublic: true,
    createdAtMs: startMs,
  };
}

function termsOf(coupon: Coupon, shopper: ShopperId): Terms {
  const { totalLimit, perStoreDayLimit, exclusiveGroup } = coupon;
  return {
    coupon: coupon.couponId,
    shopper,
    perPerson: coupon.perPersonLimit,
    ...(totalLimit === undefined ? {} : { total: totalLimit }),
    ...(perStoreDayLimit === undefined ? {} : { perStoreDay: perStoreDayLimit }),
    ...(exclusiveGroup === undefined ? {} : { group: exclusiveGroup }),
  };
}

function openStore(number: number): Store {
  const id = storeId(`str_${number}`);
  const set = { pinMac: pepper.pinMac(id, pin), pinSetAtMs: startMs - 1, createdAtMs: startMs - 1 };
  return { storeId: id, name: '渋谷店', timeZone: usualZone, ...set };
}

/** Draws coupons, their holders and two stores, and puts them into the tables. */
export function drawScene(random: Random, tables: RedemptionStore): Scene {
  const stores = [0, 1].map(openStore);
  for (const store of stores) tables.stores.set(store.storeId, store);
  const coupons = Array.from({ length: random.between(1, 2) }, (_, number) => drawCoupon(random, number));
  for (const coupon of coupons) tables.coupons.set(coupon.couponId, coupon);
  const shoppers = Array.from({ length: random.between(1, 2) }, (_, number) => shopperId(`shp_${number}`));
  const terms = new Map<string, Terms>();
  const tickets = shoppers.flatMap((holder, row) =>
    coupons.map((coupon, column): Ticket => {
      const number = row * 10 + column;
      const id = voucherId(`vch_${number}`);
      const code = voucherCodeOf(BigInt(number + 1) << 20n);
      const base = { voucherId: id, couponId: coupon.couponId, shopperId: holder, codeSalt: 0 };
      const sent = random.chance(0.5) ? { campaignId: campaignId('cmp_1') } : {};
      tables.vouchers.set(id, { ...base, state: 'issued', uses: 0, issuedAtMs: startMs - 1, ...sent });
      tables.codes.set(pepper.codeKey(code), id);
      terms.set(id, termsOf(coupon, holder));
      return { voucherId: id, shopperId: holder, session: secretHash(`phone-${row}`), code };
    }),
  );
  return {
    stores: stores.map(store => store.storeId),
    tickets,
    termsOf: voucher => terms.get(voucher) ?? { coupon: '', shopper: '', perPerson: 0 },
  };
}
