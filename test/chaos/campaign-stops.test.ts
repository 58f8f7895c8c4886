import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSystem } from '../local-system.ts';
import {
  finish,
  launch,
  openTown,
  receivedTwice,
  type Sending,
  type Town,
  untilArrived,
  whatReportBreaks,
} from './campaigns.ts';

const people = 80;
/** A stop may let go of what is under way for this long (security.md §2). Milliseconds. */
const graceMs = 2000;
let town: Town;

beforeAll(async () => {
  town = await openTown(await openSystem(), people);
});

afterAll(() => town.system.close());

/** Stops a campaign in the middle; answers when the stop was answered, on the local clock. */
async function stopMidway(sending: Sending, verb: 'pause' | 'cancel'): Promise<number> {
  const pulse = town.controls.pulse();
  await untilArrived(sending, 10);
  await sending.verb(verb);
  const stoppedAtMs = town.system.clock.now();
  await pulse;
  return stoppedAtMs;
}

function expectNothingAfter(sending: Sending, stoppedAtMs: number): void {
  const lastMs = Math.max(...sending.arrivals().map(({ at }) => Date.parse(at)));
  console.log(`${sending.arrivals().length} of ${people} arrived, the last ${lastMs - stoppedAtMs} ms after`);
  expect(lastMs - stoppedAtMs).toBeLessThanOrEqual(graceMs);
  expect(sending.arrivals().length).toBeLessThan(people);
}

test('a pause stops within two seconds, nothing follows, and resuming finishes without a repeat', async () => {
  const sending = await launch(town);
  const stoppedAtMs = await stopMidway(sending, 'pause');
  await town.controls.advance(60);
  await town.controls.pulse();
  expectNothingAfter(sending, stoppedAtMs);
  const paused = await sending.report();
  expect(whatReportBreaks(paused)).toEqual([]);
  expect(paused.reasons['not_reached_yet']).toBeGreaterThan(0);
  await sending.verb('resume');
  expect(await finish(town, sending)).toMatchObject({ recipients: people, byState: { SENT: people } });
  expect(sending.arrivals()).toHaveLength(people);
  expect(receivedTwice(sending)).toEqual([]);
});

test('a cancelled campaign stops within two seconds, for good, and says so of everybody left', async () => {
  const sending = await launch(town);
  const stoppedAtMs = await stopMidway(sending, 'cancel');
  const { byState, reasons } = await finish(town, sending);
  expectNothingAfter(sending, stoppedAtMs);
  expect((byState['SENT'] ?? 0) + (byState['SKIPPED'] ?? 0)).toBe(people);
  expect(reasons).toEqual({ campaign_cancelled: byState['SKIPPED'] });
  expect(sending.arrivals()).toHaveLength(byState['SENT'] ?? 0);
  expect(receivedTwice(sending)).toEqual([]);
});
