import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowserLike } from '../journeys/browser-like.ts';
import { freshAddress } from '../journeys/people.ts';
import { askForCode, codeFor, endlessPuzzle, refuseAt, stubWebOtp } from './acts.ts';
import { openHouse, type House } from './house.ts';
import type { Visit } from './visit.ts';

let house: House;

beforeAll(async () => {
  house = await openHouse();
});

afterAll(() => house.close());

const starts = '**/v1/challenges';
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const alertText = (page: Page) => page.getByRole('alert').textContent();
const expectClean = async (visit: Visit) => expect(await visit.faults()).toEqual([]);
const wrongFor = (code: string) => (code === '000000' ? '111111' : '000000');

/** How often the page asked a path, by the end of its address. */
function countRequests(page: Page, end: string): () => number {
  let count = 0;
  page.on('request', request => {
    if (request.method() === 'POST' && request.url().endsWith(end)) count += 1;
  });
  return () => count;
}

/** Types a number and presses the button, without waiting for what comes of it. */
async function send(page: Page, phone: string): Promise<void> {
  await page.locator('#number').fill(phone);
  await page.locator('button[type=submit]').click();
}

async function confirm(page: Page, code: string): Promise<void> {
  await page.locator('#code').fill(code);
  await page.keyboard.press('Enter');
}

test('WebOTP fills the code in and submits it without a tap, in English and in the dark', async () => {
  const visit = await house.visit({ language: 'en', theme: 'dark' });
  const { page } = visit;
  const sms = await stubWebOtp(page);
  await page.goto(house.origin);
  await page.getByText('Only the appointed administrator can see it').waitFor();
  await expectClean(visit);
  await askForCode(house, page, '090-1101-0001');
  await page.getByText('Receive coupons by SMS. You can stop').waitFor();
  expect(await page.getByLabel('Send me coupons by SMS').isChecked()).toBe(false);
  await expectClean(visit);
  sms.arrive(await codeFor(house, '+819011010001'));
  await page.waitForURL(/#\/wallet$/u);
  await page.locator('.ticket').first().waitFor();
  await expectClean(visit);
  await visit.close();
});

test('a code that is typed ends the wait for the SMS, and stays typed in the other language', async () => {
  const visit = await house.visit();
  const { page } = visit;
  const sms = await stubWebOtp(page);
  await askForCode(house, page, '090-1102-0001');
  await page.locator('#code').pressSequentially('12');
  expect(await page.locator('html').getAttribute('data-otp')).toBe('aborted');
  sms.arrive('654321');
  await page.locator('#delivery').check();
  await button(page, /Switch to English/u).click();
  expect(await page.getByLabel('Code').inputValue()).toBe('12');
  expect(await page.locator('#delivery').isChecked()).toBe(false);
  await page.goBack();
  expect(await page.getByLabel('Mobile number').inputValue()).toBe('090-1102-0001');
  await page.getByText('A code was sent to 090-1102-0001').waitFor();
  await expectClean(visit);
  await page.goForward();
  expect(await page.getByLabel('Code').inputValue()).toBe('12');
  await page.goBack();
  await page.getByRole('link', { name: 'Enter the code' }).click();
  await page.getByLabel('Code').waitFor();
  expect(await house.controls.inbox('+819011020001')).toHaveLength(1);
  await visit.close();
});

test('where WebOTP is absent the code is pasted as it came, and a wrong one says how many tries are left', async () => {
  const visit = await house.visit();
  const { page } = visit;
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'OTPCredential'));
  await askForCode(house, page, '０９０－１１０３－０００１');
  await expectClean(visit);
  const code = await codeFor(house, '+819011030001');
  await confirm(page, wrongFor(code));
  expect(await alertText(page)).toMatch(/あと4回/u);
  await expectClean(visit);
  const fullWidth = code.replace(/\d/gu, digit => String.fromCodePoint(digit.charCodeAt(0) + 0xfee0));
  await confirm(page, ` ${fullWidth.slice(0, 3)}-${fullWidth.slice(3)} `);
  await page.waitForURL(/#\/wallet$/u);
  await visit.close();
});

