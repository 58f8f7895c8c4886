import { layoutFaults } from './faults.ts';
import type { House } from './house.ts';
import type { Room } from './scene.ts';
import type { Showcase } from './showcase.ts';
import { tour } from './tour.ts';
import { phoneSize, type Visit, type VisitWish } from './visit.ts';

/** Between them, both show every text and every colour. */
export const looks = [
  { language: 'ja', theme: 'light' },
  { language: 'en', theme: 'dark' },
] as const;

/** What does not fit a 360 px phone at the usual size of text and at twice that. */
async function faultsOnPhone({ page }: Visit): Promise<string[]> {
  const usual = page.viewportSize() ?? phoneSize;
  await page.setViewportSize(phoneSize);
  const faults = await layoutFaults(page);
  const size = (text: string) =>
    page.evaluate(text => document.documentElement.style.setProperty('font-size', text), text);
  await size('200%');
  const large = await layoutFaults(page);
  await size('');
  await page.setViewportSize(usual);
  return [...faults, ...large.map(fault => `at 200 %: ${fault}`)];
}

/** Tours the rooms and answers all that is wrong with their pages: accessibility, noise, policy, layout. */
export async function roomFaults(
  house: House,
  show: Showcase,
  rooms: readonly Room[],
  look: VisitWish,
): Promise<string[]> {
  const faults: string[] = [];
  for (const room of rooms) {
    await tour(house, show, room, look, async (visit, scene) => {
      const found = [...(await visit.faults()), ...(await faultsOnPhone(visit))];
      faults.push(...found.map(fault => `${scene.name}: ${fault}`));
      visit.complaints.splice(0);
    });
  }
  return faults;
}
