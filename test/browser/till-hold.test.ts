import { afterAll, beforeAll, expect, test } from 'vitest';
import { signUp } from '../journeys/people.ts';
import { enterTill } from './acts.ts';
import { openHouse, type House } from './house.ts';

let house: House;

beforeAll(async () => {
  house = await openHouse();
});

afterAll(() => house.close());

/** A shopper with the demo's public coupon, and how they slide it. */
async function openPhone(phone: string, e164: string) {
  const shopper = await signUp(house.origin, phone, e164, false);
  const { body } = await shopper.post(`/v1/coupons/${house.demo.publicCoupon}/vouchers`);
  const { storeId, pin } = house.demo;
  const slide = () =>
    shopper.post(`/v1/vouchers/${String(body['voucherId'])}/redemptions`, {
      storeId,
      proof: { kind: 'store-pin', pin },
    });
  return { code: String(body['code']), slide };
}

test('a clerk who looks at a ticket has it for three minutes, lets it go on leaving, and sees what was refused', async () => {
  const { code, slide } = await openPhone('090-4444-0001', '+819044440001');
  const visit = await house.visit();
  const { page } = visit;
  await enterTill(house, page);
  const look = async () => {
    await page.getByRole('button', { name: 'コードを入力' }).click();
    await page.locator('#code').fill(code);
    await page.locator('.result .button.wide, .result .confirm').first().waitFor();
  };
  await look();
  await page.getByText(/このレジで取り置き中。あと 2:\d\d/u).waitFor();
  expect(await visit.faults()).toEqual([]);
  expect((await slide()).body['code']).toBe('voucher.held');

  const released = page.waitForResponse(response => response.url().endsWith('/release'));
  await page.getByRole('button', { name: '戻る' }).click();
  expect((await released).status()).toBe(200);
  expect((await slide()).status).toBe(201);

  await look();
  expect(await page.getByRole('alert').textContent()).toMatch(/使われて/u);
  expect(await page.getByText(/取り置き中/u).count()).toBe(0);
  await page.getByRole('button', { name: '戻る' }).click();
  await page.getByText('今日、使えなかった券(2件)').click();
  await page.getByText('この券は使われています。').waitFor();
  await page.getByText('レジで確かめている券でした。').waitFor();
  expect(await visit.faults()).toEqual([]);
  await visit.close();
});

test('a look-up that the connection lost is done again without typing', async () => {
  const { code } = await openPhone('090-4444-0009', '+819044440009');
  const visit = await house.visit();
  const { page } = visit;
  await enterTill(house, page);
  await page.route('**/v1/till/vouchers/**', route => route.abort());
  await page.getByRole('button', { name: 'コードを入力' }).click();
  await page.locator('#code').fill(code);
  await page.getByRole('alert').waitFor();
  await page.unroute('**/v1/till/vouchers/**');
  await page.getByRole('button', { name: 'もう一度調べる' }).click();
  await page.locator('.confirm').waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  await visit.close();
});

test('a ticket that another till has is not offered for use, in English too', async () => {
  const { code } = await openPhone('090-4444-0002', '+819044440002');
  const other = await house.visit();
  await enterTill(house, other.page);
  await other.page.getByRole('button', { name: 'コードを入力' }).click();
  await other.page.locator('#code').fill(code);
  await other.page.locator('.confirm').waitFor();

  const visit = await house.visit({ language: 'en', theme: 'dark' });
  const { page } = visit;
  await enterTill(house, page);
  await page.getByRole('button', { name: 'Enter the code' }).click();
  await page.locator('#code').fill(code);
  await page.getByText('A till is looking at this ticket just now.').waitFor();
  await page.getByText(/Another till has set it aside\. Confirm it there, or wait until \d+:\d\d/u).waitFor();
  expect(await page.locator('.confirm').count()).toBe(0);
  expect(await visit.faults()).toEqual([]);

  await other.page.locator('.confirm').click();
  await other.page.locator('.done').waitFor();
  await other.close();
  await visit.close();
});