test('a code closed by wrong tries stays closed over a reload, and leads back to the number as it was typed', async () => {
  const visit = await house.visit();
  const { page } = visit;
  await askForCode(house, page, '090-1104-0001');
  const wrong = wrongFor(await codeFor(house, '+819011040001'));
  for (const left of [4, 3, 2, 1]) {
    await confirm(page, wrong);
    await page.getByText(`あと${left}回`).waitFor();
  }
  await confirm(page, wrong);
  await page.getByText('間違いが続いたため').waitFor();
  expect(await page.locator('input').count()).toBe(0);
  await page.reload();
  await page.getByText('間違いが続いたため').waitFor();
  await button(page, '番号の入力へ戻る').click();
  expect(await page.locator('#number').inputValue()).toBe('090-1104-0001');
  await visit.close();
});

test('a reload in the middle loses nothing and agrees to nothing, whatever the device thinks the time is', async () => {
  const visit = await house.visit();
  const { page } = visit;
  await page.addInitScript(() => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + 3_600_000;
  });
  await askForCode(house, page, '090-1105-0001');
  await page.locator('#delivery').check();
  await page.route('**/policies/current', route => route.abort());
  await page.reload();
  await page.getByText('090-1105-0001').waitFor();
  expect(await page.locator('.row .button').textContent()).toMatch(/^再送信まで 0:[0-3]\d$/u);
  expect(await page.locator('.row .button').isDisabled()).toBe(true);
  expect(await page.locator('#delivery').isChecked()).toBe(false);
  await page.unroute('**/policies/current');
  await confirm(page, await codeFor(house, '+819011050001'));
  await page.waitForURL(/#\/wallet$/u);
  expect(await house.controls.inbox('+819011050001')).toHaveLength(1);
  await visit.close();
});

test('the code can be asked for again once the server allows it, then a new one, and an old one is over', async () => {
  const visit = await house.visit();
  const { page } = visit;
  await askForCode(house, page, '090-1106-0001');
  const again = page.locator('.row .button');
  expect(await again.textContent()).toMatch(/^再送信まで 0:[0-3]\d$/u);
  await house.controls.advance(31);
  await page.reload();
  await button(page, 'もう一度送る').dblclick();
  await page.getByText('もう一度送りました').waitFor();
  expect(await again.textContent()).toMatch(/^再送信まで (1:0[01]|0:5\d)$/u);
  expect(await house.controls.inbox('+819011060001')).toHaveLength(2);
  await expectClean(visit);
  await house.controls.advance(215);
  await page.reload();
  await button(page, '新しい認証コードへ').waitFor();
  await house.controls.advance(60);
  await page.reload();
  await page.getByText('期限が切れました').waitFor();
  await expectClean(visit);
  await button(page, '番号の入力へ戻る').click();
  expect(await page.locator('#number').inputValue()).toBe('090-1106-0001');
  await visit.close();
});

