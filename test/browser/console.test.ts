import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowserLike } from '../journeys/browser-like.ts';
import { freshAddress, makeCoupon as defineCoupon, openConsole, signUp } from '../journeys/people.ts';
import { enterConsole, linksFor } from './acts.ts';
import { openHouse, type House } from './house.ts';
import { phoneSize } from './visit.ts';

let house: House;

beforeAll(async () => {
  house = await openHouse();
  for (const last of [1, 2, 3])
    await signUp(house.origin, `090-5555-000${last}`, `+81905555000${last}`, last < 3);
});

afterAll(() => house.close());

async function makeStore(page: Page): Promise<void> {
  await page.getByRole('link', { name: '店舗' }).click();
  await page.getByRole('link', { name: '店舗を加える' }).click();
  await page.getByLabel('店の名前').fill('新宿店');
  await page.getByLabel('店のPIN').fill('１３５７');
  await page.getByRole('button', { name: 'この店を加える' }).click();
  await page.getByText('新宿店を加えました').waitFor();
}

async function changeStore(page: Page, clean: () => Promise<void>): Promise<void> {
  await page.getByRole('link', { name: '新宿店', exact: true }).click();
  await page.getByRole('heading', { name: '新宿店' }).waitFor();
  await page.getByText('時間帯は変えられません').waitFor();
  await page.locator('.about div', { hasText: '登録した端末' }).getByText('0台').waitFor();
  await page.getByLabel('店の名前').fill('');
  await page.getByRole('button', { name: '変更を保存する' }).click();
  await page.getByText('店の名前を入れてください。').waitFor();
  await clean();
  await page.getByLabel('店の名前').fill('新宿西口店');
  await page.getByLabel('店のグループ').fill('都心');
  await page.getByRole('button', { name: '変更を保存する' }).click();
  await page.getByText('新宿西口店の変更を保存しました。').waitFor();
  expect(await page.locator('tr', { hasText: '新宿西口店' }).textContent()).toContain('都心');
}

async function makeCoupon(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'クーポン' }).click();
  await page.getByRole('link', { name: 'クーポンを作る' }).click();
  await page.getByRole('textbox', { name: '特典' }).fill('コーヒー1杯無料');
  await page.getByLabel('期限').fill('2099-12-31');
  await page.getByText('曜日・時間・使えない日').click();
  await page.getByLabel('土', { exact: true }).check();
  await page.getByLabel('日', { exact: true }).check();
  await page.getByRole('button', { name: '時間を加える' }).click();
  await page.getByLabel('開始 1').fill('09:00');
  await page.getByRole('button', { name: 'このクーポンを作る' }).click();
  await page.getByText('別々の時刻を入れてください').waitFor();
  await page.getByLabel('終了 1').fill('21:00');
  await page.getByText('別々の時刻を入れてください').waitFor({ state: 'detached' });
  expect(await page.getByLabel('終了 1').isVisible()).toBe(true);
  const [ja, en] = await page.locator('.phone .ticket').allTextContents();
  expect(ja).toMatch(/コーヒー1杯無料.*土日 9:00–21:00/u);
  expect(en).toMatch(/Weekends 9:00–21:00/u);
  await page.getByRole('button', { name: 'このクーポンを作る' }).click();
  await page.getByText('「コーヒー1杯無料」を作りました').waitFor();
}

async function compose(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'キャンペーン' }).click();
  await page.getByRole('link', { name: 'キャンペーンを作る' }).click();
  await page.getByLabel('名前').fill('冬のコーヒー');
  await page.getByLabel('クーポン', { exact: true }).selectOption({ index: 1 });
  const meter = page.locator('.meter .figures');
  const body = page.getByLabel('SMSの文面');
  await body.fill('【もぎり】冬の一杯を');
  await meter.waitFor();
  const short = await meter.textContent();
  await body.fill('【もぎり】冬の一杯をどうぞ。'.repeat(8));
  await expect.poll(() => meter.textContent()).not.toBe(short);
  await page.getByText('通分の料金になります').waitFor();
  await body.fill('【もぎり】冬の一杯をどうぞ。');
  await page.getByRole('button', { name: 'クーポンのリンクを入れる' }).click();
  await expect.poll(() => body.inputValue()).toContain('{link}');
  await page.getByRole('button', { name: '配信停止のリンクを入れる' }).click();
  await expect.poll(() => page.locator('.bubble').textContent()).toMatch(/\/o\//u);
}

/** Stops the coupon from its own page, with words that its holders then read. */
async function stopCoupon(page: Page, clean: () => Promise<void>): Promise<void> {
  await page.getByRole('link', { name: 'クーポン' }).click();
  await page.getByRole('link', { name: 'コーヒー1杯無料' }).click();
  await page.getByRole('button', { name: '停止する' }).click();
  const ask = page.getByRole('dialog');
  await ask.getByLabel('お客様に見せる言葉(日本語)').fill('ご好評につき終了しました。');
  await page.setViewportSize(phoneSize);
  await clean();
  await page.setViewportSize({ width: 1280, height: 800 });
  await ask.getByRole('button', { name: '停止する' }).click();
  await page.getByText('お客様への言葉: ご好評につき終了しました。').waitFor();
  expect(await page.locator('h1 + .chip').textContent()).toBe('停止');
  expect(await page.getByRole('button', { name: '停止する' }).count()).toBe(0);
}

