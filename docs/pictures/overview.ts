import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { House } from '../../test/browser/house.ts';

const phones = ['shopper-number', 'shopper-wallet', 'shopper-ticket', 'shopper-redeemed', 'till-usable'];

const style = `
* { box-sizing: border-box; margin: 0; }
body { width: 1600px; padding: 40px; background: #ece8df; display: grid; gap: 32px; }
.phones { display: grid; grid-template-columns: repeat(5, 1fr); gap: 28px; }
img { display: block; width: 100%; border-radius: 14px; border: 1px solid #cfc9bc; }
.desk { width: 1520px; }
`;

/** Composes the README's picture: five phones side by side and the console below, by Chromium itself. */
export async function composeOverview(house: House, folder: string): Promise<void> {
  const image = (name: string) => {
    const file = readFileSync(join(folder, `${name}-ja-light.png`)).toString('base64');
    return `<img alt="" src="data:image/png;base64,${file}">`;
  };
  const { page, close } = await house.visit({ viewport: { width: 1600, height: 900 } });
  await page.setContent(`<!doctype html><html lang="ja"><style>${style}</style>
<div class="phones">${phones.map(image).join('')}</div><div class="desk">${image('console-running')}</div></html>`);
  await page.screenshot({ path: join(folder, 'overview.png'), fullPage: true });
  await close();
}
