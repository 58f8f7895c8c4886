import { expect, test } from 'vitest';
import {
  couponBody,
  couponFaults,
  emptyCoupon,
  readLimit,
} from '../../../web/console/coupons/coupon-form.ts';
import {
  campaignBody,
  campaignFaults,
  draftOf,
  emptyCampaign,
} from '../../../web/console/campaigns/campaign-form.ts';
import type { Campaign } from '../../../web/console/answers.ts';
import { isoInZone, wallInZone } from '../../../web/console/zoned-time.ts';

test('a wall time becomes ISO with the offset of its zone', () => {
  expect(isoInZone('2026-11-22T10:00', 'Asia/Tokyo')).toBe('2026-11-22T10:00:00+09:00');
  expect(isoInZone('2026-07-01T09:30:05', 'America/New_York')).toBe('2026-07-01T09:30:05-04:00');
  expect(isoInZone('2026-01-01T00:00', 'Asia/Kolkata')).toBe('2026-01-01T00:00:00+05:30');
});

test('around a change of clocks the hour stays the one that was written', () => {
  expect(isoInZone('2026-03-29T01:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00+01:00');
  expect(isoInZone('2026-03-29T03:30', 'Europe/Berlin')).toBe('2026-03-29T03:30:00+02:00');
});

test('an hour that the clock skips moves forward', () => {
  expect(isoInZone('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T03:30:00+02:00');
});

test('what is no time gives nothing', () => {
  expect(isoInZone('', 'Asia/Tokyo')).toBeUndefined();
  expect(isoInZone('soon', 'Asia/Tokyo')).toBeUndefined();
});

test('wall time and ISO are each other’s way back', () => {
  const iso = isoInZone('2026-12-24T18:45', 'Asia/Tokyo') ?? '';
  expect(wallInZone(Date.parse(iso), 'Asia/Tokyo')).toBe('2026-12-24T18:45');
});

const coupon = { ...emptyCoupon, title: ' 100円引 ', validUntil: '2026-12-21' };

test('a coupon holds from the first moment of its first day to the last second of its last', () => {
  const body = couponBody({ ...coupon, validFrom: '2026-12-01', totalLimit: '500' }, 'Asia/Tokyo');
  expect(body).toEqual({
    title: '100円引',
    validFrom: '2026-12-01T00:00:00+09:00',
    validUntil: '2026-12-21T23:59:59+09:00',
    totalLimit: 500,
    perPersonLimit: 1,
    public: false,
  });
});

test('a coupon names stores only when some were chosen', () => {
  expect(couponBody({ ...coupon, storeIds: ['st_1'] }, 'Asia/Tokyo')).not.toHaveProperty('storeIds');
  expect(couponBody({ ...coupon, where: 'some', storeIds: ['st_1'] }, 'Asia/Tokyo')).toMatchObject({
    storeIds: ['st_1'],
  });
});

test('a coupon that cannot be sent says which field stands in the way', () => {
  expect(couponFaults(coupon)).toEqual({});
  expect(couponFaults({ ...emptyCoupon, where: 'some', totalLimit: '0', perPersonLimit: 'x' })).toEqual({
    title: 'needTitle',
    validUntil: 'needUntil',
    storeIds: 'needStores',
    totalLimit: 'badLimit',
    perPersonLimit: 'badLimit',
  });
  expect(couponFaults({ ...coupon, validFrom: '2026-12-22' })).toEqual({ validUntil: 'badUntil' });
});

test('windows, days from receipt and an amount go along when they were typed, and empty rows do not', () => {
  const typed = {
    ...coupon,
    weekdays: [5, 1],
    hours: [
      { from: '11:00', to: '14:00' },
      { from: '', to: '' },
    ],
    blackouts: ['2026-12-31'],
    days: '７',
    benefitAs: 'amount' as const,
    amount: '1,500',
    titleEn: ' Autumn ',
    perStoreDayLimit: '20',
    exclusiveGroup: ' 秋 ',
    where: 'group' as const,
    storeGroup: '関東',
  };
  expect(couponFaults(typed)).toEqual({});
  expect(couponBody(typed, 'Asia/Tokyo')).toMatchObject({
    usableOn: { weekdays: [1, 5], hours: [{ from: '11:00', to: '14:00' }], blackouts: ['2026-12-31'] },
    validity: { kind: 'days-from-receipt', days: 7 },
    benefit: { amount: 1500, currency: 'JPY' },
    titleEn: 'Autumn',
    perStoreDayLimit: 20,
    exclusiveGroup: '秋',
    storeGroup: '関東',
  });
  const wrong = { ...typed, hours: [{ from: '11:00', to: '' }], days: '0', amount: '-1', storeGroup: '' };
  expect(couponFaults({ ...wrong, perStoreDayLimit: 'x' })).toEqual({
    hours: 'badHours',
    days: 'badDays',
    amount: 'badAmount',
    storeGroup: 'needGroup',
    perStoreDayLimit: 'badLimit',
  });
});

test('a limit is a whole number from 1, in any digits, or none', () => {
  expect([readLimit('12'), readLimit(''), readLimit('0'), readLimit('1.5'), readLimit('-1')]).toEqual([
    12,
    undefined,
    false,
    false,
    false,
  ]);
});

const campaign = { ...emptyCampaign, name: 'お礼', body: 'どうぞ', couponId: 'cp_1' };

test('a campaign that starts at once names no start and no stores', () => {
  expect(campaignBody({ ...campaign, startTime: '2026-11-22T10:00' }, 'Asia/Tokyo')).toEqual({
    name: 'お礼',
    couponId: 'cp_1',
    message: { body: 'どうぞ' },
    audience: {},
  });
});

test('a campaign may not end before it starts, nor before now', () => {
  const now = '2026-11-22T09:00';
  expect(campaignFaults({ ...campaign, endTime: '2026-11-22T08:59' }, now)).toEqual({ endTime: 'badEnd' });
  const later = { ...campaign, start: 'at' as const, startTime: '2026-11-23T10:00' };
  expect(campaignFaults({ ...later, endTime: '2026-11-23T10:00' }, now)).toEqual({ endTime: 'badEnd' });
  expect(campaignFaults({ ...later, endTime: '2026-11-23T10:01' }, now)).toEqual({});
  expect(campaignFaults({ ...emptyCampaign, start: 'at', where: 'some' }, now)).toEqual({
    name: 'needName',
    body: 'needBody',
    couponId: 'needCoupon',
    storeIds: 'needStores',
    startTime: 'needStart',
  });
});

test('a campaign put back into the form makes the same request again', () => {
  const wish = { ...campaign, where: 'some' as const, storeIds: ['st_1'], start: 'at' as const };
  const body = campaignBody(
    { ...wish, startTime: '2026-11-23T10:00', endTime: '2026-11-23T12:00' },
    'Asia/Tokyo',
  );
  const made: Campaign = {
    ...body,
    campaignId: 'cmp_1',
    state: 'planned',
    createdAt: '2026-11-22T00:00:00Z',
  };
  const again = draftOf(made, 'Asia/Tokyo');
  expect(again.replaces).toBe('cmp_1');
  expect(campaignBody(again, 'Asia/Tokyo')).toEqual(body);
});
