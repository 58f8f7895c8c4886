import type { Page } from 'playwright-core';
import { decodeQR } from 'qr/decode.js';

/** What a phone's camera would read off the wall. */
export async function readWall(page: Page): Promise<string> {
  const svg = page.locator('.wall-qr svg');
  const side = Number((await svg.getAttribute('viewBox'))?.split(' ')[2]);
  const marks = (await svg.locator('path').getAttribute('d')) ?? '';
  const scale = 4;
  const width = side * scale;
  const data = new Uint8Array(width * width * 4).fill(255);
  for (const [, x, y] of marks.matchAll(/M(\d+) (\d+)/gu))
    for (let row = 0; row < scale; row += 1) {
      const from = ((Number(y) * scale + row) * width + Number(x) * scale) * 4;
      for (let column = 0; column < scale; column += 1)
        data.fill(0, from + column * 4, from + column * 4 + 3);
    }
  return decodeQR({ width, height: width, data });
}
