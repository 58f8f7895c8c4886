import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const axeRules: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
};

type AxeWindow = { readonly axe?: { readonly run: (options: RunOptions) => Promise<AxeResults> } };

/** Waits until everything that moves for a moment (a stamp, a falling stub, a button's colour) has done so. */
async function passMoves(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const passing = document
      .getAnimations()
      .filter(({ effect }) => Number.isFinite(Number(effect?.getComputedTiming().endTime)));
    await Promise.allSettled(passing.map(({ finished }) => finished));
  });
}

/** Waits for the next frame, and for what moves then. */
async function atRest(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  await passMoves(page);
}

/** What axe finds against WCAG 2.2 AA and its best practices, one line a node. */
export async function axeFaults(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource);
  await passMoves(page);
  const results = await page.evaluate(
    async rules => await (globalThis as AxeWindow).axe?.run(rules),
    axeRules,
  );
  if (results === undefined) return ['axe did not run'];
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(node => `axe ${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
  );
}

/** What sticks out of the window sideways, or is cut by its own box; places made for scrolling may. */
export async function layoutFaults(page: Page): Promise<string[]> {
  await atRest(page);
  return page.evaluate(() => {
    const name = (element: Element) =>
      `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} "${(element.textContent ?? '').trim().slice(0, 24)}"`;
    const root = document.documentElement;
    const faults = root.scrollWidth > root.clientWidth ? [`scrolls sideways: ${root.scrollWidth}px`] : [];
    const scrolls = (element: Element | null): boolean =>
      element !== null &&
      (/auto|scroll/u.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    for (const element of document.body.querySelectorAll('*')) {
      const box = element.getBoundingClientRect();
      const isSeen = box.width > 1 && box.height > 1 && element.checkVisibility({ visibilityProperty: true });
      if (!isSeen || element.closest('svg, [aria-hidden="true"], .unseen') !== null) continue;
      const spills = box.right > root.clientWidth + 1 || box.left < -1;
      if (spills && !scrolls(element.parentElement)) faults.push(`sticks out: ${name(element)}`);
      const { overflowX } = getComputedStyle(element);
      const isCut = /hidden|clip/u.test(overflowX) && element.scrollWidth > element.clientWidth + 1;
      if (isCut && !element.matches('input, select, main')) faults.push(`is cut: ${name(element)}`);
    }
    return faults;
  });
}

/** Everything wrong with what a page shows once it is at rest, in words; nothing when it is well. */
export async function faultsOf(page: Page): Promise<string[]> {
  return [...(await layoutFaults(page)), ...(await axeFaults(page))];
}
