import type { Locator, Page } from 'playwright-core';

/** Puts a finger on an element and draws it `across` pixels to the right in `ms`; `lift` takes it off again. */
export async function slide(
  page: Page,
  target: Locator,
  across: number,
  ms: number,
): Promise<() => Promise<void>> {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (box === null) throw new Error('There is nothing to slide.');
  const devtools = await page.context().newCDPSession(page);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const at = (step: number) => [{ x: x + across * step, y, id: 1 }];
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0) });
  for (let step = 1; step <= 20; step += 1) {
    await page.waitForTimeout(ms / 20);
    await devtools.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(step / 20) });
  }
  return async () => {
    await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await devtools.detach();
  };
}
