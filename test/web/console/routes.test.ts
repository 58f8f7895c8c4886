import { expect, test } from 'vitest';
import { addressOf, readRoute } from '../../../web/console/route.ts';
import { mayOpen, sectionsFor } from '../../../web/console/sections.ts';
import { plainDigits, storeFaults } from '../../../web/console/stores/store-form.ts';

test('an address and the page it opens belong together', () => {
  expect(readRoute('#/campaigns')).toEqual({ page: 'campaigns' });
  expect(readRoute('#/campaigns/new')).toEqual({ page: 'compose' });
  expect(readRoute(addressOf('campaigns', 'cmp/1 あ'))).toEqual({ page: 'campaign', campaignId: 'cmp/1 あ' });
  expect(readRoute('#/registers/readings')).toEqual({ page: 'register', kind: 'readings' });
  expect(readRoute('#/coupons/new')).toEqual({ page: 'coupon' });
  expect(readRoute(addressOf('coupons', 'cpn_1'))).toEqual({ page: 'couponDetail', couponId: 'cpn_1' });
  expect(readRoute('#/rotation')).toEqual({ page: 'rotation' });
  expect(readRoute('#/leavers')).toEqual({ page: 'leavers' });
  expect(readRoute(addressOf('leavers', 'stf_1'))).toEqual({ page: 'leaver', staffId: 'stf_1' });
  expect(readRoute('#/stores/new')).toEqual({ page: 'store' });
  expect(readRoute(addressOf('stores', 'sto_1'))).toEqual({ page: 'storeDetail', storeId: 'sto_1' });
  expect(readRoute(addressOf('stores', 'sto_1', 'pin'))).toEqual({ page: 'storePin', storeId: 'sto_1' });
  expect(readRoute(addressOf('stores', 'sto_1', 'poster'))).toEqual({
    page: 'storePoster',
    storeId: 'sto_1',
  });
});

test('no address is no page, and a strange one is the page that says so', () => {
  expect(readRoute('')).toBeUndefined();
  expect(readRoute('#/')).toBeUndefined();
  for (const strange of [
    '#/nowhere',
    '#/campaigns/',
    '#/campaigns/a/b',
    '#/coupons/a/b',
    '#/stores/sto_1/pin/x',
    '#/stores/sto_1/poster/x',
    '#/leavers/stf_1/x',
    '#/campaigns/%E0%A4',
    '#/toString',
  ]) {
    expect(readRoute(strange)).toEqual({ page: 'missing' });
  }
});

test('groups open their sections and no others', () => {
  expect(sectionsFor(['custodian', 'marketer'])).toEqual([
    'campaigns',
    'coupons',
    'stores',
    'analysis',
    'desk',
  ]);
  expect(sectionsFor(['custodian'])).toEqual(['desk']);
  expect(sectionsFor(['someone', 'constructor'])).toEqual([]);
});

test('a marketer does not open the desk, nor a custodian the campaigns', () => {
  expect(mayOpen({ page: 'reading' }, sectionsFor(['marketer']))).toBe(false);
  for (const page of ['rotation', 'leavers'] as const) {
    expect(mayOpen({ page }, sectionsFor(['marketer']))).toBe(false);
    expect(mayOpen({ page }, sectionsFor(['custodian']))).toBe(true);
  }
  expect(mayOpen({ page: 'storePin', storeId: 'sto_1' }, sectionsFor(['custodian']))).toBe(false);
  expect(mayOpen({ page: 'storePoster', storeId: 'sto_1' }, sectionsFor(['custodian']))).toBe(false);
  expect(mayOpen({ page: 'campaign', campaignId: 'cmp_1' }, sectionsFor(['custodian']))).toBe(false);
  expect(mayOpen({ page: 'missing' }, sectionsFor(['marketer']))).toBe(true);
});

test('a store needs a name and a PIN of 4 to 8 digits, full-width ones included', () => {
  const draft = { name: '渋谷店', timeZone: 'Asia/Tokyo' };
  expect(storeFaults(draft, '1234')).toEqual({});
  expect(plainDigits('12 34')).toBe('1234');
  expect(storeFaults({ ...draft, name: ' ' }, '123')).toEqual({ name: 'needStoreName', pin: 'badPin' });
});
