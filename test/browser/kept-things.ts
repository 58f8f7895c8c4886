import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** What a browser keeps for our origin: every cached answer by its path, and every text of its storages. */
export async function keptThings(page: Page) {
  return page.evaluate(async () => {
    const cached: Record<string, string> = {};
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const answer = await cache.match(request);
        cached[new URL(request.url).pathname] = (await answer?.text()) ?? '';
      }
    }
    return {
      caches: (await caches.keys()).sort(),
      cached,
      workers: (await navigator.serviceWorker.getRegistrations()).length,
      texts: JSON.stringify([localStorage, sessionStorage]),
    };
  });
}

/** Waits until ticket and files are kept and the worker is in. */
export async function waitForKept(page: Page): Promise<void> {
  const isKept = () =>
    page.evaluate(async () => {
      const names = await caches.keys();
      const isIn = names.includes('mogiri-view') && names.some(name => name.startsWith('mogiri-shell-'));
      return isIn && (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated';
    });
  await expect.poll(isKept, { timeout: 60_000 }).toBe(true);
}
