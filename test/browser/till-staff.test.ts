import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { voucherCodeOf } from '../../lambdas/domain/voucher-code.ts';
import { enterTill, pressOn, tabTo } from './acts.ts';
import { openHouse, type House } from './house.ts';
import { phoneSize, type Visit } from './visit.ts';

const tablet = { width: 768, height: 1024 } as const;

let house: House;

beforeAll(async () => {
  house = await openHouse();
});

afterAll(() => house.close());

/** Holds what the page shows now to axe and to its frame, on the tablet and on the phone. */
async function clean({ page, faults }: Visit): Promise<void> {
  const usual = page.viewportSize() ?? phoneSize;
  for (const size of [tablet, phoneSize]) {
    await page.setViewportSize(size);
    expect(await faults()).toEqual([]);
  }
  await page.setViewportSize(usual);
}

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });

test('a manager enrols the till and adds a clerk, who chooses their name and signs in with their PIN, by touch', async () => {
  const visit = await house.visit({ viewport: tablet, hasTouch: true });
  const { page } = visit;
  const tap = (name: string) => page.getByRole('button', { name, exact: true }).tap();
  await enterTill(house, page);
  await clean(visit);
  await tap('スタッフと端末');
  await page.getByText('登録した端末はありません').waitFor();
  for (const { name } of house.demo.staff) await page.getByText(name, { exact: true }).waitFor();
  await clean(visit);
  await tap('この端末を登録する');
  await page.getByLabel('端末の名前').fill('入口のレジ');
  await page.getByLabel('店のPIN').fill('0000');
  await tap('この端末を登録する');
  await page.getByRole('alert').filter({ hasText: 'PINが違います' }).waitFor();
  await clean(visit);
  await page.getByLabel('店のPIN').fill(house.demo.pin);
  await tap('この端末を登録する');
  await page.getByText('この端末を登録しました').waitFor();
  await page.getByText('入口のレジ').waitFor();
  expect(await page.getByRole('button', { name: 'この端末を登録する' }).count()).toBe(0);

  await tap('スタッフを加える');
  await tap('スタッフを加える');
  await page.getByRole('alert').filter({ hasText: '名前が入っていません' }).waitFor();
  await page.getByLabel('名前').fill('佐藤');
  await page.getByLabel('新しいPIN').fill('47');
  await tap('スタッフを加える');
  await page.getByRole('alert').filter({ hasText: '4〜8桁' }).waitFor();
  await clean(visit);
  await page.getByLabel('新しいPIN').fill('4738');
  await tap('スタッフを加える');
  await page.getByText('佐藤さんを加えました').waitFor();
  await clean(visit);

  await tap('戻る');
  await tap('出る');
  await heading(page, 'だれが入りますか').waitFor();
  await page.getByRole('button', { name: '佐藤' }).waitFor();
  await clean(visit);
  await tap('佐藤');
  await page.getByLabel('自分のPIN').fill('4739');
  await tap('入る');
  await page.getByRole('alert').filter({ hasText: '自分のPINを確かめて' }).waitFor();
  await clean(visit);
  await page.getByLabel('自分のPIN').fill('4738');
  await tap('入る');
  await page.locator('.ways').waitFor();
  expect(await page.locator('.bar').textContent()).toContain('佐藤');
  expect(await page.getByRole('button', { name: 'スタッフと端末' }).count()).toBe(0);
  await page.reload();
  await page.locator('.ways').waitFor();
  expect(await page.locator('.bar').textContent()).toContain('佐藤');

  await tap('コードを入力 券に書かれた10文字を打ちます');
  await page.locator('#code').fill(voucherCodeOf(5n));
  await page.getByRole('alert').waitFor();
  await tap('戻る');
  await page.getByText('今日、使えなかった券(1件)').tap();
  await page.getByText(/ · レジ 佐藤$/u).waitFor();
  await clean(visit);
  await visit.close();
});

test('a manager ends a person and a device after being asked once more, by the keyboard; the till says so at its door', async () => {
  const visit = await house.visit({ language: 'en', theme: 'dark' });
  const { page } = visit;
  const press = (name: string) => pressOn(page, page.getByRole('button', { name, exact: true }));
  await enterTill(house, page);
  await press('Staff and devices');
  await press('Register this device');
  await page.getByLabel('Name of the device').fill('Back desk');
  await page.getByLabel('Store PIN').fill(house.demo.pin);
  await page.keyboard.press('Enter');
  await page.getByText('This device is registered').waitFor();
  await press('Add staff');
  await page.getByLabel('Name').fill('Jane');
  await tabTo(page, page.getByRole('radio', { name: 'Clerk' }));
  await page.keyboard.press('ArrowDown');
  await page.getByLabel('New PIN').fill('837462');
  await page.keyboard.press('Enter');
  await page.getByText('Jane is added').waitFor();

  await press('Change: Jane');
  await heading(page, 'Staff').waitFor();
  await page.getByLabel('New PIN').fill('837463');
  await page.keyboard.press('Enter');
  await page.getByText('The PIN is changed').waitFor();
  await clean(visit);
  await press('Make a clerk');
  await page.getByText('The role of Jane is now: Clerk.').waitFor();
  await clean(visit);
  await press('Change: Jane');
  await press('Make a manager');
  await page.getByText('The role of Jane is now: Manager.').waitFor();
  await press('Change: Jane');
  await press('Remove from staff');
  await page.getByText('Remove Jane from the staff?').waitFor();
  await clean(visit);
  await press('Keep');
  await press('Remove from staff');
  await press('Remove');
  await page.getByText('Removed.').waitFor();
  expect(await page.getByText('Jane').count()).toBe(0);

  await press('Remove device: Back desk');
  await press('Remove device');
  await page.getByText('Remove “Back desk”?').waitFor();
  await clean(visit);
  await press('Remove');
  await page.getByText('Removed.').waitFor();
  await press('Back');
  await press('Sign out');
  await page.getByText('This device is no longer registered').waitFor();
  await page.locator('#store').waitFor();
  await clean(visit);
  await visit.close();
});
