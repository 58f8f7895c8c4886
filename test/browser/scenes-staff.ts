import type { Page } from 'playwright-core';
import { enterTill } from './acts.ts';
import type { Room, Stage } from './scene.ts';

/** Sends what a manager's page would, from that page. */
async function tell(page: Page, path: string, body: object): Promise<void> {
  await page.evaluate(
    async ([path, body]) => {
      const headers = { 'content-type': 'application/json' };
      const { status } = await fetch(path, { method: 'POST', headers, body });
      if (status !== 201) throw new Error(`${path} answered ${status}`);
    },
    [path, JSON.stringify(body)] as const,
  );
}

/** A till that was enrolled a moment ago, with two people. */
async function openStaffedTill({ house, page }: Stage): Promise<void> {
  await enterTill(house, page);
  const { storeId, pin } = house.demo;
  const known = await page.evaluate(async () => {
    const answer: { readonly items: readonly unknown[] } = await (await fetch('/v1/till/staff')).json();
    return answer.items.length;
  });
  if (known === house.demo.staff.length) {
    await tell(page, '/v1/till/staff', { name: '佐藤', role: 'clerk', pin: '4738' });
    await tell(page, '/v1/till/staff', {
      name: 'Abigail Fitzgerald-Montgomery',
      role: 'manager',
      pin: '8374',
    });
  }
  await tell(page, '/v1/till/devices', { storeId, pin, name: '入口のレジ' });
  await page.evaluate(id => localStorage.setItem('mogiri.enrolled', id), storeId);
}

async function manage({ house, page }: Stage): Promise<void> {
  await page.goto(`${house.origin}/store/`);
  await page.locator('.row > .button:not(.plain)').last().click();
  await page.locator('.recents').nth(1).waitFor();
}

/** Opens one of what a manager's list leads to. */
const open = (selector: string, landmark: string) => async (stage: Stage) => {
  await manage(stage);
  await stage.page.locator(selector).first().click();
  await stage.page.locator(landmark).first().waitFor();
};

const askToEnd = (list: number) => async (stage: Stage) => {
  await manage(stage);
  await stage.page.locator('.recents').nth(list).locator('.button').first().click();
  await stage.page.locator('.button.plain.start').click();
  await stage.page.locator('.notice.warn').waitFor();
};

async function signOut({ page, house }: Stage): Promise<void> {
  await page.goto(`${house.origin}/store/`);
  await page.locator('.row > .button.plain').click();
  await page.locator('.people').waitFor();
}

/** What a manager and the people of a store see. */
export const tillStaff: Room = {
  name: 'till',
  enter: openStaffedTill,
  scenes: [
    { name: 'staff', set: manage },
    { name: 'staff-add', set: open('section .button.wide', '#name') },
    { name: 'staff-end', set: askToEnd(0) },
    { name: 'device-end', set: askToEnd(1) },
    {
      name: 'who',
      set: async stage => {
        await signOut(stage);
      },
    },
    {
      name: 'own-pin',
      set: async ({ page }) => {
        await page.locator('.people .button').first().click();
        await page.locator('#pin').fill('0000');
        await page.locator('button[type=submit]').click();
        await page.locator('[role=alert]').waitFor();
      },
    },
  ],
};
