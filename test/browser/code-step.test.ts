import { afterAll, beforeAll, expect, test } from 'vitest';
import { askForCode, codeFor } from './acts.ts';
import { openHouse, type House } from './house.ts';

let house: House;

beforeAll(async () => {
  house = await openHouse();
});

afterAll(() => house.close());

test('WebOTP fills the code in and submits it without a tap', async () => {
  const visit = await house.visit();
  const { page } = visit;
  let read: (code: string) => void = () => undefined;
  const code = new Promise<string>(resolve => (read = resolve));
  await page.exposeFunction('nextCode', () => code);
  await page.addInitScript(() => {
    const { nextCode } = globalThis as unknown as { nextCode: () => Promise<string> };
    Object.assign(globalThis, { OTPCredential: Object });
    Object.defineProperty(navigator.credentials, 'get', {
      value: async (wish: { otp?: unknown }) => (wish.otp === undefined ? null : { code: await nextCode() }),
    });
  });
  await askForCode(house, page, '090-1111-0001');
  read(await codeFor(house, '+819011110001'));
  await page.waitForURL(/#\/wallet$/u);
  expect(await visit.faults()).toEqual([]);
  await visit.close();
});

test('where WebOTP is absent the code is typed, and a wrong one says how many tries are left', async () => {
  const visit = await house.visit();
  const { page } = visit;
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'OTPCredential'));
  await askForCode(house, page, '090-1111-0002');
  const code = await codeFor(house, '+819011110002');
  await page.locator('#code').fill(code === '000000' ? '111111' : '000000');
  await page.keyboard.press('Enter');
  expect(await page.getByRole('alert').textContent()).toMatch(/あと4回/u);
  expect(await visit.faults()).toEqual([]);
  await page.locator('#code').fill(code);
  await page.keyboard.press('Enter');
  await page.waitForURL(/#\/wallet$/u);
  await visit.close();
});

test('a reload in the middle of the code step loses nothing', async () => {
  const visit = await house.visit();
  const { page } = visit;
  await askForCode(house, page, '090-1111-0003');
  await page.reload();
  await page.getByText('090-1111-0003').waitFor();
  expect(await page.locator('.row .button').isDisabled()).toBe(true);
  expect(await visit.faults()).toEqual([]);
  await page.locator('#code').fill(await codeFor(house, '+819011110003'));
  await page.keyboard.press('Enter');
  await page.waitForURL(/#\/wallet$/u);
  expect(await house.controls.inbox('+819011110003')).toHaveLength(1);
  await visit.close();
});

test('the code can be asked for again once the server allows it', async () => {
  const visit = await house.visit();
  const { page } = visit;
  await askForCode(house, page, '090-1111-0004');
  const again = page.locator('.row .button');
  expect(await again.textContent()).toMatch(/^再送信まで 0:[0-3]\d$/u);
  await house.controls.advance(31);
  await page.reload();
  await page.getByRole('button', { name: 'もう一度送る' }).click();
  await page.getByText('もう一度送りました').waitFor();
  expect(await house.controls.inbox('+819011110004')).toHaveLength(2);
  expect(await visit.faults()).toEqual([]);
  await visit.close();
});
