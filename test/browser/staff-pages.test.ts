import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cameraFlags, writeFakeCamera } from './fake-camera.ts';
import { openHouse, type House } from './house.ts';
import { looks, roomFaults } from './page-check.ts';
import { consoleDoor, consoles, localPages } from './scenes-console.ts';
import { tillStaff } from './scenes-staff.ts';
import { till, tillCamera, tillDoor } from './scenes-till.ts';
import { settleShowcase, type Showcase } from './showcase.ts';

const folder = mkdtempSync(join(tmpdir(), 'mogiri-pages-'));
const film = join(folder, 'half-a-code.y4m');
const rooms = {
  till: [tillDoor, till, tillCamera, tillStaff],
  console: [consoleDoor, consoles],
  local: [localPages],
};

let house: House;
let show: Showcase;

beforeAll(async () => {
  writeFakeCamera(film, 'K7QP3M9X2T', 160);
  house = await openHouse(cameraFlags(film));
  show = await settleShowcase(house, { neighbours: 4, hasLeaver: true });
});

afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true });
});

for (const look of looks) {
  for (const [name, some] of Object.entries(rooms)) {
    test(`every ${name} page is accessible, silent and fits a phone (${look.language}, ${look.theme})`, async () => {
      expect(await roomFaults(house, show, some, look)).toEqual([]);
    });
  }
}
