import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSystem } from '../local-system.ts';
import { makeRandom } from '../simulation/random.ts';
import {
  finish,
  launch,
  openTown,
  receivedTwice,
  type Sending,
  type Town,
  whatReportBreaks,
} from './campaigns.ts';

const people = 300;
const crashes = 20;
const lanes = 4;
const seed = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);
const random = makeRandom(seed);
/** A message of one part, so that 300 of them take six seconds at the stage's rate. */
const short = { message: { body: '{link} {optout}' } };
let town: Town;

beforeAll(async () => {
  town = await openTown(await openSystem(), people);
});

afterAll(() => town.system.close());

const crashesSoFar = (): number =>
  town.system.functions.stats().find(({ function: name }) => name.endsWith('-custodian-deliver'))?.crashed ??
  0;

/** Ends the next four walks after so many milliseconds each; all twenty ends must come while there is work left. */
async function planCrashes(afterMs: () => number): Promise<void> {
  for (let lane = 0; lane < lanes; lane += 1)
    await town.controls.fault({ function: 'custodian-deliver', kind: 'crash', afterMs: afterMs() });
}

/** Looks at the report again and again until told to stop; answers how often, and what was wrong. */
function keepLooking(sending: Sending): { stop(): Promise<{ looks: number; broke: string[] }> } {
  const broke: string[] = [];
  let looks = 0;
  const over = new AbortController();
  const looking = (async () => {
    for (; !over.signal.aborted; looks += 1) {
      broke.push(...whatReportBreaks(await sending.report()));
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  })();
  return {
    stop: async () => {
      over.abort();
      await looking;
      return { looks, broke };
    },
  };
}

test(`a campaign to ${people} people whose sender is killed ${crashes} times reaches each at most once and loses nobody`, async () => {
  const startedAt = performance.now();
  const before = crashesSoFar();
  const sending = await launch(town, short);
  const looking = keepLooking(sending);
  while (crashesSoFar() < before + crashes) {
    await planCrashes(() => random.between(50, 900));
    await town.controls.pulse();
    await town.controls.advance(100);
  }
  await town.controls.clearFaults();
  const sentBefore = (await sending.report()).byState['SENT'] ?? 0;
  const { byState, reasons, recipients } = await finish(town, sending);
  const { looks, broke } = await looking.stop();
  const { SENT = 0, UNKNOWN = 0 } = byState;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(
    `CRASH_SEED=${seed}: ${crashesSoFar() - before} crashes with ${sentBefore} SENT by then, ${SENT} SENT and ${UNKNOWN} UNKNOWN in the end, ${looks} looks, ${seconds} s`,
  );
  expect(broke).toEqual([]);
  expect(looks).toBeGreaterThan(10);
  expect(sentBefore, 'the crashes came while there was work left').toBeLessThan(people);
  expect(await sending.state()).toBe('completed');
  expect(receivedTwice(sending)).toEqual([]);
  expect([recipients, SENT + UNKNOWN]).toEqual([people, people]);
  expect(reasons).toEqual(UNKNOWN === 0 ? {} : { worker_lost: UNKNOWN });
  expect(sending.arrivals().length).toBeGreaterThanOrEqual(SENT);
  expect(sending.arrivals().length).toBeLessThanOrEqual(SENT + UNKNOWN);
});
