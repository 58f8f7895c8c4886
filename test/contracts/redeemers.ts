import { ulid } from 'ulid';
import { usualZone, type Coupon } from '../../lambdas/domain/coupon.ts';
import {
  campaignId,
  couponId,
  redemptionId,
  secretHash,
  shopperId,
  storeId,
  type SecretHash,
} from '../../lambdas/domain/ids.ts';
import { draftRedemption, type AtStore, type Redemption } from '../../lambdas/domain/redemption.ts';
import type { ReplayKey } from '../../lambdas/domain/replay.ts';
import type { Store } from '../../lambdas/domain/store.ts';
import { voucherIdFor, type Voucher } from '../../lambdas/domain/voucher.ts';
import { noonMs, somebody } from './people.ts';

/** A store nobody has seen before. */
export function someStore(timeZone = 'Asia/Tokyo'): Store {
  const pin = { pinMac: 'mac', pinSetAtMs: noonMs, createdAtMs: noonMs };
  return { storeId: storeId(`str_${ulid()}`), name: '渋谷店', timeZone, ...pin };
}

/** A coupon nobody has seen before, good for a month, once a person unless told otherwise. */
export function someCoupon(wish: Partial<Coupon> = {}): Coupon {
  return {
    couponId: couponId(`cpn_${ulid()}`),
    title: '100円引',
    terms: '',
    timeZone: usualZone,
    validFromMs: noonMs - 86_400_000,
    validUntilMs: noonMs + 30 * 86_400_000,
    perPersonLimit: 1,
    isPublic: true,
    createdAtMs: noonMs,
    ...wish,
  };
}

/** Somebody's voucher of a coupon. */
export function voucherOf(coupon: Coupon, wish: Partial<Voucher> = {}): Voucher {
  const holder = wish.shopperId ?? somebody();
  return {
    voucherId: voucherIdFor(coupon.couponId, holder),
    couponId: coupon.couponId,
    shopperId: holder,
    state: 'issued',
    uses: 0,
    codeSalt: 0,
    issuedAtMs: noonMs - 3_600_000,
    ...wish,
  };
}

/** A redemption at noon that has not happened yet. */
export function aRedemption(
  at: Pick<AtStore, 'voucher' | 'store'>,
  by: Redemption['by'] = 'till',
  atMs = noonMs,
): Redemption {
  return draftRedemption(at, by, redemptionId(`red_${ulid(atMs)}`), atMs);
}

/** A till session nobody else has. */
export const someSession = (): SecretHash => secretHash(`session-${ulid()}`);

/** A key nobody used, for a request; a day long from noon. */
export function someKey(request = 'request', key = ulid()): ReplayKey {
  return {
    key: secretHash(key),
    request: secretHash(request),
    atMs: noonMs,
    endsAtMs: noonMs + 86_400_000,
  };
}

/** A campaign nobody has seen before. */
export const someCampaignId = () => campaignId(`cmp_${ulid()}`);

/** Somebody by a name of the test's own. */
export const namedShopper = (name: string) => shopperId(`shp_${name}`);
