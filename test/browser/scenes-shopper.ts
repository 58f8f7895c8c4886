import { askForCode, endlessPuzzle, refuseAt } from './acts.ts';
import type { Room, Stage } from './scene.ts';

const at =
  (path: string, ready: string) =>
  async ({ house, page }: Stage) => {
    await page.goto('about:blank');
    await page.goto(house.origin + path);
    await page.locator(ready).first().waitFor();
  };

let callers = 0;

/** A number nobody used before in this run, each from a block of its own: unanswered codes make a block suspicious. */
function nextNumber(): string {
  callers += 1;
  return `090-${7000 + callers}-0001`;
}

/** Asks for a code in a browser that nobody used before: one browser may ask for few numbers a day. */
async function callAnew({ house, page }: Stage): Promise<void> {
  await page.goto('about:blank');
  await page.context().clearCookies();
  await askForCode(house, page, nextNumber());
}

async function send({ page }: Stage, phone: string): Promise<void> {
  await page.locator('#number').fill(phone);
  await page.locator('button[type=submit]').click();
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
  await stage.page.locator('dialog .way').last().click();
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
        await send(stage, '03-1234-5678');
        await stage.page.getByRole('alert').waitFor();
      },
    },
    {
      name: 'number-checking',
      set: async stage => {
        await at('/', '#number')(stage);
        const puzzle = endlessPuzzle(100_000);
        await refuseAt(stage.page, '**/v1/challenges', 403, 'challenge.proof_required', {
          facts: { puzzle },
        });
        await send(stage, nextNumber());
        await stage.page.locator('progress').waitFor();
      },
    },
    {
      name: 'number-later',
      set: async stage => {
        await stage.page.unroute('**/v1/challenges');
        await at('/', '#number')(stage);
        await refuseAt(stage.page, '**/v1/challenges', 503, 'sms.unavailable', { retryAfter: 300 });
        await send(stage, nextNumber());
        await stage.page.getByRole('alert').waitFor();
        await stage.page.unroute('**/v1/challenges');
      },
    },
    {
      name: 'code',
      set: callAnew,
    },
    {
      name: 'code-wrong',
      set: async stage => {
        const { page } = stage;
        await callAnew(stage);
        await page.locator('#code').fill('12345');
        await page.locator('button[type=submit]').click();
        await page.getByRole('alert').waitFor();
      },
    },
    {
      name: 'code-over',
      set: async stage => {
        const { page } = stage;
        await callAnew(stage);
        await refuseAt(page, '**/confirm', 423, 'challenge.locked');
        await page.locator('#code').fill('123456');
        await page.locator('button[type=submit]').click();
        await page.locator('#code').waitFor({ state: 'detached' });
        await page.unroute('**/confirm');
      },
    },
    {
      name: 'number-again',
      set: async stage => {
        const { page } = stage;
        await callAnew(stage);
        await page.goBack();
        await page.locator('#number').waitFor();
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
    {
      name: 'ticket-closed',
      set: stage => at(`/#/vouchers/${stage.show.tickets.closed.voucherId}`, '.qr svg')(stage),
    },
    {
      name: 'ticket-stopped',
      set: stage => at(`/#/vouchers/${stage.show.tickets.stopped.voucherId}`, '.stamp')(stage),
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
    {
      name: 'redeem-qr',
      set: async stage => {
        await openSheet(stage);
        await stage.page.locator('dialog .way').nth(1).click();
        const alert = stage.page.getByRole('alert');
        const looking = stage.page.locator('dialog [role=status]', { hasText: /枠|frame/u });
        await alert.or(looking).first().waitFor();
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
