import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeFor, pressOn, tabTo } from './acts.ts';
import { openHouse, type House } from './house.ts';

let house: House;

beforeAll(async () => {
  house = await openHouse();
});

afterAll(() => house.close());

test('a shopper gets a coupon, uses it and withdraws delivery with the keyboard alone', async () => {
  const visit = await house.visit();
  const { page } = visit;
  const keys = page.keyboard;
  const clean = async () => expect(await visit.faults()).toEqual([]);

  await page.goto(`${house.origin}/`);
  await tabTo(page, page.getByLabel('携帯電話番号'));
  await keys.type('０９０-1234-5678');
  await clean();
  await keys.press('Enter');

  const code = page.getByLabel('認証コード');
  await code.waitFor();
  expect(await code.evaluate(field => field === document.activeElement)).toBe(true);
  await keys.type(await codeFor(house, '+819012345678'));
  const delivery = page.getByLabel('クーポンをSMSで受け取る');
  expect(await delivery.isChecked()).toBe(false);
  await pressOn(page, delivery, 'Space');
  expect(await delivery.isChecked()).toBe(true);
  await clean();
  await pressOn(page, page.getByRole('button', { name: '確認する' }));

  await pressOn(page, page.getByRole('button', { name: '受け取る' }));
  await pressOn(page, page.getByRole('link', { name: 'ドリンク100円引き' }));
  await page.getByRole('img', { name: '店で読み取るQRコード' }).locator('svg').waitFor();
  await clean();

  await pressOn(page, page.getByRole('button', { name: '使う' }));
  const sheet = page.getByRole('dialog');
  await pressOn(page, sheet.getByRole('button', { name: '店のPINを入れる' }), 'Space');
  await tabTo(page, sheet.getByLabel('店のPIN'));
  await keys.type(house.demo.pin);
  await clean();
  const hold = sheet.getByRole('button', { name: '長押しで切り取る' });
  await tabTo(page, hold);
  await keys.down('Space');
  await page.waitForTimeout(300);
  await keys.up('Space');
  expect(await page.locator('.stamp').count()).toBe(0);
  await keys.down('Space');
  await page.waitForTimeout(1400);
  await keys.up('Space');

  await page.locator('.stamp').waitFor();
  expect(await page.locator('.stamp').textContent()).toMatch(/使用済.*渋谷店/u);
  const clock = page.getByRole('timer');
  const second = await clock.textContent();
  await expect.poll(() => clock.textContent()).not.toBe(second);
  await clean();

  await pressOn(page, page.getByRole('link', { name: 'クーポン' }));
  await pressOn(page, page.getByRole('link', { name: '設定' }));
  await pressOn(page, page.getByRole('button', { name: '配信を停止する' }));
  await page.getByText('受け取っていません').waitFor();
  await clean();
  await visit.close();
});
