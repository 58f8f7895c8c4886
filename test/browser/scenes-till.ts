import { voucherCodeOf } from '../../lambdas/domain/voucher-code.ts';
import { enterTill } from './acts.ts';
import type { Room, Stage } from './scene.ts';

/** A well-formed code that nobody has. */
const unknownCode = voucherCodeOf(5n);

async function home({ house, page }: Stage): Promise<void> {
  await page.goto(`${house.origin}/store/`);
  await page.locator('.ways').waitFor();
}

async function type(stage: Stage, code = ''): Promise<void> {
  await home(stage);
  await stage.page.locator('.big-choice').nth(1).click();
  await stage.page.locator('#code').fill(code);
}

async function look(stage: Stage, code: string): Promise<void> {
  await type(stage, code);
  await stage.page.locator('.result .button.wide, .result .confirm').first().waitFor();
}

async function use(stage: Stage): Promise<void> {
  await look(stage, (await stage.show.freshTicket()).code);
  await stage.page.locator('.confirm').click();
  await stage.page.locator('.done').waitFor();
}

/** What a clerk sees before signing in. */
export const tillDoor: Room = {
  name: 'till',
  scenes: [
    {
      name: 'sign-in',
      set: async ({ house, page }) => {
        await page.goto(`${house.origin}/store/?store=${house.demo.storeId}`);
        await page.locator('#pin').waitFor();
      },
    },
  ],
};

/** What a clerk sees at the till. */
export const till: Room = {
  name: 'till',
  enter: ({ house, page }) => enterTill(house, page),
  scenes: [
    { name: 'home', set: home },
    {
      name: 'qr',
      set: async stage => {
        await home(stage);
        await stage.page.locator('.big-choice').nth(2).click();
        await stage.page.locator('.wall-qr svg').waitFor();
      },
    },
    { name: 'type', set: stage => type(stage, 'K7Q') },
    { name: 'type-wrong', set: stage => type(stage, 'K7QP3M9X22') },
    { name: 'usable', set: async stage => look(stage, (await stage.show.freshTicket()).code) },
    { name: 'used-already', set: stage => look(stage, stage.show.tickets.used.code) },
    { name: 'closed', set: stage => look(stage, stage.show.tickets.closed.code) },
    { name: 'unknown', set: stage => look(stage, unknownCode) },
    { name: 'done', set: use },
    {
      name: 'home-after',
      set: async stage => {
        await use(stage);
        await home(stage);
        await stage.page.locator('.day-counts summary').click();
      },
    },
    {
      name: 'undo',
      set: async stage => {
        await home(stage);
        await stage.page.locator('.recents .button').first().click();
        await stage.page.locator('.choice').first().click();
      },
    },
  ],
};

/** What a clerk sees whose device has a camera. */
export const tillCamera: Room = {
  name: 'till',
  enter: ({ house, page }) => enterTill(house, page),
  scenes: [
    {
      name: 'scan',
      set: async stage => {
        await home(stage);
        await stage.page.locator('.big-choice').first().click();
        await stage.page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0.3);
      },
    },
  ],
};
