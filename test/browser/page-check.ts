import { faultsOf, layoutFaults } from './faults.ts';
import type { House } from './house.ts';
import type { Room } from './scene.ts';
import { tour } from './tour.ts';
import { phoneSize, type Visit, type VisitWish } from './visit.ts';

/** Between them, both show every text and every colour. */
export const looks = [
  { language: 'ja', theme: 'light' },
  { language: 'en', theme: 'dark' },
] as const;

/** What is wrong on a 360 px phone, for pages seen wider before, and what does not fit it at twice the size of text. */
async function faultsOnPhone({ page }: Visit): Promise<string[]> {
  const usual = page.viewportSize() ?? phoneSize;
  await page.setViewportSize(phoneSize);
  const faults = usual.width > phoneSize.width ? await faultsOf(page) : [];
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
