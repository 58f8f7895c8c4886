import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isoInZone, wallMs } from '../../lambdas/domain/wall-clock.ts';
import type { System } from '../../local/system.ts';
import { openSystem } from '../local-system.ts';
import { openBrowserLike, type BrowserLike } from './browser-like.ts';
import { freshAddress, makeCoupon, openConsole, signUp, type ShopperLike } from './people.ts';

const dayMs = 86_400_000;
const pin = '86420975';

let system: System;
let console: BrowserLike;
let hanako: ShopperLike;
let tokyo: string;
let honolulu: string;

beforeAll(async () => {
  system = await openSystem();
  console = await openConsole(system.origin);
  hanako = await signUp(system.origin, '090-1111-2222', '+819011112222', false);
  tokyo = await openStore({ name: '渋谷店', timeZone: 'Asia/Tokyo' });
  honolulu = await openStore({ name: 'ホノルル店', timeZone: 'Pacific/Honolulu', group: 'ハワイ' });
});

afterAll(() => system.close());

async function openStore(wish: Record<string, string>): Promise<string> {
  return String((await console.post('/v1/stores', { ...wish, pin })).body['storeId']);
}

type Taken = { readonly couponId: string; readonly voucherId: string; readonly code: string };

/** A public coupon, and Hanako's voucher of it. */
async function take(wish: Record<string, unknown>): Promise<Taken> {
  const coupon = await makeCoupon(console, { public: true, ...wish });
  const { body } = await hanako.post(`/v1/coupons/${coupon}/vouchers`);
  return { couponId: coupon, voucherId: String(body['voucherId']), code: String(body['code']) };
}

const use = ({ voucherId }: Taken, store: string) =>
  hanako.post(`/v1/vouchers/${voucherId}/redemptions`, {
    storeId: store,
    proof: { kind: 'store-pin', pin },
  });

async function lookUp({ code }: Taken, store: string) {
  const till = openBrowserLike(system.origin, { address: freshAddress() });
  await till.post('/v1/till/sign-in', { storeId: store, pin });
  return (await till.get(`/v1/till/vouchers/${code}`)).body;
}

const seen = async ({ voucherId }: Taken) => (await hanako.get(`/v1/vouchers/${voucherId}`)).body;
/** Waits until a moment has passed; a token does not live that long. */
async function advanceTo(iso: string): Promise<void> {
  system.clock.advance((Date.parse(iso) - system.clock.now()) / 1000 + 1);
  console = await openConsole(system.origin);
}

const dateIn = (zone: string, days = 0) =>
  new Date(wallMs(zone, system.clock.now()) + days * dayMs).toISOString().slice(0, 10);

