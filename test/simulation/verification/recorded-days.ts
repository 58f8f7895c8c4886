import { guess } from './guesser.ts';
import { invite } from './honest.ts';
import { plan } from './pumps.ts';
import { dayMs, hourMs, makeWorld, minuteMs, startMs, type World, type WorldWish } from './world.ts';

/**
 * Two days of everything at once, as the real flows record it: people who answer and who do not, across midnight too,
 * pumps that are stopped by every kind of rule, and somebody who guesses.
 */
export async function recordDays(wish: WorldWish): Promise<World> {
  const world = makeWorld(wish);
  const many = { addresses: 'many', blocks: 'many' } as const;
  invite(world, { perHour: 120, sharedPerHour: 30, hours: 2, silent: 0.2 }, startMs + dayMs - hourMs);
  plan(world, { addresses: 'one', blocks: 'many', everyMs: 20_000, forMs: hourMs, decoys: 3 });
  plan(world, { addresses: 'one', blocks: 'one', everyMs: 10_000, forMs: 20 * minuteMs, resends: 2 });
  plan(world, { addresses: 'many', blocks: 'one', everyMs: 20 * minuteMs, forMs: 2 * dayMs, solves: false });
  plan(world, { ...many, everyMs: 2000, forMs: 8 * minuteMs, fromMs: startMs + 20 * hourMs });
  plan(world, { ...many, everyMs: minuteMs, forMs: 2 * hourMs, fromMs: startMs + 5 * hourMs, country: 'GB' });
  await guess(world, 2);
  await world.timeline.play(Number.POSITIVE_INFINITY, () => false);
  return world;
}
