import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare, projectRoot } from '../../local/builds/artifacts.ts';
import { cameraFlags, writeFakeCamera } from '../../test/browser/fake-camera.ts';
import { openHouse, type House } from '../../test/browser/house.ts';
import type { Room } from '../../test/browser/scene.ts';
import { consoleDoor, consoles, localPages } from '../../test/browser/scenes-console.ts';
import { newcomers, shoppers, strangers, tearers } from '../../test/browser/scenes-shopper.ts';
import { till, tillCamera, tillDoor } from '../../test/browser/scenes-till.ts';
import { settleShowcase, type Showcase } from '../../test/browser/showcase.ts';
import { tour } from '../../test/browser/tour.ts';
import { phoneSize, type VisitWish } from '../../test/browser/visit.ts';
import { composeOverview } from './overview.ts';

const folder = join(projectRoot, 'docs', 'pictures');
const onPhones = [strangers, shoppers, newcomers, tearers, tillDoor, till, tillCamera];
const onDesks = [consoleDoor, consoles, localPages];
const consoleOnPhone: Room = {
  ...consoles,
  name: 'console-360',
  wish: { viewport: phoneSize },
  scenes: consoles.scenes.filter(({ name }) => name === 'running' || name === 'compose'),
};

/** Walks through a room and keeps a picture of each of its scenes. */
async function picture(house: House, show: Showcase, room: Room, wish: VisitWish): Promise<void> {
  await tour(house, show, room, wish, async ({ page }, { name }) => {
    const file = `${room.name}-${name}-${wish.language ?? 'ja'}-${wish.theme ?? 'light'}.png`;
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: join(folder, file), animations: 'disabled' });
    console.log(file);
  });
}

async function takeAll(house: House): Promise<void> {
  const show = await settleShowcase(house, 28);
  for (const language of ['ja', 'en'] as const) {
    for (const theme of ['light', 'dark'] as const) {
      for (const room of onPhones) await picture(house, show, room, { language, theme });
    }
    for (const room of onDesks) await picture(house, show, room, { language });
  }
  await picture(house, show, consoles, { theme: 'dark' });
  await picture(house, show, consoleOnPhone, {});
  await composeOverview(house, folder);
}

const scratch = mkdtempSync(join(tmpdir(), 'mogiri-pictures-'));
const film = join(scratch, 'half-a-code.y4m');
await prepare('dev');
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) if (name.endsWith('.png')) rmSync(join(folder, name));
writeFakeCamera(film, 'K7QP3M9X2T', -220);
const house = await openHouse(cameraFlags(film));
try {
  await takeAll(house);
} finally {
  await house.close();
  rmSync(scratch, { recursive: true });
}
const sizes = readdirSync(folder)
  .filter(name => name.endsWith('.png'))
  .map(name => statSync(join(folder, name)).size);
console.log(`${sizes.length} pictures, ${(sizes.reduce((sum, size) => sum + size, 0) / 1e6).toFixed(2)} MB`);
