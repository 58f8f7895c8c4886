import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signUp } from '../journeys/people.ts';
import { enterTill } from './acts.ts';
import { cameraFlags, writeFakeCamera } from './fake-camera.ts';
import { openHouse, type House } from './house.ts';

const folder = mkdtempSync(join(tmpdir(), 'mogiri-camera-'));
const film = join(folder, 'ticket.y4m');

let house: House;

beforeAll(async () => {
  house = await openHouse(cameraFlags(film));
});

afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true });
});

test('the till reads a ticket with its camera and uses it', async () => {
  const shopper = await signUp(house.origin, '090-4444-0001', '+819044440001', false);
  const taken = await shopper.post(`/v1/coupons/${house.demo.publicCoupon}/vouchers`);
  writeFakeCamera(film, String(taken.body['code']));
  const visit = await house.visit({ hasTouch: true });
  const { page } = visit;
  await enterTill(house, page);
  await page.getByRole('button', { name: '読み取る' }).tap();
  await page.getByText('使えます').waitFor();
  expect(await visit.faults()).toEqual([]);
  await page.getByRole('button', { name: '確定' }).tap();
  await page.getByRole('heading', { name: '使用済にしました' }).waitFor();
  await page.getByText('この券は使用済にしました').waitFor();
  expect(await page.locator('.result').count()).toBe(0);
  expect(visit.complaints).toEqual([]);
  await visit.close();
});

test('a QR code that is no ticket is said to be none, and the camera keeps looking', async () => {
  writeFakeCamera(film, 'https://shop.example/menu');
  const visit = await house.visit();
  const { page } = visit;
  await enterTill(house, page);
  await page.getByRole('button', { name: '読み取る' }).click();
  await page.getByText('券のものではありません').waitFor();
  expect(await page.locator('video').evaluate(video => (video as HTMLVideoElement).paused)).toBe(false);
  expect(await visit.faults()).toEqual([]);
  await page.getByRole('button', { name: 'コードを入力' }).click();
  await page.locator('#code').waitFor();
  expect(visit.complaints).toEqual([]);
  await visit.close();
});
