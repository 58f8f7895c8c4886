import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshAddress, freshNumber, signUp, type ShopperLike } from '../journeys/people.ts';
import { pressOn, tabTo } from './acts.ts';
import { cameraFlags, writeFakeCamera } from './fake-camera.ts';
import { slide } from './finger.ts';
import { openHouse, type House } from './house.ts';
import type { Visit, VisitWish } from './visit.ts';
import { readWall } from './wall.ts';

const folder = mkdtempSync(join(tmpdir(), 'mogiri-three-tills-'));
const film = join(folder, 'film.y4m');

let house: House;

beforeAll(async () => {
  house = await openHouse(cameraFlags(film));
});

afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true });
});

/** How somebody works a page: what pressing, typing into a field and tearing a stub off mean to them. */
type Hand = {
  readonly name: string;
  readonly wish: VisitWish;
  readonly press: (page: Page, target: Locator) => Promise<void>;
  readonly tear: (page: Page) => Promise<void>;
};

const fingers: Hand = {
  name: 'fingers, in Japanese',
  wish: { hasTouch: true },
  press: (_page, target) => target.tap(),
  tear: async page => {
    const across = (await page.locator('.slide-track').boundingBox())?.width ?? 0;
    await slide(page, page.locator('.slide-stub'), across, 1500);
  },
};

const keys: Hand = {
  name: 'the keyboard, in English and in the dark',
  wish: { language: 'en', theme: 'dark' },
  press: (page, target) => pressOn(page, target),
  tear: async page => {
    await tabTo(page, page.getByRole('button', { name: 'Hold to tear off' }));
    await page.keyboard.down('Space');
    await page.waitForTimeout(1400);
    await page.keyboard.up('Space');
  },
};

/** A tablet held upright; the other tests of the tills go by a phone's size. */
const viewport = { width: 768, height: 1024 };

type Ticket = { readonly shopper: ShopperLike; readonly voucherId: string; readonly code: string };

async function takeTicket(): Promise<Ticket> {
  const { phone, e164 } = freshNumber();
  const shopper = await signUp(house.origin, phone, e164, false, freshAddress());
  const { body } = await shopper.post(`/v1/coupons/${house.demo.publicCoupon}/vouchers`);
  return { shopper, voucherId: String(body['voucherId']), code: String(body['code']) };
}

const clean = async (visit: Visit) => expect(await visit.faults()).toEqual([]);

/** A shopper's own screen, on which the ways to use the ticket are shown. */
async function openWays({ shopper, voucherId }: Ticket, { press }: Hand, wish: VisitWish): Promise<Visit> {
  const visit = await house.visit({ ...wish, cookies: shopper.cookies });
  const { page } = visit;
  await page.goto(`${house.origin}/#/vouchers/${voucherId}`);
  await page.locator('.ticket-stub .qr svg').waitFor();
  await clean(visit);
  await press(page, page.locator('.ticket-stub .button.seal'));
  await page.locator('dialog .way').first().waitFor();
  return visit;
}

async function expectUsed(visit: Visit): Promise<void> {
  await visit.page.locator('.stamp').waitFor();
  expect(await visit.page.locator('.stamp').textContent()).toContain('渋谷店');
  await clean(visit);
  await visit.close();
}

async function usedByPin(hand: Hand, wish: VisitWish): Promise<void> {
  const visit = await openWays(await takeTicket(), hand, wish);
  const { page } = visit;
  await hand.press(page, page.locator('dialog .way').last());
  await hand.press(page, page.locator('#pin'));
  await page.keyboard.type(house.demo.pin);
  await clean(visit);
  await hand.tear(page);
  await expectUsed(visit);
}

/** A tablet at the till, signed in with the store's PIN. */
async function openTablet({ press }: Hand, wish: VisitWish): Promise<Visit> {
  const visit = await house.visit(wish);
  const { page } = visit;
  await page.goto(`${house.origin}/store/?store=${house.demo.storeId}`);
  await press(page, page.locator('#pin'));
  await page.keyboard.type(house.demo.pin);
  await press(page, page.locator('button[type=submit]'));
  await page.locator('.ways').waitFor();
  await clean(visit);
  return visit;
}

async function usedByWall(hand: Hand, wish: VisitWish, tablet: Visit): Promise<void> {
  await hand.press(tablet.page, tablet.page.locator('.ways button').nth(2));
  await tablet.page.locator('.wall-qr svg').waitFor();
  await clean(tablet);
  const visit = await openWays(await takeTicket(), hand, wish);
  const { page } = visit;
  writeFakeCamera(film, await readWall(tablet.page));
  await hand.press(page, page.locator('dialog .way').nth(1));
  await page.locator('.slide-stub').waitFor();
  await clean(visit);
  await hand.tear(page);
  await expectUsed(visit);
  await tablet.page.bringToFront();
  await hand.press(tablet.page, tablet.page.locator('.bar-link').first());
  await tablet.page.locator('.ways').waitFor();
}

async function usedByClerk({ press }: Hand, tablet: Visit): Promise<void> {
  const { page } = tablet;
  writeFakeCamera(film, (await takeTicket()).code);
  await press(page, page.locator('.ways button').first());
  await page.locator('.confirm').waitFor();
  await clean(tablet);
  await press(page, page.locator('.confirm'));
  await page.locator('.done').waitFor();
  await clean(tablet);
}

test.each([fingers, keys])('on a tablet all three tills go by $name', async hand => {
  const wish = { ...hand.wish, viewport };
  await usedByPin(hand, wish);
  const tablet = await openTablet(hand, wish);
  await usedByWall(hand, wish, tablet);
  await usedByClerk(hand, tablet);
  expect(tablet.complaints).toEqual([]);
  await tablet.close();
});
