import { expect, test } from 'vitest';
import { couponId, type CouponId } from '../../lambdas/domain/ids.ts';
import type { Coupon } from '../../lambdas/domain/coupon.ts';
import { makeKnownCoupons } from '../../lambdas/ledger/known-coupons.ts';

/** A book that has every coupon but one, and what was read in it. */
function openBook() {
  const read: CouponId[] = [];
  const byId = async (id: CouponId) => {
    read.push(id);
    return id === 'cpn_none' ? undefined : ({ couponId: id, createdAtMs: read.length } as Coupon);
  };
  return { read, coupons: makeKnownCoupons({ byId }) };
}

test('a coupon is read once, and anew by who asks for it anew, which the others know then', async () => {
  const { read, coupons } = openBook();
  const id = couponId('cpn_1');
  expect((await coupons.known(id))?.createdAtMs).toBe(1);
  expect((await coupons.known(id))?.createdAtMs).toBe(1);
  expect((await coupons.byId(id))?.createdAtMs).toBe(2);
  expect((await coupons.known(id))?.createdAtMs).toBe(2);
  expect(read).toHaveLength(2);
});

test('what is not there is asked for each time, and the first of more than 500 is forgotten', async () => {
  const { read, coupons } = openBook();
  const none = couponId('cpn_none');
  expect([await coupons.known(none), await coupons.known(none)]).toEqual([undefined, undefined]);
  expect(read).toHaveLength(2);
  for (let number = 0; number <= 500; number += 1) await coupons.known(couponId(`cpn_${number}`));
  read.splice(0);
  await coupons.known(couponId('cpn_1'));
  expect(read).toEqual([]);
  await coupons.known(couponId('cpn_0'));
  expect(read).toEqual(['cpn_0']);
});