describe('a coupon with windows', () => {
  test('is judged by the clock of the store that is asked, and says when it can be used', async () => {
    await advanceTo(`${dateIn('Asia/Tokyo', 1)}T06:00:00+09:00`);
    const blackouts = [dateIn('Asia/Tokyo'), dateIn('Asia/Tokyo', 1)];
    const voucher = await take({ usableOn: { blackouts }, titleEn: 'Not today' });
    const usableAt = `${dateIn('Asia/Tokyo', 2)}T00:00:00+09:00`;
    const no = await use(voucher, tokyo);
    expect([no.status, no.body]).toEqual([
      422,
      expect.objectContaining({ code: 'coupon.not_usable_now', why: 'blackout', usableAt }),
    ]);
    expect(await lookUp(voucher, tokyo)).toMatchObject({
      usable: false,
      titleEn: 'Not today',
      usableOn: { blackouts },
      reason: { code: 'coupon.not_usable_now', why: 'blackout', usableAt },
    });
    expect(await seen(voucher)).toMatchObject({ state: 'issued', usableAt, timeZone: 'Asia/Tokyo' });
    expect(await lookUp(voucher, honolulu)).toMatchObject({ usable: true });
    await advanceTo(usableAt);
    expect(await seen(voucher)).not.toHaveProperty('usableAt');
    expect((await use(voucher, tokyo)).status).toBe(201);
  });

  test('before its first day it says from when, hours included', async () => {
    const validFrom = new Date(system.clock.now() + 3 * dayMs).toISOString();
    const hours = [{ from: '11:00', to: '11:30' }];
    const { reason } = (await lookUp(await take({ validFrom, usableOn: { hours } }), tokyo)) as {
      reason: { why: string; usableAt: string };
    };
    expect(reason.why).toBe('not_yet');
    expect(reason.usableAt).toMatch(/T11:\d\d:\d\d\+09:00$/u);
    expect(Date.parse(reason.usableAt)).toBeGreaterThanOrEqual(Date.parse(validFrom));
  });

  test.each([
    [{ hours: [{ from: '11:00', to: '11:00' }] }, 'usableOn.hours'],
    [{ hours: [{ from: '9:00', to: '11:00' }] }, 'usableOn.hours.from'],
    [{ hours: [{ from: '11:00', to: '24:00' }] }, 'usableOn.hours.to'],
    [{ weekdays: [0] }, 'usableOn.weekdays'],
    [{ weekdays: [1, 1] }, 'usableOn.weekdays'],
    [{ weekdays: [] }, 'usableOn.weekdays'],
    [{ blackouts: ['2026-02-29'] }, 'usableOn.blackouts'],
  ])('%j is refused, and the field named', async (usableOn, fields) => {
    const made = await console.post('/v1/coupons', {
      title: '券',
      validUntil: '2099-01-01T00:00:00Z',
      usableOn,
    });
    expect([made.status, made.body['fields']]).toEqual([400, fields]);
  });
});

describe('a voucher that holds for some days', () => {
  test('ends with the day after so many, and its coupon goes on', async () => {
    const voucher = await take({ validity: { kind: 'days-from-receipt', days: 2 } });
    const end = `${dateIn('Asia/Tokyo', 3)}T00:00:00+09:00`;
    const { validUntil, state } = await seen(voucher);
    expect([isoInZone('Asia/Tokyo', Date.parse(String(validUntil))), state]).toEqual([end, 'issued']);
    await advanceTo(end);
    expect((await seen(voucher))['state']).toBe('expired');
    expect((await use(voucher, tokyo)).body).toMatchObject({ code: 'coupon.not_usable_now', why: 'over' });
    const offers = (await hanako.get('/v1/coupons/public')).body['items'] as { couponId: string }[];
    expect(offers.map(offer => offer.couponId)).toContain(voucher.couponId);
  });
});

describe('a coupon for a group of stores', () => {
  test('is for its stores alone, and names them', async () => {
    const voucher = await take({ storeGroup: 'ハワイ' });
    expect(await seen(voucher)).toMatchObject({ stores: [{ storeId: honolulu, name: 'ホノルル店' }] });
    expect((await use(voucher, tokyo)).body['code']).toBe('coupon.not_at_this_store');
    expect((await use(voucher, honolulu)).status).toBe(201);
    const both = { title: '券', validUntil: '2099-01-01T00:00:00Z', storeGroup: 'x', storeIds: [tokyo] };
    expect((await console.post('/v1/coupons', both)).body['fields']).toBe('storeGroup');
  });
});

