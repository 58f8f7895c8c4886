import { expect, test } from 'vitest';
import type { CouponId, StoreId } from '../../lambdas/domain/ids.ts';
import { makePepper } from '../../lambdas/domain/pepper.ts';
import { makeListVouchers } from '../../lambdas/shopper/show-vouchers.ts';
import { somebody, noonMs } from '../contracts/people.ts';
import { someCoupon, someStore, voucherOf } from '../contracts/redeemers.ts';

const stores = [someStore(), { ...someStore(), group: '駅前' }];
const storeIds = stores.map(({ storeId }) => storeId);

test('a wallet reads each store once, however many of its vouchers name it', async () => {
  const holder = somebody();
  const limits = [{ storeIds }, { storeIds }, { storeIds }, { storeGroup: '駅前' }, { storeGroup: '駅前' }];
  const coupons = limits.map(someCoupon);
  const read: string[] = [];
  const list = makeListVouchers({
    vouchers: { ofShopper: async () => coupons.map(coupon => voucherOf(coupon, { shopperId: holder })) },
    coupons: { byId: async (id: CouponId) => coupons.find(({ couponId }) => couponId === id) },
    stores: {
      byId: async (id: StoreId) => {
        read.push(id);
        return stores.find(({ storeId }) => storeId === id);
      },
      list: async () => {
        read.push('list');
        return { items: stores };
      },
    },
    secrets: makePepper('wallet'),
    origin: 'https://mogiri.example',
  });
  const shown = await list(holder, noonMs);
  expect(shown.map(({ stores: named }) => named?.length)).toEqual([2, 2, 2, 1, 1]);
  expect(read.toSorted()).toEqual(['list', ...storeIds].toSorted());
});
