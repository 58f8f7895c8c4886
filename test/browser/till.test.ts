import { afterAll, beforeAll, expect, test } from 'vitest';
import { signUp } from '../journeys/people.ts';
import { enterTill } from './acts.ts';
import { openHouse, type House } from './house.ts';

let house: House;

beforeAll(async () => {
  house = await openHouse();
});

afterAll(() => house.close());

/** Gives a new shopper the demo's public coupon and answers the code printed on the ticket. */
async function ticketCode(phone: string, e164: string): Promise<string> {
  const shopper = await signUp(house.origin, phone, e164, false);
  const taken = await shopper.post(`/v1/coupons/${house.demo.publicCoupon}/vouchers`);
  return String(taken.body['code']);
}

test('a clerk signs in, types a code, uses the ticket and undoes it with a reason', async () => {
  const code = await ticketCode('090-3333-0001', '+819033330001');
  const visit = await house.visit({ hasTouch: true });
  const { page } = visit;
  const clean = async () => expect(await visit.faults()).toEqual([]);
  await page.goto(`${house.origin}/store/?store=${house.demo.storeId}`);
  await page.locator('#pin').fill('0000');
  await page.getByRole('button', { name: '入る' }).tap();
  await page.getByRole('alert').waitFor();
  await clean();
  await page.locator('#pin').fill(house.demo.pin);
  await page.getByRole('button', { name: '入る' }).tap();
  await page.getByText('渋谷店').waitFor();
  await clean();

  await page.getByRole('button', { name: 'コードを入力' }).tap();
  for (const letter of code) await page.locator('.key', { hasText: letter }).tap();
  await page.getByText('使えます').waitFor();
  await clean();
  await page.getByRole('button', { name: '確定' }).tap();
  await page.getByRole('heading', { name: '使用済にしました' }).waitFor();
  await clean();
  await page.getByRole('heading', { name: 'コードを入力' }).waitFor();

  await page.locator('#code').fill(code);
  expect(await page.getByRole('alert').textContent()).toMatch(/使われ/u);
  expect(await page.getByRole('button', { name: '確定' }).count()).toBe(0);
  await clean();
  await page.getByRole('button', { name: '戻る' }).tap();
  await page.getByRole('button', { name: '取り消す' }).tap();
  await page.getByLabel('そのほか').check();
  await page.getByLabel('理由を短く').fill('打ち間違い');
  await clean();
  await page.getByRole('button', { name: '取り消す' }).tap();
  await page.getByText('券はまた使えます').waitFor();
  await clean();

  await page.getByRole('button', { name: '次へ' }).tap();
  await page.getByRole('button', { name: 'コードを入力' }).tap();
  await page.locator('#code').fill(code);
  await page.getByText('使えます').waitFor();
  await visit.close();
});

test('a mistyped code is shown at once, before anything is asked of the server', async () => {
  const code = await ticketCode('090-3333-0002', '+819033330002');
  const visit = await house.visit({ language: 'en', theme: 'dark' });
  const { page } = visit;
  await enterTill(house, page);
  await page.getByRole('button', { name: 'Enter the code' }).click();
  const asked: string[] = [];
  page.on('request', request => asked.push(request.url()));
  const wrong = `${code.slice(0, 9)}${code.endsWith('2') ? '3' : '2'}`;
  await page.locator('#code').pressSequentially(wrong);
  await page.getByText('One of the characters is wrong').waitFor();
  expect(asked).toEqual([]);
  expect(await visit.faults()).toEqual([]);
  await visit.close();
});

test('the till goes by the keyboard alone too', async () => {
  const code = await ticketCode('090-3333-0003', '+819033330003');
  const visit = await house.visit();
  const { page } = visit;
  const { keyboard } = page;
  await page.goto(`${house.origin}/store/?store=${house.demo.storeId}`);
  await page.locator('#pin').waitFor();
  await keyboard.press('Tab');
  while (!(await page.locator('#pin').evaluate(field => field === document.activeElement)))
    await keyboard.press('Tab');
  await keyboard.type(`${house.demo.pin}\n`);
  await page.locator('.ways').waitFor();
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await page.locator('#code').waitFor();
  await keyboard.type(code);
  await page.getByText('使えます').waitFor();
  while (!(await page.locator('.confirm').evaluate(button => button === document.activeElement)))
    await keyboard.press('Tab');
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: '使用済にしました' }).waitFor();
  expect(visit.complaints).toEqual([]);
  await visit.close();
});

test('without a camera the till says so and offers the keypad', async () => {
  const visit = await house.visit();
  const { page } = visit;
  await enterTill(house, page);
  await page.getByRole('button', { name: '読み取る' }).click();
  expect(await page.getByRole('alert').textContent()).toMatch(/カメラを使えません/u);
  expect(await visit.faults()).toEqual([]);
  await page.getByRole('button', { name: 'コードを入力' }).click();
  await page.locator('#code').waitFor();
  await visit.close();
});