test('a marketer makes a store, a coupon and a campaign, launches it and reads its report', async () => {
  const visit = await house.visit({ viewport: { width: 1280, height: 800 } });
  const { page } = visit;
  const clean = async () => expect(await visit.faults()).toEqual([]);
  await enterConsole(house, page, 'marketer');
  await clean();
  await makeStore(page);
  await clean();
  await changeStore(page, clean);
  await clean();
  await makeCoupon(page);
  await clean();
  await compose(page);
  await clean();
  await page.getByRole('button', { name: '計画を見る' }).click();
  await page.getByText('計画', { exact: true }).waitFor();
  expect(await page.locator('main').textContent()).toMatch(/2人/u);
  await clean();
  await page.getByRole('button', { name: '送信する' }).click();
  const ask = page.getByRole('dialog');
  expect(await ask.textContent()).toMatch(/2人に送ります/u);
  await clean();
  await ask.getByRole('button', { name: 'この内容で送信する' }).click();
  await page.getByRole('button', { name: '一時停止' }).waitFor();
  await clean();

  await house.controls.pulse();
  await page.getByText('2人のうち2人が済みました').waitFor();
  await clean();
  const { ticket } = await linksFor(house, '+819055550001');
  const shopper = await house.visit();
  await shopper.page.goto(house.origin + ticket);
  await shopper.page.getByRole('heading', { name: 'コーヒー1杯無料' }).waitFor();
  await shopper.page.waitForLoadState('networkidle');
  await shopper.close();
  expect(await house.controls.inbox('+819055550003')).toHaveLength(1);
  await house.controls.pulse();
  await page.reload();
  await page.getByRole('heading', { name: '届いた人の動き' }).waitFor();
  await expect.poll(() => page.locator('.funnel').textContent()).toMatch(/開いた\D*1/u);
  await clean();
  await stopCoupon(page, clean);
  await clean();
  await page.getByRole('link', { name: '分析' }).click();
  await page.getByRole('heading', { name: 'すべてのキャンペーン' }).waitFor();
  await clean();
  await visit.close();
});

/** Uses a coupon at the demo's till: six times as it should be, and once undone. */
async function useSeven(): Promise<void> {
  const { origin, demo } = house;
  const wish = { title: '=おかわり', public: true, perPersonLimit: 9 };
  const coupon = await defineCoupon(await openConsole(origin), wish);
  const shopper = await signUp(origin, '070-5555-0009', '+817055550009', false);
  const { body } = await shopper.post(`/v1/coupons/${coupon}/vouchers`);
  const till = openBrowserLike(origin, { address: freshAddress() });
  await till.post('/v1/till/sign-in', { storeId: demo.storeId, pin: demo.pin });
  let last = '';
  for (let use = 0; use < 7; use += 1) {
    const key = { 'idempotency-key': `use-${use}` };
    const used = await till.post('/v1/till/redemptions', { code: body['code'] }, key);
    last = String(used.body['redemptionId']);
  }
  await till.post(`/v1/till/redemptions/${last}/undo`, { reason: '打ち間違い' });
}

test('a marketer splits uses up, reads them as a table and saves them', async () => {
  await useSeven();
  const visit = await house.visit({ viewport: { width: 1280, height: 800 } });
  const { page } = visit;
  await enterConsole(house, page, 'marketer', '#/analysis');
  await page.getByText('利用 6件、取り消し 1件').waitFor();
  expect(await page.locator('.funnel.split').textContent()).toMatch(/渋谷店\D*6/u);
  await page.getByLabel('クーポン', { exact: true }).first().selectOption('=おかわり');
  await page.getByLabel('担当者').check();
  await page.getByText('渋谷店 / レジ').waitFor();
  await page.getByRole('button', { name: '表で見る' }).last().click();
  expect(await page.locator('.plain-table').last().textContent()).toMatch(/渋谷店 \/ レジ61100%/u);
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSVで保存' }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toMatch(/^mogiri-staff-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/u);
  const text = readFileSync(await file.path(), 'utf8');
  expect(text).toBe(
    [
      '\u{feff}"コード","店舗","名前","利用","取り消し"',
      `"${house.demo.storeId}/till","渋谷店","till","6","<5"`,
      '"合計","","","6","<5"',
      '',
    ].join('\r\n'),
  );
  await page.getByLabel('最初の日').fill('2020-01-01');
  await page.getByText('一度に数えられるのは31日までです').waitFor();
  expect(await visit.faults()).toEqual([]);
  await visit.close();
});

test('the console goes at 360 px, in English and in the dark, and signs out', async () => {
  const visit = await house.visit({ viewport: phoneSize, language: 'en', theme: 'dark' });
  const { page } = visit;
  await enterConsole(house, page, 'both');
  for (const section of ['Campaigns', 'Coupons', 'Stores', 'Results', 'Custodian']) {
    await page.getByRole('link', { name: section, exact: true }).click();
    await page.locator(`.menu [aria-current=page]`, { hasText: section }).waitFor();
    await page.locator('.waiting').waitFor({ state: 'detached' });
    expect(await visit.faults()).toEqual([]);
  }
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  expect(await visit.faults()).toEqual([]);
  await visit.close();
});

test('a page of the console asks for a sign-in first and then opens where it was asked', async () => {
  const visit = await house.visit({ viewport: { width: 1280, height: 800 } });
  const { page } = visit;
  await enterConsole(house, page, 'marketer', '#/stores');
  await page.getByRole('heading', { level: 1, name: '店舗' }).waitFor();
  await page.goto(`${house.origin}/console/#/desk`);
  await page.getByText('ページがありません').waitFor();
  expect(await page.getByRole('link', { name: '管理者' }).count()).toBe(0);
  expect(visit.complaints).toEqual([]);
  await visit.close();
});
