import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signUp } from '../journeys/people.ts';
import { enterConsole } from './acts.ts';
import { openHouse, type House } from './house.ts';

let house: House;

beforeAll(async () => {
  house = await openHouse();
});

afterAll(() => house.close());

/** Searches by what is typed, and asks for the reading under a ticket. */
async function readNumber(page: Page, typed: string, ticket: string): Promise<void> {
  await page.getByLabel('会員IDか電話番号').fill(typed);
  await page.getByRole('button', { name: 'さがす' }).click();
  await page.getByLabel('受付番号').fill(ticket);
  await page.getByRole('button', { name: '記録して番号を読む' }).click();
}

test('a custodian reads a number, which is covered again and stands in a register', async () => {
  const { shopperId } = await signUp(house.origin, '090-6666-0001', '+819066660001', false);
  const visit = await house.visit({ viewport: { width: 1280, height: 800 } });
  const { page } = visit;
  await page.clock.install();
  const clean = async () => expect(await visit.faults()).toEqual([]);
  await enterConsole(house, page, 'custodian');
  await page.getByRole('button', { name: 'さがす' }).click();
  await page.getByText('会員ID(「shp_」から30文字)か、電話番号を入れてください').waitFor();
  await clean();
  await readNumber(page, shopperId, 'Q-2041');
  await page.getByText('090-6666-0001').waitFor();
  await clean();
  await page.getByRole('button', { name: '今すぐ隠す' }).click();
  await page.getByText('番号を隠しました').waitFor();
  expect(await page.content()).not.toMatch(/6666-?0001/u);
  await clean();

  await page.getByRole('link', { name: '記録', exact: true }).click();
  await page.getByText('Q-2041').waitFor();
  await page.getByRole('button', { name: 'すべて確かめる' }).click();
  await page.getByText('書き換えも抜けもありません').waitFor();
  await clean();
  const readings = await house.controls.trail('service=kms&operation=Decrypt');
  expect(readings.map(({ sessionTags }) => sessionTags)).toEqual([{ purpose: 'desk' }]);
  await visit.close();
});

test('a custodian finds a shopper by number, which opens nothing, and stops their coupons for a while', async () => {
  const { shopperId, cookies } = await signUp(house.origin, '090-6666-0003', '+819066660003', false);
  const decrypts = async () => (await house.controls.trail('service=kms&operation=Decrypt')).length;
  const before = await decrypts();
  const visit = await house.visit({ viewport: { width: 1280, height: 800 } });
  const { page } = visit;
  await enterConsole(house, page, 'custodian');
  const find = async (typed: string) => {
    await page.getByLabel('会員IDか電話番号').fill(typed);
    await page.getByRole('button', { name: 'さがす' }).click();
  };
  await find('090-6666-9999');
  await page.getByText('この番号の会員はいません').waitFor();
  await find('０９０ ６６６６ ０００３');
  await page.getByText(shopperId).waitFor();
  await page.getByRole('button', { name: '停止の手続き' }).click();
  await page.getByLabel('不正な利用').check();
  await page.getByRole('button', { name: '利用を停止する' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '利用を停止する' }).click();
  await page.getByText('利用を停止しました').waitFor();
  expect(await visit.faults()).toEqual([]);
  const shopper = await house.visit({ cookies });
  await shopper.page.goto(`${house.origin}/#/wallet`);
  await shopper.page.getByText('クーポンの利用が停止されています').waitFor();
  expect(await shopper.page.getByRole('button', { name: '受け取る' }).count()).toBe(0);
  expect(await shopper.faults()).toEqual([]);
  await page.getByRole('button', { name: '停止を解く' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '停止を解く' }).click();
  await page.getByText('停止を解きました').waitFor();
  await shopper.page.reload();
  await shopper.page.getByRole('button', { name: '受け取る' }).first().waitFor();
  await shopper.close();
  expect(await decrypts()).toBe(before);
  expect(await visit.faults()).toEqual([]);
  await visit.close();
});

test('a number left on the screen covers itself after 30 s', async () => {
  const { shopperId } = await signUp(house.origin, '090-6666-0002', '+819066660002', false);
  const visit = await house.visit({ viewport: { width: 1280, height: 800 } });
  const { page } = visit;
  await enterConsole(house, page, 'custodian');
  await page.clock.install();
  await readNumber(page, shopperId, 'Q-2042');
  await page.getByText('090-6666-0002').waitFor();
  await page.clock.runFor(29_000);
  expect(await page.getByText('090-6666-0002').count()).toBe(1);
  await page.clock.runFor(2000);
  await page.getByText('番号を隠しました').waitFor();
  expect(await page.content()).not.toMatch(/6666-?0002/u);
  expect(visit.complaints).toEqual([]);
  await visit.close();
});

/** Lives on minute by minute until the page says so. */
async function untilSaid(page: Page, words: string): Promise<void> {
  for (let minutes = 0; minutes < 30; minutes += 1) {
    if (await page.getByText(words).isVisible()) return;
    await house.controls.pulse();
    await house.controls.advance(60);
    await page.clock.fastForward(3000);
  }
  await page.getByText(words).waitFor();
}

test('a custodian ends an access, and the page proves it part by part until the store has a new PIN', async () => {
  await house.controls.pulse();
  const leaver = await house.visit({ viewport: { width: 1280, height: 800 } });
  await enterConsole(house, leaver.page, 'marketer');
  const visit = await house.visit({ viewport: { width: 1280, height: 800 } });
  const { page } = visit;
  await page.clock.install();
  const clean = async () => expect(await visit.faults()).toEqual([]);
  await enterConsole(house, page, 'both', '#/leavers');
  await page.getByRole('link', { name: 'Mina Satoの手続きへ' }).click();
  await page.getByLabel('理由').fill('11月末で退職');
  await page.getByRole('checkbox', { name: '渋谷店' }).check();
  await clean();
  await page.getByRole('button', { name: 'この人の利用を終わらせる' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'この人の利用を終わらせる' }).click();
  await page.getByText('5つのうち4つが済みました').waitFor();
  await clean();
  await leaver.page.getByRole('link', { name: 'クーポン' }).click();
  await leaver.page.getByText('あなたの利用は終わっています').waitFor();
  await leaver.close();

  await untilSaid(page, 'すべて済み、確かめられました');
  await clean();
  await page.getByRole('link', { name: '渋谷店のPINを決める' }).click();
  await page.getByLabel('店のPIN').fill(house.demo.pin);
  await page.getByRole('button', { name: 'このPINにする' }).click();
  await page.getByText('退職した人が知っているPINです').waitFor();
  await page.getByLabel('店のPIN').fill('86429753');
  await page.getByRole('button', { name: 'このPINにする' }).click();
  await page.getByText('渋谷店のPINを新しくしました').waitFor();
  await clean();

  await page.getByRole('link', { name: '管理者' }).click();
  await page.getByRole('link', { name: '交代', exact: true }).click();
  await page.getByText('8つのうち8つが済みました').waitFor();
  await clean();
  await page.getByRole('button', { name: '今すぐ交代する' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '今すぐ交代する' }).click();
  await page.getByText('交代を受け付けました').waitFor();
  await untilSaid(page, '第3世代への交代(前回)');
  await page.getByRole('link', { name: /^記録の\d+行目$/u }).click();
  await page.getByText('退職', { exact: true }).first().waitFor();
  await clean();
  await visit.close();
}, 240_000);
