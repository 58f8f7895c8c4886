import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchCampaign, makeCoupon, openConsole, reportOf, signUp } from '../journeys/people.ts';
import { codeFor, linksFor } from './acts.ts';
import { openHouse, type House } from './house.ts';

const e164 = '+819022220001';

let house: House;
let links: Awaited<ReturnType<typeof linksFor>>;
let campaignId: string;

beforeAll(async () => {
  house = await openHouse();
  const console = await openConsole(house.origin);
  await signUp(house.origin, '090-2222-0001', e164, true);
  campaignId = await launchCampaign(console, await makeCoupon(console, { title: 'コーヒー1杯無料' }));
  await house.controls.pulse();
  links = await linksFor(house, e164);
});

afterAll(() => house.close());

test('the link of a coupon SMS shows the ticket and leads to the sign-in and back to the ticket', async () => {
  const visit = await house.visit({ hasTouch: true });
  const { page } = visit;
  await page.goto(house.origin + links.ticket);
  await page.getByRole('heading', { name: 'コーヒー1杯無料' }).waitFor();
  expect(await page.title()).toBe('クーポンが届いています | もぎり');
  expect(await page.locator('.qr').count()).toBe(0);
  expect(await visit.faults()).toEqual([]);
  await page.getByRole('link', { name: 'クーポンを開く' }).tap();
  await page.locator('#number').fill('090-2222-0001');
  await page.keyboard.press('Enter');
  await page.locator('#code').waitFor();
  await page.locator('#code').fill(await codeFor(house, e164));
  await page.keyboard.press('Enter');
  await page.waitForURL(/#\/vouchers\//u);
  await page.getByRole('heading', { name: 'コーヒー1杯無料' }).waitFor();
  await page.locator('.qr svg').waitFor();
  expect(await visit.faults()).toEqual([]);
  expect(await reportOf(await openConsole(house.origin), campaignId)).toMatchObject({ clicked: 1 });
  await visit.close();
});

test('a link nobody was sent says so, in plain words', async () => {
  const visit = await house.visit({ language: 'en', theme: 'dark' });
  await visit.page.goto(`${house.origin}/c/nothinghere`);
  expect(await visit.page.getByRole('alert').textContent()).not.toBe('');
  expect(await visit.faults()).toEqual([]);
  await visit.close();
});

test('the opt-out page stops the SMS with one tap and no sign-in', async () => {
  const visit = await house.visit({ hasTouch: true });
  const { page } = visit;
  await page.goto(house.origin + links.stop);
  await page.locator('.brand', { hasText: 'もぎり' }).waitFor();
  const buttons = page.locator('main').getByRole('button');
  expect(await buttons.allTextContents()).toEqual(['配信を停止する']);
  expect(await visit.faults()).toEqual([]);
  await buttons.tap();
  await page.getByRole('heading', { name: '配信を停止しました' }).waitFor();
  expect(await visit.faults()).toEqual([]);
  const console = await openConsole(house.origin);
  const couponId = await makeCoupon(console, { title: 'もう届かない' });
  const body = { name: '次', couponId, message: { body: '{link} {optout}' }, audience: {} };
  const { campaignId } = (await console.post('/v1/campaigns', body)).body;
  const planned = await console.post(`/v1/campaigns/${String(campaignId)}/plan`);
  expect(planned.body['plan']).toMatchObject({ recipients: 0 });
  await visit.close();
});
