import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { drawPng } from '../../local/png.ts';
import { freshNumber, signUp, type ShopperLike } from '../journeys/people.ts';
import { heavyPng } from '../pictures.ts';
import { enterConsole } from './acts.ts';
import { openHouse, type House } from './house.ts';
import { waitForKept } from './kept-things.ts';

let house: House;
let shopper: ShopperLike;
let ticket: string;
let link: string;

beforeAll(async () => {
  house = await openHouse();
  const { phone, e164 } = freshNumber();
  shopper = await signUp(house.origin, phone, e164, false);
  const { body } = await shopper.post(`/v1/coupons/${house.demo.publicCoupon}/vouchers`);
  ticket = `/#/vouchers/${String(body['voucherId'])}`;
  link = new URL(String(body['link'])).pathname;
});

afterAll(() => house.close());

const picture = (page: Page) => page.locator('img.ticket-picture');
const isDrawn = (page: Page) =>
  picture(page)
    .first()
    .evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0);

/** Where the first thing below the picture stands. */
const belowOf = (page: Page) =>
  page.locator('.print').evaluate(print => print.getBoundingClientRect().top + scrollY);

test.each([
  ['ja', 'light', 'ストローをさしたアイスコーヒー'],
  ['en', 'dark', 'A glass of iced coffee with a straw'],
] as const)('a ticket and its link show the picture with its words: %s', async (language, theme, alt) => {
  const visit = await house.visit({ cookies: shopper.cookies, language, theme });
  const { page } = visit;
  for (const path of [ticket, link]) {
    await page.goto(house.origin + path);
    await page.getByRole('img', { name: alt }).waitFor();
    await expect.poll(() => isDrawn(page)).toBe(true);
    expect(await visit.faults()).toEqual([]);
  }
  await visit.close();
});

test('a picture that comes late moves nothing, and the code is in sight before it', async () => {
  const visit = await house.visit({ cookies: shopper.cookies });
  const { page } = visit;
  let letGo: () => void = () => undefined;
  const held = new Promise<void>(resolve => (letGo = resolve));
  await page.route('**/v1/pictures/*', async route => {
    await held;
    await route.continue();
  });
  await page.goto(house.origin + ticket);
  await page.locator('.qr svg').waitFor();
  const before = await belowOf(page);
  expect(await isDrawn(page)).toBe(false);
  letGo();
  await expect.poll(() => isDrawn(page)).toBe(true);
  expect(await belowOf(page)).toBe(before);
  const button = await page.locator('.ticket-stub .button.seal').boundingBox();
  expect((button?.y ?? 0) + (button?.height ?? 0)).toBeLessThan(740);
  await visit.close();
});

test('one that does not come leaves no hole', async () => {
  const visit = await house.visit({ cookies: shopper.cookies });
  const { page } = visit;
  await page.route('**/v1/pictures/*', route => route.fulfill({ status: 404, body: '' }));
  await page.goto(house.origin + ticket);
  await page.locator('.qr svg').waitFor();
  await picture(page).waitFor({ state: 'detached' });
  expect(await visit.faults()).toEqual([]);
  await visit.close();
});

test('without a connection the kept ticket shows its picture or none, never a broken one', async () => {
  const visit = await house.visit({ cookies: shopper.cookies });
  const { page, context } = visit;
  await page.goto(house.origin + ticket);
  await expect.poll(() => isDrawn(page)).toBe(true);
  await waitForKept(page);
  await context.setOffline(true);
  await page.reload();
  await page.locator('.ticket .qr svg').waitFor();
  const isBroken = async () => (await picture(page).count()) > 0 && !(await isDrawn(page));
  await expect.poll(isBroken).toBe(false);
  await visit.close();
});

async function pick(page: Page, name: string, buffer: Buffer): Promise<void> {
  const mimeType = name.endsWith('png') ? 'image/png' : 'text/plain';
  await page.locator('input[type=file]').setInputFiles({ name, mimeType, buffer });
}

test('a marketer picks a large picture, which the page makes small, shows and sends with the coupon', async () => {
  const visit = await house.visit({ viewport: { width: 1280, height: 800 } });
  const { page } = visit;
  await enterConsole(house, page, 'marketer', '#/coupons/new');
  await page.getByRole('textbox', { name: '特典', exact: true }).fill('紅白まんじゅう');
  await page.getByLabel('期限').fill('2099-12-31');
  await page.locator('summary', { hasText: '画像' }).click();
  await pick(page, 'letter.txt', Buffer.from('これは画像ではありません'));
  await page.getByText('この画像は読めません').waitFor();
  const large = drawPng(1500, 900, (x, y) => [(x * y) & 255, (x ^ y) & 255, (x + y) & 255]);
  await pick(page, 'large.png', large);
  await picture(page).first().waitFor();
  expect(await page.getByText('この画像は読めません').count()).toBe(0);
  await page.getByRole('textbox', { name: /^画像の説明 ?任意/u }).fill('紅白のまんじゅう');
  await page.reload();
  await expect.poll(() => page.getByRole('img', { name: '紅白のまんじゅう' }).count()).toBe(2);
  expect(await visit.faults()).toEqual([]);
  const sent = page.waitForResponse('**/v1/pictures');
  await page.getByRole('button', { name: 'このクーポンを作る' }).click();
  const kept = (await (await sent).json()) as { pictureId: string; type: string; width: number };
  expect(kept).toMatchObject({ type: 'image/webp' });
  await page.getByText('「紅白まんじゅう」を作りました').waitFor();
  await page.getByRole('link', { name: '紅白まんじゅう' }).click();
  await page.getByRole('img', { name: '紅白のまんじゅう' }).first().waitFor();
  expect(await picture(page).first().getAttribute('src')).toBe(`/v1/pictures/${kept.pictureId}`);
  await expect.poll(() => isDrawn(page)).toBe(true);
  expect(await visit.faults()).toEqual([]);
  await visit.close();
});

test('a picture can be taken off again, and one that cannot be sent says so', async () => {
  const visit = await house.visit({ viewport: { width: 1280, height: 800 }, language: 'en' });
  const { page } = visit;
  await enterConsole(house, page, 'marketer', '#/coupons/new');
  await page.locator('form input.input').first().fill('Red and white');
  await page.locator('input[type=date]').nth(1).fill('2099-12-31');
  await page.locator('summary', { hasText: 'Picture' }).click();
  await pick(page, 'a.png', heavyPng());
  await picture(page).first().waitFor();
  await page.route('**/v1/pictures', route => {
    route.continue({ postData: JSON.stringify({ data: 'AAAA' }) }).catch(() => undefined);
  });
  await page.getByRole('button', { name: 'Make this coupon' }).click();
  await page.getByText('This picture cannot be used').waitFor();
  await page.getByRole('button', { name: 'Take the picture off' }).click();
  await picture(page).first().waitFor({ state: 'detached' });
  await page.unroute('**/v1/pictures');
  await page.getByRole('button', { name: 'Make this coupon' }).click();
  await page.getByRole('link', { name: 'Red and white' }).click();
  await page.locator('.about').waitFor();
  expect(await picture(page).count()).toBe(0);
  expect(visit.complaints).toEqual([]);
  await visit.close();
});
