import type { Scheduler } from 'fast-check';
import type { EngineTables } from './engine-tables.ts';
import { whatBroke } from './judge.ts';
import { readsFirst, type Mistake } from './mistakes.ts';
import type { Scene } from './scenes.ts';
import { scheduledDynamo, stepBy } from './stepping.ts';
import { beginMs, namesOf, openFlows, perform, type Deed, type Done } from './verifying.ts';

let runs = 0;

/** Plays a scene, its calls in the order the scheduler says; answers what it broke. */
export async function play(
  tables: EngineTables,
  scheduler: Scheduler,
  scene: Scene,
  mistake?: Mistake,
): Promise<{ broke: readonly string[]; told: readonly string[] }> {
  runs += 1;
  const names = namesOf(`run ${runs}`);
  const atMs = beginMs + runs;
  const sent: string[] = [];
  const all = [...scene.before, ...scene.deeds];
  const starts = all.filter((deed): deed is Extract<Deed, { does: 'start' }> => deed.does === 'start');
  const asked = new Map(starts.map(deed => [deed.challenge, deed]));
  const alone = openFlows(tables.dynamo, tables, names, sent);
  const done: Done[] = [];
  for (const deed of scene.before) done.push(await perform(alone, names, asked, deed, atMs));
  const step = stepBy(scheduler);
  const atOnce = scene.deeds.map((deed, place) => {
    const scheduled = scheduledDynamo(tables.dynamo, `${place} ${deed.does}`, step);
    const dynamo = mistake === undefined ? scheduled : readsFirst(scheduled, mistake);
    return perform(openFlows(dynamo, tables, names, sent), names, asked, deed, atMs + 61_000);
  });
  done.push(...(await scheduler.waitFor(Promise.all(atOnce))));
  const broke = await whatBroke(tables, { names, atMs, done, sent, starts });
  return { broke, told: done.map(({ told }) => told) };
}
