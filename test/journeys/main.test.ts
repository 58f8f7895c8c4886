import { afterAll, beforeAll, expect, test } from 'vitest';
import type { System } from '../../local/system.ts';
import { openSystem } from '../local-system.ts';
import {
  controlsOf,
  launchCampaign,
  makeCoupon,
  makeStore,
  openConsole,
  reportOf,
  signUp,
} from './people.ts';

let system: System;

beforeAll(async () => {
  system = await openSystem();
});

afterAll(() => system.close());

test('three shoppers prove numbers, two opt in, and exactly these two get the campaign', async () => {
  const { origin } = system;
  const controls = controlsOf(origin);
  const hanako = await signUp(origin, '090-1234-5678', '+819012345678', true);
  const taro = await signUp(origin, '+819023456789', '+819023456789', true);
  const jiro = await signUp(origin, '０８０３４５６７８９０', '+818034567890', false);
  const console = await openConsole(origin);
  const storeId = await makeStore(console);
  const couponId = await makeCoupon(console);
  const campaignId = await launchCampaign(console, couponId);
  await controls.pulse();

  const coupons = async (e164: string) =>
    (await controls.inbox(e164)).filter(({ body }) => body.includes('/c/'));
  expect(await coupons(jiro.e164)).toHaveLength(0);
  for (const shopper of [hanako, taro]) {
    const messages = await coupons(shopper.e164);
    expect(messages).toHaveLength(1);
    expect(messages[0]?.body).toMatch(
      new RegExp(`${origin}/c/[0-9A-Za-z]{14}\\b.*${origin}/o/[0-9A-Za-z]{14}$`, 'u'),
    );
  }
  const link = /\/c\/(\w+)/u.exec((await coupons(hanako.e164))[0]?.body ?? '')?.[1];
  expect((await hanako.get(`/c/${link}`)).status).toBe(200);
  expect((await hanako.get(`/v1/links/${link}`)).body).toMatchObject({
    voucher: { title: '100円引', state: 'issued' },
  });

  const [voucher] = (await hanako.get('/v1/me/vouchers')).body['items'] as { voucherId: string }[];
  const redeem = () =>
    hanako.post(`/v1/vouchers/${voucher?.voucherId}/redemptions`, {
      storeId,
      proof: { kind: 'store-pin', pin: '2468' },
    });
  const first = await redeem();
  expect(first.status).toBe(201);
  const second = await redeem();
  expect(second.status).toBe(409);
  expect(second.body).toMatchObject({
    code: 'voucher.already_redeemed',
    redeemedAt: first.body['redeemedAt'],
    storeName: '渋谷店',
  });

  const report = await reportOf(console, campaignId);
  expect(Object.values(report.byState).reduce((sum, count) => sum + count, 0)).toBe(report.recipients);
  expect(report).toMatchObject({ recipients: 2, redeemed: 1, byState: { SENT: 2 } });

  const stop = /\/o\/(\w+)/u.exec((await coupons(taro.e164))[0]?.body ?? '')?.[1];
  expect((await jiro.post(`/v1/opt-outs/${stop}`)).status).toBe(200);
  const again = await launchCampaign(console, couponId);
  await controls.pulse();
  expect(await reportOf(console, again)).toMatchObject({ recipients: 1, byState: { SENT: 1 } });
  expect(await coupons(taro.e164)).toHaveLength(1);
});
