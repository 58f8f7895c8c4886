import { plainWire } from '../test/fakes/wire.ts';
import { openBetterAuth } from './better-auth.ts';
import { openOurs } from './our-verification.ts';
import { median, type Figure } from './table.ts';
import { openLimit } from './verification-limit.ts';
import type { Verifier } from './verifier.ts';

const people = 10_000;
const pairs = 30;
const warmUp = 10;

/** Gives every person once. */
function makeQueue(): () => number {
  let next = 0;
  return () => next++;
}

/** Microseconds of CPU, of every thread, that one verification takes. */
async function cpuOf({ verify }: Verifier, times: number, next: () => number): Promise<number> {
  const before = process.cpuUsage();
  for (let time = 0; time < times; time += 1) await verify(next());
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}

/** The median of each side; they are measured in turns, so that whatever else the machine does meets all. */
async function inTurns(sides: readonly (() => Promise<number>)[]): Promise<number[]> {
  const measured: number[][] = sides.map(() => []);
  for (let turn = 0; turn < warmUp + pairs; turn += 1)
    for (const [side, measure] of sides.entries()) measured[side]?.push(await measure());
  return measured.map(values => median(values.slice(warmUp)));
}

/** What proving a new number costs beside better-auth's phone-number plugin; both keep 10,000 numbers in memory. */
export async function measureVerification(): Promise<Figure[]> {
  const next = makeQueue();
  const ours = openOurs(plainWire);
  for (let person = 0; person < people; person += 1) await ours.verify(next());
  const theirs = openBetterAuth();
  theirs.fill(people);
  const unladen: Verifier = { verify: async person => (theirs.empty(), theirs.verify(person)) };
  const limit = await openLimit();
  const [our = 0, their = 0, least = 0] = await inTurns([
    () => cpuOf(ours, 50, next),
    () => cpuOf(theirs, 1, next),
    () => cpuOf(limit, 200, next),
  ]);
  const [ourAgain = 0, theirUnladen = 0] = await inTurns([
    () => cpuOf(ours, 50, next),
    () => cpuOf(unladen, 50, next),
  ]);
  return [
    { what: 'ours, start and confirm, 10,000 numbers kept', value: our, unit: 'µs' },
    { what: 'better-auth, send and verify, 10,000 numbers kept', value: their, unit: 'µs' },
    { what: 'ours of theirs', value: (our / their) * 100, unit: '%', goal: 20 },
    { what: 'better-auth with empty tables each time', value: theirUnladen, unit: 'µs' },
    { what: 'ours, 10,000 numbers kept, of that', value: (ourAgain / theirUnladen) * 100, unit: '%' },
    { what: `the limit: ${limit.work}`, value: least, unit: 'µs' },
    { what: 'ours beside the limit', value: our / least, unit: '×' },
  ];
}
