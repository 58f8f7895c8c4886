import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { freshAddress } from '../journeys/people.ts';
import { faultsOf } from './faults.ts';

/** How a visitor comes: language, theme, fingers or keys, and cookies from a sign-in made elsewhere. */
export type VisitWish = Pick<BrowserContextOptions, 'viewport' | 'hasTouch' | 'reducedMotion'> & {
  readonly language?: 'ja' | 'en';
  readonly theme?: 'light' | 'dark';
  readonly cookies?: ReadonlyMap<string, string>;
  readonly address?: string;
};

/** One person's browser window on the system, and what went wrong in it so far. */
export type Visit = {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Console errors, policy violations, page errors and requests to other hosts since the visit began. */
  readonly complaints: string[];
  /** The complaints, and what is wrong with what the page shows now: axe, sideways scroll, cut or spilt text. */
  readonly faults: () => Promise<string[]>;
  readonly close: () => Promise<void>;
};

/** The smallest phone the pages are made for, in CSS pixels. */
export const phoneSize = { width: 360, height: 740 } as const;

/** An answer of ours that says no (4xx, 503) is no fault of the page, though Chromium logs it as one. */
const expectedNo = /^Failed to load resource: the server responded with a status of (?:4\d\d|503)/u;

/**
 * Chromium says so now and then when a worker answers a module that was preloaded: it then asks the worker twice, and on
 * a slow machine the first answer has nobody to use it.
 */
const workerRemark =
  /cross-world service worker resource mismatch|was preloaded using link preload but not used/u;

const ownSchemes = new Set(['data:', 'blob:', 'about:']);

function watch(context: BrowserContext, origin: string, complaints: string[]): void {
  const { host } = new URL(origin);
  context.on('request', request => {
    const url = new URL(request.url());
    if (!ownSchemes.has(url.protocol) && url.host !== host) complaints.push(`asked ${url.host}`);
  });
  context.on('console', message => {
    const isBad = message.type() === 'error' || message.type() === 'warning';
    const isKnown = expectedNo.test(message.text()) || workerRemark.test(message.text());
    if (isBad && !isKnown) complaints.push(`${message.type()}: ${message.text()}`);
  });
  context.on('weberror', thrown => complaints.push(`page error: ${thrown.error().message}`));
}

/** Fits a browser context out as a visitor on `origin`: every complaint is written down from the first request on. */
export async function joinVisit(context: BrowserContext, origin: string): Promise<Visit> {
  const complaints: string[] = [];
  watch(context, origin, complaints);
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', event => {
      console.error(`refused by the policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(15_000);
  return {
    page,
    context,
    complaints,
    faults: async () => [...complaints, ...(await faultsOf(page))],
    close: () => context.close(),
  };
}

/** The context options of a wish; the visitor sits in Japan and comes from an address of their own. */
export function contextOf(wish: VisitWish): BrowserContextOptions {
  const { language = 'ja', theme = 'light', address, cookies: _cookies, ...rest } = wish;
  return {
    viewport: phoneSize,
    ...rest,
    locale: language === 'ja' ? 'ja-JP' : 'en-GB',
    timezoneId: 'Asia/Tokyo',
    colorScheme: theme,
    extraHTTPHeaders: { 'x-local-source-ip': address ?? freshAddress() },
  };
}

/** Opens a window for a visitor. */
export async function openVisit(browser: Browser, origin: string, wish: VisitWish = {}): Promise<Visit> {
  const context = await browser.newContext(contextOf(wish));
  const cookies = [...(wish.cookies ?? [])].map(([name, value]) => ({
    name,
    value,
    domain: '127.0.0.1',
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'Lax' as const,
  }));
  await context.addCookies(cookies);
  return joinVisit(context, origin);
}
