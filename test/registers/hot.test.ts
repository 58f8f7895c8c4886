import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TrailEntry } from '../../local/aws/trail.ts';
import type { System } from '../../local/system.ts';
import { askForCode, confirm, inBatches, itemsOf, type Waiting } from '../chaos/crowd.ts';
import { checkAtDesk, passAnHour } from '../journeys/archive-acts.ts';
import {
  controlsOf,
  launchCampaign,
  makeCoupon,
  makeStore,
  openConsole,
  reportOf,
} from '../journeys/people.ts';
import { openSystem } from '../local-system.ts';

const people = 200;
let system: System;

beforeAll(async () => {
  system = await openSystem();
});

afterAll(() => system.close());

/** Every call that tried to write to the Register, and how many rows stand there. */
async function during(work: () => Promise<unknown>) {
  const cursor = system.world.trail.mark();
  const before = await rowCount();
  await work();
  const entries: TrailEntry[] = [];
  let next: string | undefined = cursor;
  while (next !== undefined) {
    const page = system.world.trail.list({ cursor: next, limit: 10_000 });
    entries.push(...page.items);
    next = page.cursor;
  }
  const writes = entries.filter(
    ({ action, resource }) => action === 'dynamodb:PutItem' && resource.includes('Register'),
  );
  return { writes, rows: (await rowCount()) - before };
}

/** Items of the Register: rows, and the names of chains by time, which are written with them. */
const rowCount = async (): Promise<number> => (await itemsOf(system, 'register')).length;

test(`${people} people sign up at once, and no row of the register is fought for`, async () => {
  // Codes are asked for in a paced way, since the route is throttled; what writes rows then comes all together.
  const waiting: Waiting[] = [];
  for (let batch = 0; batch < people / 25; batch += 1) {
    waiting.push(...(await inBatches(Array.from({ length: 25 }), 8, () => askForCode(system))));
    await controlsOf(system.origin).advance(1);
  }
  const { writes, rows } = await during(async () => {
    const answers = await Promise.all(waiting.map(one => confirm(one, one.code)));
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  });
  expect(rows).toBe(3 * people);
  console.log(`${people} sign-ups: ${writes.length} writes for ${rows} items of the register`);
  expect(writes.length / rows).toBeLessThanOrEqual(1.2);
}, 120_000);

test('a campaign of four lanes writes a row for each message, each once', async () => {
  const marketer = await openConsole(system.origin);
  await makeStore(marketer);
  const id = await launchCampaign(marketer, await makeCoupon(marketer));
  const { writes, rows } = await during(async () => {
    for (let minute = 0; minute < 10; minute += 1) {
      await controlsOf(system.origin).pulse();
      if (((await reportOf(marketer, id)).byState['SENT'] ?? 0) === people) return;
      await controlsOf(system.origin).advance(61);
    }
  });
  expect((await reportOf(marketer, id)).byState['SENT']).toBe(people);
  expect(rows).toBe(people + 4);
  console.log(`${people} messages: ${writes.length} writes for ${rows} items of the register`);
  expect(writes.length / rows).toBeLessThanOrEqual(1.2);
}, 120_000);

test('no row was written twice, and the roots name them all', async () => {
  const rows = (await itemsOf(system, 'register')).filter(item => item['hash'] !== undefined);
  const places = new Set(
    rows.map(({ chain, sequence }) => `${String(chain?.['S'])} ${String(sequence?.['N'])}`),
  );
  const facts = new Set(rows.map(({ hash }) => String(hash?.['S'])));
  expect([places.size, facts.size]).toEqual([rows.length, rows.length]);
  await passAnHour(system);
  const seen = await checkAtDesk(system);
  expect(seen.faults).toEqual([]);
  expect(seen.rows).toBe(3 * people);
  expect(seen.heads).toBeGreaterThanOrEqual(people + 4);
});
