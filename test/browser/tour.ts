import type { House } from './house.ts';
import type { Room, Scene } from './scene.ts';
import type { Visit, VisitWish } from './visit.ts';

/** Walks one visitor through every scene of a room, standing still in each for `look`. */
export async function tour<Show>(
  house: House,
  show: Show,
  room: Room<Show>,
  wish: VisitWish,
  look: (visit: Visit, scene: Scene<Show>) => Promise<void>,
): Promise<void> {
  const cookies = room.cookies?.(show);
  const visit = await house.visit({
    reducedMotion: 'reduce',
    ...room.wish,
    ...wish,
    ...(cookies === undefined ? {} : { cookies }),
  });
  const stage = { house, show, page: visit.page };
  await room.enter?.(stage);
  for (const scene of room.scenes) {
    await scene.set(stage);
    await look(visit, scene);
  }
  await visit.close();
}
