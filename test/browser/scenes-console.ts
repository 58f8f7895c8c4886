import { drawDrink } from '../../local/seed-picture.ts';
import { enterConsole } from './acts.ts';
import type { Room, Stage } from './scene.ts';

/** Opens a page of the console anew and waits until it has loaded what it shows. */
export async function open({ house, page }: Pick<Stage, 'house' | 'page'>, address: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`${house.origin}/console/#/${address}`);
  await page.locator('main h1').waitFor();
  await page.locator('.waiting').waitFor({ state: 'detached' });
}

const at = (address: string, ready: string) => async (stage: Stage) => {
  await open(stage, address);
  await stage.page.locator(ready).first().waitFor();
};

const body =
  '【もぎり】秋の感謝市を開きます。会員のみなさまに焼き菓子をひとつ差し上げます。ご来店をお待ちしています。\n{link}\n配信停止 {optout}';

async function compose(stage: Stage): Promise<void> {
  const { page } = stage;
  await open(stage, 'campaigns/new');
  await page.locator('form input.input').first().fill('秋の感謝市');
  await page.locator('select').selectOption(stage.house.demo.campaignCoupon);
  await page.locator('.body-area').fill(body);
  await page.locator('.meter-warning .icon, .meter-warning svg').waitFor();
}

async function ask(stage: Stage): Promise<void> {
  await at(`campaigns/${stage.show.campaigns.planned}`, '.receipt')(stage);
  await stage.page.locator('.plan-column .button.seal').click();
  await stage.page.locator('dialog.ask').waitFor();
}

async function makeCoupon(stage: Stage): Promise<void> {
  const { page } = stage;
  await open(stage, 'coupons/new');
  await page.locator('form input.input').first().fill('焼き菓子ひとつ');
  await page.locator('textarea').first().fill('500円以上のお買い上げで。');
  await page.locator('input[type=date]').nth(1).fill('2099-12-21');
}

/** Everything that is folded away, filled in. */
async function unfoldCoupon(stage: Stage): Promise<void> {
  const { page } = stage;
  await makeCoupon(stage);
  for (const fold of await page.locator('.fold > summary').all()) await fold.click();
  for (const day of [0, 1, 2, 3, 4]) await page.locator('.fold input[type=checkbox]').nth(day).check();
  await page.locator('.fold fieldset:nth-of-type(2) .button').click();
  await page.locator('input[type=time]').first().fill('11:00');
  await page.locator('input[type=time]').nth(1).fill('14:00');
  await page.locator('.fold input[type=date]').fill('2099-12-20');
  await page.locator('.fold .stack.tight .button').click();
  await page.locator('.fold:nth-of-type(2) input').nth(1).fill('100');
  await page.locator('.fold input[type=radio]').nth(1).check();
  await page.locator('.fold:nth-of-type(3) .pair input').fill('150');
  const file = { name: 'drink.png', mimeType: 'image/png', buffer: drawDrink() };
  await page.locator('.fold input[type=file]').setInputFiles(file);
  await page.locator('.phone .ticket-picture').first().waitFor();
}

async function read(stage: Stage): Promise<void> {
  const { page, show } = stage;
  await open(stage, 'desk');
  await page.locator('form input.input').first().fill(show.people.hanako.shopperId);
  await page.locator('form .button').first().click();
  await page.locator('form input.input[maxlength="60"]').fill('Q-2041');
  await page.locator('form .button.seal').click();
  await page.locator('.big-number').waitFor();
}

async function checkAll(stage: Stage): Promise<void> {
  await at('registers/rotations', 'table.register')(stage);
  await stage.page.locator('section.sheet .button').click();
  await stage.page.locator('.notice.ok').waitFor();
}

const pinPage = async (stage: Stage): Promise<void> => {
  await at('stores', '.pin-cell')(stage);
  await stage.page.locator('tr:has(.chip.warn) .pin-cell a').click();
  await stage.page.locator('form .notice.warn').waitFor();
};

/** The uses by hour, as a table. */
async function splitByHour(stage: Stage): Promise<void> {
  const { page } = stage;
  await at('analysis', '.funnel.split')(stage);
  await page.locator('.usage-filters input[type=radio]').nth(2).check();
  await page.locator('.funnel.split').waitFor();
  await page.locator('section:has(> .usage-filters) button[aria-pressed]').click();
  await page.locator('section:has(> .usage-filters) .plain-table').waitFor();
}

/** What the console shows before the sign-in. */
export const consoleDoor: Room = {
  name: 'console',
  wish: { viewport: { width: 1280, height: 800 } },
  scenes: [
    {
      name: 'door',
      set: async ({ house, page }) => {
        await page.goto(`${house.origin}/console/`);
        await page.locator('.door').waitFor();
      },
    },
  ],
};

/** What marketer and custodian see. */
export const consoles: Room = {
  name: 'console',
  wish: { viewport: { width: 1280, height: 800 } },
  enter: ({ house, page }) => enterConsole(house, page, 'both'),
  scenes: [
    { name: 'campaigns', set: at('campaigns', 'table.rows') },
    { name: 'compose', set: compose },
    { name: 'plan', set: stage => at(`campaigns/${stage.show.campaigns.planned}`, '.receipt')(stage) },
    { name: 'launch', set: ask },
    { name: 'running', set: stage => at(`campaigns/${stage.show.campaigns.winter}`, '.funnel')(stage) },
    { name: 'report', set: stage => at(`campaigns/${stage.show.campaigns.autumn}`, '.funnel')(stage) },
    { name: 'coupons', set: at('coupons', 'table.rows') },
    { name: 'coupon', set: makeCoupon },
    { name: 'coupon-unfolded', set: unfoldCoupon },
    { name: 'coupon-page', set: stage => at(`coupons/${stage.house.demo.publicCoupon}`, '.about')(stage) },
    { name: 'stores', set: at('stores', 'table.rows') },
    { name: 'store', set: at('stores/new', 'form .button.seal') },
    {
      name: 'store-page',
      set: stage => at(`stores/${stage.house.demo.storeId}`, '.about dd')(stage),
    },
    { name: 'store-pin', set: pinPage },
    {
      name: 'store-poster',
      set: stage => at(`stores/${stage.house.demo.storeId}/poster`, '.poster .qr svg')(stage),
    },
    { name: 'analysis', set: at('analysis', '.funnel.split') },
    { name: 'analysis-table', set: splitByHour },
    { name: 'reading', set: read },
    { name: 'registers', set: at('registers/readings', 'table.register') },
    { name: 'registers-checked', set: checkAll },
    { name: 'rotation', set: at('rotation', '.step.running') },
    { name: 'leavers', set: at('leavers', 'table.people') },
    { name: 'leaver', set: at('leavers/stf_local-custodian', 'form textarea') },
    { name: 'leave', set: at('leavers/stf_local-marketer', '.step.done') },
    { name: 'missing', set: stage => open(stage, 'nowhere') },
  ],
};

/** The two pages of the local run that a browser shows. */
export const localPages: Room = {
  name: 'local',
  wish: { viewport: { width: 1280, height: 800 } },
  scenes: [
    {
      name: 'phones',
      set: async ({ house, page }) => {
        await page.goto(`${house.origin}/local/phones`);
        await page.locator('.bubble').first().waitFor();
      },
    },
    {
      name: 'sign-in',
      set: async ({ house, page }) => {
        await page.goto(`${house.origin}/console/`);
        await page.locator('.door .button.seal').click();
        await page.locator('button[name=person]').first().waitFor();
      },
    },
  ],
};
