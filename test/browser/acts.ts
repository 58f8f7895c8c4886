import type { Locator, Page } from 'playwright-core';
import { lastCode } from '../journeys/people.ts';
import type { House } from './house.ts';

/** The code that a phone received last, waited for. */
export async function codeFor(house: House, e164: string): Promise<string> {
  for (let tries = 0; tries < 50; tries += 1) {
    const code = await lastCode(house.controls, e164);
    if (code !== 'none') return code;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error('The phone received no code.');
}

/** The links in the last SMS to a phone: to the ticket and to the opt-out page, as paths. */
export async function linksFor(house: House, e164: string): Promise<{ ticket: string; stop: string }> {
  const body = (await house.controls.inbox(e164)).at(-1)?.body ?? '';
  return { ticket: /\/c\/\w+/u.exec(body)?.[0] ?? '', stop: /\/o\/\w+/u.exec(body)?.[0] ?? '' };
}

/** Types a number and asks for the code; ends on the code step. */
export async function askForCode(house: House, page: Page, phone: string): Promise<void> {
  await page.goto(`${house.origin}/`);
  await page.locator('#number').fill(phone);
  await page.locator('button[type=submit]').click();
  await page.locator('#code').waitFor();
}

/** Verifies a number on the shopper page; ends in the wallet. */
export async function signIn(house: House, page: Page, phone: string, e164: string): Promise<void> {
  await askForCode(house, page, phone);
  await page.locator('#code').fill(await codeFor(house, e164));
  await page.locator('#delivery').check();
  await page.locator('button[type=submit]').click();
  await page.waitForURL(/#\/wallet$/u);
}

/** Presses Tab until `target` has the focus; fails when the keyboard cannot get there. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate(element => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${target.toString()}`);
}

/** Goes to `target` with Tab and presses a key on it. */
export async function pressOn(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

/** Enters the till of the demo store. */
export async function enterTill(house: House, page: Page): Promise<void> {
  await page.goto(`${house.origin}/store/?store=${house.demo.storeId}`);
  await page.locator('#pin').fill(house.demo.pin);
  await page.locator('button[type=submit]').click();
  await page.locator('.ways').waitFor();
}

/** Signs in to the console through the local user pool's page. */
export async function enterConsole(
  house: House,
  page: Page,
  person: 'marketer' | 'custodian' | 'both',
  address = '',
): Promise<void> {
  await page.goto(`${house.origin}/console/${address}`);
  await page.locator('.door .button.seal').click();
  await page.locator(`button[value=${person}]`).click();
  await page.locator('.frame').waitFor();
}
