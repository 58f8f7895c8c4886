import type { System, SystemRequest } from '../../local/system.ts';
import { controlsOf, type Controls } from '../journeys/people.ts';
import { openSystem } from '../local-system.ts';
import { openChromium } from './chromium.ts';
import { openVisit, type Visit, type VisitWish } from './visit.ts';

/** A running system with its demo store and coupons, and a Chromium to visit it with. */
export type House = {
  readonly system: System;
  readonly origin: string;
  readonly demo: NonNullable<System['demo']>;
  readonly controls: Controls;
  readonly visit: (wish?: VisitWish) => Promise<Visit>;
  readonly close: () => Promise<void>;
};

/** Opens the house; `flags` are further Chromium flags, `request` what the system is started with beside its demo. */
export async function openHouse(
  flags: readonly string[] = [],
  request: Pick<SystemRequest, 'pagesDir'> = {},
): Promise<House> {
  const system = await openSystem({ ...request, seed: true });
  const browser = await openChromium(flags);
  const { origin, demo } = system;
  if (demo === undefined) throw new Error('The demo was not seeded.');
  return {
    system,
    origin,
    demo,
    controls: controlsOf(origin),
    visit: wish => openVisit(browser, origin, wish),
    close: async () => {
      await browser.close();
      await system.close();
    },
  };
}