describe('a store that changes', () => {
  const change = (store: string, wish: object) => console.put(`/v1/stores/${store}`, wish);

  test('its group, at once opens and shuts it for the coupons of a group', async () => {
    const voucher = await take({ storeGroup: '城南', perPersonLimit: 9 });
    expect((await use(voucher, tokyo)).body['code']).toBe('coupon.not_at_this_store');
    expect((await change(tokyo, { group: '城南' })).body).toMatchObject({ storeId: tokyo, group: '城南' });
    expect(await lookUp(voucher, tokyo)).toMatchObject({ usable: true });
    expect(await seen(voucher)).toMatchObject({ stores: [{ storeId: tokyo }] });
    expect((await use(voucher, tokyo)).status).toBe(201);
    expect((await change(tokyo, { group: '城北' })).body).toMatchObject({ group: '城北' });
    expect((await use(voucher, tokyo)).body['code']).toBe('coupon.not_at_this_store');
    expect((await change(tokyo, { group: null })).body).not.toHaveProperty('group');
    expect((await change(tokyo, { group: null })).status).toBe(200);
    expect((await use(voucher, tokyo)).body['code']).toBe('coupon.not_at_this_store');
  });

  test('its name, is called by it from then on, and what was used before keeps the old one', async () => {
    const [before, after] = [await take({ title: '先' }), await take({ title: '後' })];
    await use(before, tokyo);
    const { body } = await console.get(`/v1/stores/${tokyo}`);
    const renamed = await change(tokyo, { name: ' 渋谷本店 ' });
    expect(renamed.body).toEqual({ ...body, name: '渋谷本店' });
    await use(after, tokyo);
    expect((await lookUp(before, tokyo))['reason']).toMatchObject({ storeName: '渋谷店' });
    expect((await lookUp(after, tokyo))['reason']).toMatchObject({ storeName: '渋谷本店' });
    await change(tokyo, { name: '渋谷店' });
  });

  test.each([
    [{ timeZone: 'Asia/Tokyo', name: '店' }, 'timeZone'],
    [{}, 'name'],
    [{ name: '' }, 'name'],
    [{ group: '' }, 'group'],
    [{ name: null }, 'name'],
  ])('in nothing else: %j', async (wish, fields) => {
    const refused = await change(tokyo, wish);
    expect([refused.status, refused.body['fields']]).toEqual([400, fields]);
  });

  test('must be one: another id makes none', async () => {
    expect((await change('str_none', { name: '店' })).body['code']).toBe('store.not_found');
    expect((await console.get('/v1/stores/str_none')).status).toBe(404);
  });
});

describe('a stop', () => {
  const message = { ja: '売り切れました', en: 'Sold out' };
  const stop = (id: string, body: object = { message }) => console.post(`/v1/coupons/${id}/stop`, body);

  test('ends a coupon at once, everywhere, and says why', async () => {
    const voucher = await take({ totalLimit: 5, perPersonLimit: 3 });
    expect((await use(voucher, tokyo)).status).toBe(201);
    const before = await console.get(`/v1/coupons/${voucher.couponId}`);
    expect(before.body).toMatchObject({ used: 1, totalLimit: 5 });
    expect((await stop(voucher.couponId)).body).toMatchObject({ stopMessage: message });
    expect((await use(voucher, tokyo)).body).toMatchObject({ code: 'coupon.stopped', message });
    expect(await lookUp(voucher, tokyo)).toMatchObject({
      state: 'void',
      usable: false,
      reason: { code: 'coupon.stopped', message },
    });
    expect(await seen(voucher)).toMatchObject({ state: 'void', stopMessage: message });
    expect((await hanako.post(`/v1/coupons/${voucher.couponId}/vouchers`)).status).toBe(422);
    const offers = (await hanako.get('/v1/coupons/public')).body['items'] as { couponId: string }[];
    expect(offers.map(offer => offer.couponId)).not.toContain(voucher.couponId);
  });

  test('happens once: a second one changes nothing, and none undoes it', async () => {
    const { couponId: id } = await take({});
    const first = await stop(id);
    system.clock.advance(5);
    expect((await stop(id, { message: { ja: 'やはり' } })).body).toEqual(first.body);
    expect((await stop('cpn_none')).status).toBe(404);
  });

  test('ends the campaign that sends it, and no other is planned with it', async () => {
    const { couponId: id } = await take({});
    const draft = { name: '秋', couponId: id, message: { body: 'どうぞ' }, audience: {} };
    const made = await console.post('/v1/campaigns', draft);
    await stop(id);
    const planned = await console.post(`/v1/campaigns/${String(made.body['campaignId'])}/plan`);
    expect([planned.status, planned.body['code']]).toEqual([422, 'coupon.stopped']);
  });

  test('leaves a used ticket used', async () => {
    const voucher = await take({});
    await use(voucher, tokyo);
    await stop(voucher.couponId);
    expect((await seen(voucher))['state']).toBe('redeemed');
  });
});
