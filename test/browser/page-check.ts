import { axeFaults, layoutFaults } from './faults.ts';
import type { House } from './house.ts';
import type { Room } from './scene.ts';
import { tour } from './tour.ts';
import { phoneSize, type Visit, type VisitWish } from './visit.ts';

/** A language, a theme, and the width at which axe looks at pages that are also seen wider than a phone. */
export type Look = {
  readonly language: 'ja' | 'en';
  readonly theme: 'light' | 'dark';
  readonly axeAt: 'usual' | 'phone';
};

/** Between them, both show every text and every colour, and axe looks once at every width. */
export const looks: readonly Look[] = [
  { language: 'ja', theme: 'light', axeAt: 'usual' },
  { language: 'en', theme: 'dark', axeAt: 'phone' },
];

/** What is wrong at the page's usual width, on a 360 px phone, and there at twice the size of text. */
async function faultsAtWidths({ page }: Visit, axeAt: Look['axeAt']): Promise<string[]> {
  const usual = page.viewportSize() ?? phoneSize;
  const isWide = usual.width > phoneSize.width;
  const faults = [...(await layoutFaults(page)), ...(axeAt === 'usual' ? await axeFaults(page) : [])];
  await page.setViewportSize(phoneSize);
  if (isWide) faults.push(...(await layoutFaults(page)));
  if (axeAt === 'phone') faults.push(...(await axeFaults(page)));
  const size = (text: string) =>
    page.evaluate(text => document.documentElement.style.setProperty('font-size', text), text);
  await size('200%');
  const large = await layoutFaults(page);
  await size('');
  await page.setViewportSize(usual);
  return [...faults, ...large.map(fault => `at 200 %: ${fault}`)];
}

/** Tours the rooms and answers all that is wrong with their pages: accessibility, noise, policy, layout. */
export async function roomFaults<Show>(
  house: House,
  show: Show,
  rooms: readonly Room<Show>[],
  { axeAt, ...look }: Look & VisitWish,
): Promise<string[]> {
  const faults: string[] = [];
  for (const room of rooms) {
    await tour(house, show, room, look, async (visit, scene) => {
      const found = [...visit.complaints, ...(await faultsAtWidths(visit, axeAt))];
      faults.push(...found.map(fault => `${scene.name}: ${fault}`));
      visit.complaints.splice(0);
    });
  }
  return faults;
}