test('double taps send one message and confirm once, and a second tab goes where the first one went', async () => {
  const visit = await house.visit();
  const { page, context } = visit;
  const [sent, confirmed] = [countRequests(page, '/v1/challenges'), countRequests(page, '/confirm')];
  await page.goto(house.origin);
  await page.locator('#number').fill('090-1107-0001');
  await page.locator('button[type=submit]').dblclick();
  await page.locator('#code').waitFor();
  const opened = context.waitForEvent('page');
  await page.evaluate(() => void open(location.href));
  const tab = await opened;
  const code = await codeFor(house, '+819011070001');
  await tab.locator('#code').fill(code);
  await page.locator('#code').fill(code);
  await page.locator('button[type=submit]').dblclick();
  await page.waitForURL(/#\/wallet$/u);
  expect([sent(), confirmed()]).toEqual([1, 1]);
  await tab.locator('button[type=submit]').click();
  await tab.waitForURL(/#\/wallet$/u);
  await page.goBack();
  await page.waitForURL(/#\/wallet$/u);
  expect(await house.controls.inbox('+819011070001')).toHaveLength(1);
  await expectClean(visit);
  await visit.close();
});

test('a connection lost in the middle is said, and the same press goes on when it is back', async () => {
  const visit = await house.visit();
  const { page, context } = visit;
  await page.goto(house.origin);
  await page.getByText('管理責任者だけが').first().waitFor();
  await context.setOffline(true);
  await send(page, '090-1108-0001');
  expect(await alertText(page)).toMatch(/通信ができませんでした/u);
  await page.locator('.offline', { hasText: '通信がありません' }).waitFor();
  await context.setOffline(false);
  await button(page, 'もう一度試す').click();
  await page.locator('#code').waitFor();
  await page.locator('#code').fill(await codeFor(house, '+819011080001'));
  await page.route('**/confirm', async route => {
    await route.fetch();
    await route.abort();
  });
  await page.locator('button[type=submit]').click();
  expect(await alertText(page)).toMatch(/通信ができませんでした/u);
  await page.unroute('**/confirm');
  await button(page, 'もう一度試す').click();
  await page.waitForURL(/#\/wallet$/u);
  expect(await house.controls.inbox('+819011080001')).toHaveLength(1);
  await visit.close();
});

test('six starts from one address lead to a real puzzle, which the page solves; a lost reply sends nothing twice', async () => {
  const address = freshAddress();
  for (const place of [1, 2, 3, 4, 5]) {
    const stranger = openBrowserLike(house.origin, { address });
    expect((await stranger.post('/v1/challenges', { phone: `090-120${place}-0001` })).status).toBe(202);
  }
  const visit = await house.visit({ address });
  const { page } = visit;
  const sent = countRequests(page, '/v1/challenges');
  let solved = 0;
  await page.route(starts, async route => {
    if (!(route.request().postData() ?? '').includes('"puzzle"')) return route.continue();
    solved += 1;
    if (solved > 1) return route.continue();
    await route.fetch();
    return route.abort();
  });
  await page.goto(house.origin);
  await send(page, '090-1206-0001');
  await button(page, 'もう一度試す').click();
  await page.getByText('090-1206-0001 にSMSを送りました').waitFor();
  expect([sent(), solved]).toEqual([3, 2]);
  expect(await house.controls.inbox('+819012060001')).toHaveLength(1);
  await confirm(page, await codeFor(house, '+819012060001'));
  await page.waitForURL(/#\/wallet$/u);
  await visit.close();
});

test('while a puzzle is worked on the page says so, in either language, and another number ends it', async () => {
  const visit = await house.visit();
  const { page } = visit;
  const sent = countRequests(page, '/v1/challenges');
  await page.goto(house.origin);
  await refuseAt(page, starts, 403, 'challenge.proof_required', { facts: { puzzle: endlessPuzzle(50_000) } });
  await send(page, '090-1109-0001');
  const bar = page.getByRole('progressbar');
  await bar.waitFor();
  await expect
    .poll(() => page.getByRole('status').allTextContents())
    .toContainEqual(expect.stringMatching(/送る前の確認/u));
  await expect.poll(async () => Number(await bar.getAttribute('value'))).toBeGreaterThan(0);
  await expectClean(visit);
  await button(page, /Switch to English/u).click();
  await page.getByText('Checking before we send').first().waitFor();
  expect(await page.locator('button[type=submit]').isDisabled()).toBe(true);
  expect(await page.locator('#number').inputValue()).toBe('090-1109-0001');
  await page.locator('#number').fill('090-1109-0002');
  await button(page, 'Send me a code').waitFor();
  expect([await bar.count(), sent()]).toEqual([0, 1]);
  await page.evaluate(() => Object.defineProperty(crypto, 'subtle', { value: undefined }));
  await page.locator('button[type=submit]').click();
  expect(await alertText(page)).toMatch(/The check before sending did not finish/u);
  await expectClean(visit);
  await visit.close();
});

const nextSteps = [
  [400, 'phone.invalid', undefined, 'type'],
  [422, 'phone.type_not_allowed', undefined, 'type'],
  [422, 'phone.country_not_allowed', undefined, 'type'],
  [429, 'limit.too_many', 300, /^もう一度試すまで [45]:/u],
  [503, 'sms.unavailable', 30, /^もう一度試すまで 0:/u],
  [503, 'challenge.unavailable', undefined, 'もう一度試す'],
  [403, 'challenge.proof_required', undefined, 'もう一度試す'],
  [409, 'idempotency.key_reused', undefined, '開き直す'],
] as const;

test('after every refusal of the number step stands what to do next, as something to tap or to type into', async () => {
  const visit = await house.visit();
  const { page } = visit;
  await page.goto(house.origin);
  for (const [status, code, retryAfter, next] of nextSteps) {
    await refuseAt(page, starts, status, code, retryAfter === undefined ? {} : { retryAfter });
    await send(page, '090-1110-0001');
    await page.getByRole('alert').getByText(code).waitFor();
    if (next === 'type') await page.locator('#number[aria-invalid=true]:focus').waitFor();
    else await page.getByRole('alert').getByRole('button', { name: next }).waitFor();
    await page.unroute(starts);
  }
  await refuseAt(page, starts, 429, 'limit.too_many', { retryAfter: 7200 });
  await send(page, '090-1110-0001');
  await page.getByText(/120分|2時間/u).waitFor();
  expect(await alertText(page)).toMatch(/2時間\((?:.*\) )?\d+:\d\dまで\)待ってから/u);
  await expectClean(visit);
  await visit.close();
});

const overs = [
  [404, 'challenge.not_found'],
  [410, 'challenge.expired'],
  [409, 'challenge.used'],
] as const;

test('after every refusal of the code step stands what to do next', async () => {
  const visit = await house.visit();
  const { page } = visit;
  await askForCode(house, page, '090-1111-0001');
  await house.controls.advance(31);
  await page.reload();
  await refuseAt(page, '**/resend', 429, 'challenge.resend_exhausted');
  await button(page, 'もう一度送る').click();
  await page.getByRole('alert').getByRole('button', { name: '番号の入力へ戻る' }).waitFor();
  await refuseAt(page, '**/confirm', 503, 'challenge.unavailable', { retryAfter: 10 });
  await confirm(page, '123456');
  await page
    .getByRole('alert')
    .getByRole('button', { name: /^もう一度試すまで 0:/u })
    .waitFor();
  await refuseAt(page, '**/confirm', 403, 'shopper.suspended');
  await confirm(page, '123456');
  await page.getByText('お店にお問い合わせください').waitFor();
  await page.locator('#delivery').check();
  await refuseAt(page, '**/confirm', 422, 'consent.policy_outdated');
  await confirm(page, '123456');
  await page.getByText('同意の文が新しくなりました').waitFor();
  expect(await page.locator('#delivery').isChecked()).toBe(false);
  await page.locator('.consent').getByText('管理責任者だけが').waitFor();
  await expectClean(visit);
  const kept = await page.evaluate(() => sessionStorage.getItem('mogiri.challenge') ?? '');
  for (const [status, code] of overs) {
    await page.evaluate(text => sessionStorage.setItem('mogiri.challenge', text), kept);
    await page.reload();
    await refuseAt(page, '**/confirm', status, code);
    await confirm(page, '123456');
    await page.getByRole('alert').getByText(code).waitFor();
    await button(page, '番号の入力へ戻る').waitFor();
  }
  await expectClean(visit);
  await visit.close();
});
