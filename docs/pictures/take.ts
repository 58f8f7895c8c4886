import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare, projectRoot } from '../../local/builds/artifacts.ts';
import { cameraFlags, writeFakeCamera } from '../../test/browser/fake-camera.ts';
import { openHouse, type House } from '../../test/browser/house.ts';
import type { Room } from '../../test/browser/scene.ts';
import { consoleDoor, consoles, localPages } from '../../test/browser/scenes-console.ts';
import { newcomers, shoppers, strangers, tearers } from '../../test/browser/scenes-shopper.ts';
import { tillStaff } from '../../test/browser/scenes-staff.ts';
import { till, tillCamera, tillDoor } from '../../test/browser/scenes-till.ts';
import { settleShowcase, type Showcase } from '../../test/browser/showcase.ts';
import { tour } from '../../test/browser/tour.ts';
import { phoneSize, type VisitWish } from '../../test/browser/visit.ts';
import { composeOverview } from './overview.ts';
import { shrink } from './shrink.ts';

const folder = join(projectRoot, 'docs', 'pictures');
const some = (...names: string[]) => consoles.scenes.filter(({ name }) => names.includes(name));
const inBrief: Room = {
  ...consoles,
  scenes: some('campaigns', 'compose', 'plan', 'running', 'reading', 'rotation', 'leave'),
};
const onPhone: Room = {
  ...consoles,
  name: 'console-360',
  wish: { viewport: phoneSize },
  scenes: some('compose', 'running', 'rotation', 'leave'),
};

/** Walks through a room and keeps a picture of each of its scenes. */
async function picture(house: House, show: Showcase, room: Room, wish: VisitWish): Promise<void> {
  await tour(house, show, room, wish, async ({ page }, { name }) => {
    const file = `${room.name}-${name}-${wish.language ?? 'ja'}-${wish.theme ?? 'light'}.png`;
    await page.evaluate(() => document.fonts.ready);
    writeFileSync(join(folder, file), shrink(await page.screenshot({ animations: 'disabled' })));
    console.log(file);
  });
}

const looks = (['ja', 'en'] as const).flatMap(language =>
  (['light', 'dark'] as const).map(theme => ({ language, theme })),
);

/** The rooms in which tickets are used up come last, so that the others look as one shopper's would. */
async function takeAll(house: House): Promise<void> {
  const show = await settleShowcase(house, { neighbours: 28, hasLeaver: true });
  const on = async (rooms: readonly Room[], wishes: readonly VisitWish[]) => {
    for (const room of rooms) for (const wish of wishes) await picture(house, show, room, wish);
  };
  await on([strangers, shoppers, newcomers, tillDoor], looks);
  await on([consoleDoor, consoles, localPages], [{ language: 'ja' }]);
  await on([inBrief], [{ language: 'en' }, { theme: 'dark' }]);
  await on([onPhone], [{}]);
  await on([tearers, till, tillCamera, tillStaff], looks);
  await composeOverview(house, folder);
}

const scratch = mkdtempSync(join(tmpdir(), 'mogiri-pictures-'));
const film = join(scratch, 'half-a-code.y4m');
await prepare('dev');
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) if (name.endsWith('.png')) rmSync(join(folder, name));
writeFakeCamera(film, 'K7QP3M9X2T', 160);
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
