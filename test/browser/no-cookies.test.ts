import { afterAll, beforeAll, expect, test } from 'vitest';
import { askForCode, codeFor } from './acts.ts';
import { openHouse, type House } from './house.ts';

let house: House;

beforeAll(async () => {
  house = await openHouse();
});

afterAll(() => house.close());

test('a browser that refuses cookies is told plainly what they are for, by shopper page and till', async () => {
  const visit = await house.visit();
  const { page } = visit;
  await page.addInitScript(() => {
    const refused = () => {
      throw new DOMException('Access is denied for this document.', 'SecurityError');
    };
    Object.defineProperty(Navigator.prototype, 'cookieEnabled', { get: () => false });
    for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(globalThis, name, { get: refused });
  });
  for (const path of ['/', '/store/']) {
    await page.goto(house.origin + path);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Cookieが使えません');
    expect(await page.locator('input').count()).toBe(0);
    expect(await visit.faults()).toEqual([]);
  }
  await visit.close();
});

test('a browser that says it keeps cookies and keeps none is told before a message is paid for', async () => {
  const visit = await house.visit();
  const { page } = visit;
  await page.addInitScript(() => {
    Object.defineProperty(Document.prototype, 'cookie', { get: () => '', set: () => {} });
  });
  await page.goto(house.origin);
  expect(await page.evaluate(() => navigator.cookieEnabled)).toBe(true);
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Cookieが使えません');
  expect(await page.locator('input').count()).toBe(0);
  await visit.close();
});

test('a browser that drops the session cookie in silence is told so after the code', async () => {
  const visit = await house.visit();
  const { page, context } = visit;
  await askForCode(house, page, '090-1111-0005');
  await page.route('**/confirm', async route => {
    const response = await route.fetch();
    const { 'set-cookie': _dropped, ...headers } = response.headers();
    await context.clearCookies();
    await route.fulfill({ response, headers });
  });
  await page.locator('#code').fill(await codeFor(house, '+819011110005'));
  await page.keyboard.press('Enter');
  await page.getByText('ブラウザに覚えられませんでした').waitFor();
  expect(await visit.faults()).toEqual([]);
  await visit.close();
});
