import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowserLike, type BrowserLike } from '../journeys/browser-like.ts';
import { freshAddress, signUp, type ShopperLike } from '../journeys/people.ts';
import { enterConsole, enterTill, pressOn, tabTo } from './acts.ts';
import { cameraFlags, writeFakeCamera } from './fake-camera.ts';
import { openHouse, type House } from './house.ts';
import type { Visit, VisitWish } from './visit.ts';
import { readWall } from './wall.ts';

const folder = mkdtempSync(join(tmpdir(), 'mogiri-store-qr-'));
const film = join(folder, 'store.y4m');

let house: House;
let till: BrowserLike;

beforeAll(async () => {
  house = await openHouse(cameraFlags(film));
  till = openBrowserLike(house.origin, { address: freshAddress() });
  await till.post('/v1/till/sign-in', { storeId: house.demo.storeId, pin: house.demo.pin });
});

afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true });
});

/** Points every camera that is opened from now on at the QR that the till shows now. */
async function filmTheTill(): Promise<void> {
  const { body } = await till.get('/v1/till/qr');
  writeFakeCamera(film, (body['items'] as { token: string }[])[0]?.token ?? '');
}

type Holder = { readonly shopper: ShopperLike; readonly voucherId: string };

/** A shopper with the demo's public coupon. */
async function ticketHolder(place: number): Promise<Holder> {
  const shopper = await signUp(house.origin, `090-8888-000${place}`, `+81908888000${place}`, false);
  const taken = await shopper.post(`/v1/coupons/${house.demo.publicCoupon}/vouchers`);
  return { shopper, voucherId: String(taken.body['voucherId']) };
}

/** A shopper's phone with the redeem sheet open over the ticket. */
async function openSheet(place: number, wish: VisitWish): Promise<Visit> {
  const { shopper, voucherId } = await ticketHolder(place);
  const visit = await house.visit({ ...wish, cookies: shopper.cookies });
  await visit.page.goto(`${house.origin}/#/vouchers/${voucherId}`);
  await visit.page.locator('.ticket-stub .button.seal').click();
  await visit.page.locator('dialog .way').first().waitFor();
  return visit;
}

type Locks = { locks?: { released: boolean }[] };

/** A screen that can be kept awake, which a Chromium without a screen refuses; the page's locks are written down. */
async function giveScreen({ context }: Visit): Promise<void> {
  await context.addInitScript(() => {
    const locks: { released: boolean }[] = [];
    (globalThis as Locks).locks = locks;
    const request = () => {
      const lock = { released: false, release: async () => void (lock.released = true) };
      locks.push(lock);
      return Promise.resolve(lock);
    };
    Object.defineProperty(navigator, 'wakeLock', { value: { request } });
  });
}

const locksOf = (page: Page) =>
  page.evaluate(() => (globalThis as Locks).locks?.map(({ released }) => released));

test('the till shows the store’s QR over the whole screen, turns it over, and never shows one that is not good', async () => {
  const visit = await house.visit({ viewport: { width: 768, height: 1024 }, hasTouch: true, theme: 'dark' });
  const { page, context } = visit;
  const isLost = (fault: string) => fault.includes('net::ERR_INTERNET_DISCONNECTED');
  const clean = async () => expect((await visit.faults()).filter(fault => !isLost(fault))).toEqual([]);
  await page.clock.install();
  await giveScreen(visit);
  await enterTill(house, page);
  await page.getByRole('button', { name: '店のQRを出す' }).tap();
  const picture = page.getByRole('img', { name: /店のQRコード/u });
  await picture.locator('svg').waitFor();
  await clean();
  const box = await picture.boundingBox();
  expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThan(600);
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
    'rgb(255, 255, 255)',
  );
  await expect.poll(() => locksOf(page)).toEqual([false]);
  expect(await page.getByText('画面が消えることがあります').isVisible()).toBe(false);

  const first = await readWall(page);
  const { shopper, voucherId } = await ticketHolder(1);
  const proof = { kind: 'store-qr', token: first };
  const used = await shopper.post(`/v1/vouchers/${voucherId}/redemptions`, {
    storeId: house.demo.storeId,
    proof,
  });
  expect(used.status).toBe(201);

  await context.setOffline(true);
  await page.getByText('通信が切れています').waitFor();
  await page.getByText(/QRが出せるのは、あと/u).waitFor();
  await clean();
  await page.clock.fastForward(31_000);
  await expect.poll(() => readWall(page)).not.toBe(first);
  await page.clock.fastForward(130_000);
  await page.getByText('いまQRを出せません').waitFor();
  expect(await picture.count()).toBe(0);
  await clean();
  await context.setOffline(false);
  await picture.waitFor();
  await page.getByText(/次のQRまで/u).waitFor();
  await page.getByRole('button', { name: '戻る' }).tap();
  await page.locator('.ways').waitFor();
  await expect.poll(() => locksOf(page)).toEqual([true]);
  await visit.close();
});

