import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeFor } from './acts.ts';
import { slide } from './finger.ts';
import { openHouse, type House } from './house.ts';

let house: House;

beforeAll(async () => {
  house = await openHouse();
});

afterAll(() => house.close());

test('a shopper gets a coupon and tears it off with a finger, in English and in the dark', async () => {
  const visit = await house.visit({ hasTouch: true, language: 'en', theme: 'dark' });
  const { page } = visit;
  const tap = (name: string | RegExp) => page.getByRole('button', { name }).tap();
  const clean = async () => expect(await visit.faults()).toEqual([]);

  await page.goto(`${house.origin}/`);
  await page.getByLabel('Mobile number').tap();
  await page.keyboard.type('+81 90 8765 4321');
  await clean();
  await page.locator('button[type=submit]').tap();
  await page.locator('#code').waitFor();
  await page.keyboard.type(await codeFor(house, '+819087654321'));
  await page.locator('label[for=delivery]').tap();
  expect(await page.locator('#delivery').isChecked()).toBe(true);
  await clean();
  await page.locator('button[type=submit]').tap();

  await tap('Get it');
  await page.locator('a.ticket').first().tap();
  await page.locator('.ticket-stub .qr svg').waitFor();
  await clean();
  await page.locator('.ticket-stub .button.seal').tap();
  await page.locator('dialog .way').last().tap();
  await page.locator('#pin').tap();
  await page.keyboard.type(house.demo.pin);

  const stub = page.locator('.slide-stub');
  const width = (await page.locator('.slide-track').boundingBox())?.width ?? 0;
  const letGo = await slide(page, stub, width * 0.5, 1500);
  expect(await page.locator('.stamp').count()).toBe(0);
  await letGo();
  await expect.poll(async () => (await stub.boundingBox())?.x).toBeLessThan(80);
  await slide(page, stub, width, 1500);

  await page.locator('.stamp').waitFor();
  expect(await page.locator('.stamp').textContent()).toMatch(/^USED/u);
  await clean();

  await page.locator('.bar-link').tap();
  await page.locator('a.ticket.past').waitFor();
  await page.locator('.bar-link').tap();
  await tap('Stop messages');
  await page.getByText('You get no coupons').waitFor();
  await clean();
  await page.getByRole('button', { name: 'Sign out here' }).tap();
  await page.getByLabel('Mobile number').waitFor();
  await visit.close();
});
