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
  await clean();
  const readings = await house.controls.trail('service=kms&operation=Decrypt');
  expect(readings.map(({ sessionTags }) => sessionTags)).toEqual([{ purpose: 'desk' }]);
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