test('a copied QR after its window is refused with what to do; by the keyboard the next one is read and used', async () => {
  const visit = await openSheet(2, { language: 'en', theme: 'dark' });
  const { page } = visit;
  const sheet = page.getByRole('dialog');
  const isRead = page.getByText('Code of 渋谷店 is read');
  await filmTheTill();
  await pressOn(page, sheet.getByRole('button', { name: 'Scan the store’s QR' }));
  await isRead.waitFor();
  await house.controls.advance(100);
  await sheet.getByRole('button', { name: 'Hold to tear off' }).click();
  await sheet.getByRole('button', { name: 'Tear off and use' }).click();
  await sheet.getByRole('alert').filter({ hasText: 'That QR code has run out' }).waitFor();
  await sheet.getByText('That is the same code as before').waitFor();
  expect(await visit.faults()).toEqual([]);
  await filmTheTill();
  await pressOn(page, sheet.getByRole('button', { name: 'Use it another way' }));
  await pressOn(page, sheet.getByRole('button', { name: 'Scan the store’s QR' }));
  await isRead.waitFor();
  await tabTo(page, sheet.getByRole('button', { name: 'Hold to tear off' }));
  await page.keyboard.down('Space');
  await page.waitForTimeout(1400);
  await page.keyboard.up('Space');
  await page.locator('.stamp').waitFor();
  expect(await page.locator('.stamp').textContent()).toMatch(/^USED/u);
  expect(visit.complaints).toEqual([]);
  await visit.close();
});

test('without a camera the page says why, any other QR is said to be none, and the store’s own is torn by touch', async () => {
  const visit = await openSheet(3, { hasTouch: true });
  const { page } = visit;
  const tap = (name: string) => page.getByRole('button', { name }).tap();
  await page.evaluate(() => {
    const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    const troubles = ['NotAllowedError', 'NotReadableError', 'NotFoundError'];
    navigator.mediaDevices.getUserMedia = wish => {
      const trouble = troubles.shift();
      return trouble === undefined ? real(wish) : Promise.reject(new DOMException('', trouble));
    };
  });
  await tap('店のQRを写す');
  for (const words of ['許可されていません', 'ほかのアプリが使っています', 'カメラを使えません']) {
    await page.getByRole('alert').filter({ hasText: words }).waitFor();
    writeFakeCamera(film, `${house.origin}/`);
    await tap('もう一度写す');
  }
  await page.getByText('レジに出ている店のQRではありません').waitFor();
  expect(await visit.faults()).toEqual([]);
  await filmTheTill();
  await tap('ほかの使い方');
  await tap('店のQRを写す');
  await page.getByText('渋谷店のQRを読み取りました').waitFor();
  expect(await visit.faults()).toEqual([]);
  await tap('長押しで切り取る');
  await tap('切り取って使う');
  await page.locator('.stamp').waitFor();
  expect(await page.locator('.stamp').textContent()).toMatch(/使用済.*渋谷店/u);
  await visit.close();
});

test('a store’s poster is one sheet of A4 in both languages whose QR opens the shopper’s first page', async () => {
  const visit = await house.visit({ viewport: { width: 1280, height: 800 } });
  const { page } = visit;
  await enterConsole(house, page, 'marketer', `#/stores/${house.demo.storeId}/poster`);
  const poster = page.getByRole('article', { name: '印刷されるポスター' });
  await poster
    .getByRole('img', { name: `${house.origin}/ を開くQRコード` })
    .locator('svg')
    .waitFor();
  const text = (await poster.textContent()) ?? '';
  for (const words of ['渋谷店', 'クーポンを受け取れます', 'Get your coupons here', `${house.origin}/`])
    expect(text).toContain(words);
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('navigation').count()).toBe(0);
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  expect(pdf.match(/\/Type\s*\/Page\b/gu)).toHaveLength(1);
  const [, width, height] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/u.exec(pdf) ?? [];
  expect([Math.round(Number(width)), Math.round(Number(height))]).toEqual([595, 842]);
  await visit.close();
});
