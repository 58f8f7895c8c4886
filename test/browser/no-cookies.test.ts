import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openProfile } from './chromium.ts';
import { openHouse, type House } from './house.ts';
import { codeFor, askForCode } from './acts.ts';
import { contextOf, joinVisit } from './visit.ts';

let house: House;
let refusing: BrowserContext;
const profile = mkdtempSync(join(tmpdir(), 'mogiri-profile-'));

beforeAll(async () => {
  house = await openHouse();
  mkdirSync(join(profile, 'Default'));
  const blocked = { profile: { default_content_setting_values: { cookies: 2 } } };
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(blocked));
  refusing = await openProfile(profile, contextOf({}));
});

afterAll(async () => {
  await refusing.close();
  await house.close();
  rmSync(profile, { recursive: true, force: true });
});

test('a browser that refuses cookies is told plainly what they are for, by shopper page and till', async () => {
  const visit = await joinVisit(refusing, house.origin);
  const { page } = visit;
  for (const path of ['/', '/store/']) {
    await page.goto(house.origin + path);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Cookieが使えません');
    expect(await page.locator('input').count()).toBe(0);
    expect(await visit.faults()).toEqual([]);
  }
});

test('a browser that drops the session cookie in silence is told so after the code', async () => {
  const visit = await house.visit();
  const { page, context } = visit;
  await askForCode(house, page, '090-1111-0005');
  await page.route('**/confirm', async route => {
    await route.continue();
    await context.clearCookies();
  });
  await page.route('**/v1/me', async route => {
    const headers = { ...route.request().headers(), cookie: '' };
    await route.continue({ headers });
  });
  await page.locator('#code').fill(await codeFor(house, '+819011110005'));
  await page.keyboard.press('Enter');
  await page.getByText('ブラウザに覚えられませんでした').waitFor();
  expect(await visit.faults()).toEqual([]);
  await visit.close();
});
