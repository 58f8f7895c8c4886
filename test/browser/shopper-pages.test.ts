import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHouse, type House } from './house.ts';
import { looks, roomFaults } from './page-check.ts';
import { newcomers, shoppers, strangers, tearers } from './scenes-shopper.ts';
import { settleShowcase, type Showcase } from './showcase.ts';

let house: House;
let show: Showcase;

beforeAll(async () => {
  house = await openHouse();
  show = await settleShowcase(house, { neighbours: 4, hasLeaver: false });
});

afterAll(() => house.close());

const rooms = {
  'a stranger': [strangers],
  'a shopper': [shoppers, newcomers],
  'a shopper at the counter': [tearers],
};

for (const look of looks) {
  for (const [who, some] of Object.entries(rooms)) {
    test(`every page ${who} sees is accessible, silent and fits a phone (${look.language}, ${look.theme})`, async () => {
      expect(await roomFaults(house, show, some, look)).toEqual([]);
    });
  }
}
