import { expect, test } from 'vitest';
import { couponId, type CouponId } from '../../lambdas/domain/ids.ts';
import type { Coupon } from '../../lambdas/domain/coupon.ts';
import { makeKnownCoupons } from '../../lambdas/ledger/known-coupons.ts';

const id = couponId('cpn_1');

/** A book that has every coupon but one, and what was read in it. */
function openBook() {
  const read: CouponId[] = [];
  const byId = async (wanted: CouponId) => {
    read.push(wanted);
    return wanted === 'cpn_none'
      ? undefined
      : ({ couponId: wanted, createdAtMs: read.length } as Partial<Coupon> as Coupon);
  };
  return { read, coupons: makeKnownCoupons({ byId }) };
}

test('a coupon is read once in half a minute, and anew by who asks for it anew, which the others know then', async () => {
  const { read, coupons } = openBook();
  expect((await coupons.known(id, 0))?.createdAtMs).toBe(1);
  expect((await coupons.known(id, 29_999))?.createdAtMs).toBe(1);
  expect((await coupons.known(id, 30_000))?.createdAtMs).toBe(2);
  expect((await coupons.anew(id, 40_000))?.createdAtMs).toBe(3);
  expect((await coupons.known(id, 69_999))?.createdAtMs).toBe(3);
  expect(read).toHaveLength(3);
});

test('what is not there is asked for each time, and the first of more than 500 is forgotten', async () => {
  const { read, coupons } = openBook();
  const none = couponId('cpn_none');
  expect([await coupons.known(none, 0), await coupons.known(none, 0)]).toEqual([undefined, undefined]);
  expect(read).toHaveLength(2);
  for (let number = 0; number <= 500; number += 1) await coupons.known(couponId(`cpn_${number}`), 0);
  read.splice(0);
  await coupons.known(id, 0);
  expect(read).toEqual([]);
  await coupons.known(couponId('cpn_0'), 0);
  expect(read).toEqual(['cpn_0']);
});
