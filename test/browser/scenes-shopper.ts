import { askForCode } from './acts.ts';
import type { Room, Stage } from './scene.ts';

const at =
  (path: string, ready: string) =>
  async ({ house, page }: Stage) => {
    await page.goto('about:blank');
    await page.goto(house.origin + path);
    await page.locator(ready).first().waitFor();
  };

let callers = 0;

/** A number nobody used before in this run, in a block of its own. */
function nextNumber(): string {
  callers += 1;
  return `090-${7000 + callers}-0001`;
}

/** Opens the redeem sheet of a fresh ticket. */
async function openSheet(stage: Stage): Promise<void> {
  const { voucherId } = await stage.show.freshTicket();
  await at(`/#/vouchers/${voucherId}`, '.qr svg')(stage);
  await stage.page.locator('.ticket-stub .button.seal').click();
  await stage.page.locator('dialog .way').first().waitFor();
}

async function openPin(stage: Stage): Promise<void> {
  await openSheet(stage);
  await stage.page.locator('dialog .way').nth(1).click();
  await stage.page.locator('#pin').fill(stage.house.demo.pin);
}

/** What a person sees who has not signed in. */
export const strangers: Room = {
  name: 'shopper',
  scenes: [
    { name: 'number', set: at('/', '#number') },
    {
      name: 'number-purposes',
      set: async stage => {
        await at('/', '#number')(stage);
        await stage.page.locator('summary').click();
      },
    },
    {
      name: 'number-refused',
      set: async stage => {
        await at('/', '#number')(stage);
        await stage.page.locator('#number').fill('03-1234-5678');
        await stage.page.locator('button[type=submit]').click();
        await stage.page.getByRole('alert').waitFor();
      },
    },
    {
      name: 'code',
      set: async ({ house, page }) => {
        await page.goto('about:blank');
        await askForCode(house, page, nextNumber());
      },
    },
    {
      name: 'code-wrong',
      set: async ({ house, page }) => {
        await page.goto('about:blank');
        await askForCode(house, page, nextNumber());
        await page.locator('#code').fill('12345');
        await page.locator('button[type=submit]').click();
        await page.getByRole('alert').waitFor();
      },
    },
    { name: 'link', set: stage => at(stage.show.links.ticket, '.ticket')(stage) },
    { name: 'link-unknown', set: at('/c/nothinghere', '[role=alert]') },
    { name: 'opt-out', set: stage => at(stage.show.links.stop, 'main .button.seal')(stage) },
    {
      name: 'opt-out-done',
      set: async stage => {
        await at(stage.show.links.stop, 'main .button.seal')(stage);
        await stage.page.locator('main .button.seal').click();
        await stage.page.locator('main a.button').waitFor();
      },
    },
    { name: 'lost', set: at('/#/nowhere', 'main a.button') },
  ],
};

/** What a signed-in shopper sees. */
export const shoppers: Room = {
  name: 'shopper',
  cookies: show => show.people.hanako.cookies,
  scenes: [
    { name: 'wallet', set: at('/#/wallet', 'a.ticket.past') },
    {
      name: 'ticket',
      set: stage => at(`/#/vouchers/${stage.show.tickets.usable.voucherId}`, '.qr svg')(stage),
    },
    {
      name: 'ticket-used',
      set: stage => at(`/#/vouchers/${stage.show.tickets.used.voucherId}`, '.stamp')(stage),
    },
    { name: 'settings', set: at('/#/settings', 'main section:nth-of-type(3)') },
  ],
};

/** What a shopper sees who has no coupon yet. */
export const newcomers: Room = {
  name: 'shopper',
  cookies: show => show.people.newcomer.cookies,
  scenes: [{ name: 'wallet-first', set: at('/#/wallet', '.ticket, .empty') }],
};

/** What a shopper sees in front of the staff. */
export const tearers: Room = {
  name: 'shopper',
  cookies: show => show.people.jiro.cookies,
  scenes: [
    { name: 'redeem', set: openSheet },
    {
      name: 'redeem-show',
      set: async stage => {
        await openSheet(stage);
        await stage.page.locator('dialog .way').first().click();
        await stage.page.locator('.showing .qr svg').waitFor();
      },
    },
    { name: 'redeem-pin', set: openPin },
    {
      name: 'redeem-wrong-pin',
      set: async stage => {
        await openPin(stage);
        await stage.page.locator('#pin').fill('0000');
        await tear(stage);
        await stage.page.getByRole('alert').waitFor();
      },
    },
    {
      name: 'redeemed',
      set: async stage => {
        await openPin(stage);
        await tear(stage);
        await stage.page.locator('.stamp').waitFor();
      },
    },
  ],
};

/** Tears as those do who can only click: the button asks once more. */
async function tear({ page }: Stage): Promise<void> {
  const button = page.locator('dialog form .button.wide');
  await button.click();
  await button.click();
}
