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

/** Answers the next requests to a path (a glob) with a refusal, until `page.unroute` of the same path. */
export async function refuseAt(
  page: Page,
  path: string,
  status: number,
  code: string,
  { facts = {}, retryAfter }: { facts?: Record<string, unknown>; retryAfter?: number } = {},
): Promise<void> {
  const headers = {
    'content-type': 'application/problem+json',
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
  };
  const body = JSON.stringify({ type: 'about:blank', title: code, status, code, ...facts });
  await page.route(path, route => route.fulfill({ status, headers, body }));
}

/** A puzzle without an answer, so that it is worked on until it is left. */
export function endlessPuzzle(iterations: number) {
  return { id: 'pzl_endless', iterations, most: 1000, target: 'none', expiresAt: '2099-01-01T00:00:00Z' };
}

/** Gives the page a WebOTP of ours; what it answers with is the code that `arrive` is called with. */
export async function stubWebOtp(page: Page): Promise<{ arrive: (code: string) => void }> {
  let arrive: (code: string) => void = () => undefined;
  const code = new Promise<string>(resolve => (arrive = resolve));
  await page.exposeFunction('nextCode', () => code);
  await page.addInitScript(() => {
    type Wish = { readonly otp?: unknown; readonly signal?: AbortSignal };
    const { nextCode } = globalThis as unknown as { nextCode: () => Promise<string> };
    Object.assign(globalThis, { OTPCredential: Object });
    const get = async ({ otp, signal }: Wish) => {
      if (otp === undefined) return null;
      const aborted = new Promise<never>((_resolve, reject) =>
        signal?.addEventListener('abort', () => {
          document.documentElement.dataset['otp'] = 'aborted';
          reject(new DOMException('aborted', 'AbortError'));
        }),
      );
      return { code: await Promise.race([nextCode(), aborted]) };
    };
    Object.defineProperty(navigator.credentials, 'get', { value: get });
  });
  return { arrive: text => arrive(text) };
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
