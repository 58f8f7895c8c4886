import type { Browser, CDPSession } from 'playwright-core';
import type { System } from '../local/system.ts';
import { openChromium } from '../test/browser/chromium.ts';
import { openVisit } from '../test/browser/visit.ts';
import { freshNumber, made, makeCoupon, openConsole, signUp } from '../test/journeys/people.ts';
import { heavyPng } from '../test/pictures.ts';
import { median, type Figure } from './table.ts';

const times = 5;

/** A phone on a slow day: 1.6 Mbit/s down, half of that up, 150 ms there and back, a CPU four times slower. */
async function slowDown(session: CDPSession): Promise<void> {
  const downloadThroughput = 1_600_000 / 8;
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput,
    uploadThroughput: downloadThroughput / 2,
  });
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
}

/** Milliseconds from the tap to the largest paint of a page that this browser has never seen. */
async function paintOf(
  browser: Browser,
  origin: string,
  cookies: ReadonlyMap<string, string>,
  path: string,
): Promise<number> {
  const { page, context, close } = await openVisit(browser, origin, { cookies });
  await slowDown(await context.newCDPSession(page));
  await page.goto(origin + path, { waitUntil: 'commit' });
  await page.locator('.benefit.large').waitFor();
  await page.waitForTimeout(1500);
  const paint = await page.evaluate(
    () =>
      new Promise<number>(resolve => {
        const seen = new PerformanceObserver(list => resolve(list.getEntries().at(-1)?.startTime ?? 0));
        seen.observe({ type: 'largest-contentful-paint', buffered: true });
      }),
  );
  await close();
  return paint;
}

/** A coupon with the heaviest picture there may be, and text as large as it gets. */
async function makeHeavyCoupon(origin: string): Promise<string> {
  const console = await openConsole(origin);
  const drawn = { data: heavyPng().toString('base64') };
  const picture = made(await console.post('/v1/pictures', drawn), 'pictureId');
  return makeCoupon(console, { title: 'ドリンク100円引き', picture, public: true });
}

/** How long the largest paint takes of a ticket, and of the page a coupon's SMS leads to; the first visit of each warms the system. */
export async function measureLargestPaint({ origin }: System): Promise<Figure[]> {
  const { phone, e164 } = freshNumber();
  const shopper = await signUp(origin, phone, e164, false);
  const { body } = await shopper.post(`/v1/coupons/${await makeHeavyCoupon(origin)}/vouchers`);
  const paths = {
    'a ticket': `/#/vouchers/${String(body['voucherId'])}`,
    'a coupon link': new URL(String(body['link'])).pathname,
  };
  // The published figures were taken with an emulated GPU.
  const browser = await openChromium([], true);
  const figures: Figure[] = [];
  for (const [what, path] of Object.entries(paths)) {
    const paints: number[] = [];
    for (let time = 0; time <= times; time += 1)
      paints.push(await paintOf(browser, origin, shopper.cookies, path));
    const value = median(paints.slice(1));
    figures.push({ what: `${what}, median of ${times}`, value, unit: 'ms', goal: 1800 });
  }
  await browser.close();
  return figures;
}
