import { reconciliationRules } from '../../lambdas/domain/reconciliation.ts';
import type { System } from '../../local/system.ts';
import { controlsOf } from './people.ts';

const { beginsAtMs, dayMs, lateMs } = reconciliationRules;

/** The archive is overdue after two hours without a root, which would be told beside what is looked for here. */
const stepSeconds = 6300;

/** Lets time pass until a while after a moment, step by step, with a pulse each: as a quiet day goes by. */
async function liveUntil(system: System, atMs: number): Promise<void> {
  const controls = controlsOf(system.origin);
  while (system.clock.now() < atMs) {
    const left = Math.ceil((atMs - system.clock.now()) / 1000);
    await controls.advance(Math.min(stepSeconds, left));
    await controls.pulse();
  }
}

/** Lives until the next day of readings has begun. The first visit of the archive says which day is compared first. */
export async function beginDay(system: System): Promise<void> {
  await controlsOf(system.origin).pulse();
  const daysBegun = Math.floor((system.clock.now() - beginsAtMs) / dayMs) + 1;
  await liveUntil(system, beginsAtMs + daysBegun * dayMs + 60_000);
}

/** What the comparison of a day said: its code, and both counts. */
export type Compared = { readonly code: string; readonly opened: number; readonly registered: number };

/** Lives until the present day of readings is over and compared; answers what was said of it. */
export async function endDay(system: System): Promise<Compared | undefined> {
  const before = system.logs.lines().length;
  const daysBegun = Math.floor((system.clock.now() - beginsAtMs) / dayMs) + 1;
  await liveUntil(system, beginsAtMs + daysBegun * dayMs + lateMs + 60_000);
  const said = system.logs
    .lines()
    .slice(before)
    .map(({ line }) => line);
  const found = said.filter(line => /"code":"readings\.(?:reconciled|unregistered)"/u.test(line));
  if (found.length > 1) throw new Error(`a day was compared ${found.length} times`);
  return found[0] === undefined ? undefined : (JSON.parse(found[0]) as Compared);
}

/** Two days go by in one leap, and the archive compares the first of them: it asks the trail and is told. */
export async function compareReadings(system: System): Promise<void> {
  const controls = controlsOf(system.origin);
  await controls.pulse();
  await controls.advance((2 * dayMs + lateMs) / 1000);
  await controls.pulse();
  const compared = system.logs.lines().some(({ line }) => line.includes('"code":"readings.reconciled"'));
  if (!compared) throw new Error('readings were not compared');
}
