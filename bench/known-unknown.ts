import { setTimeout as rest } from 'node:timers/promises';
import { calm } from '../lambdas/route.ts';
import type { System } from '../local/system.ts';
import { openBrowserLike } from '../test/journeys/browser-like.ts';
import { controlsOf, freshAddress, signUp } from '../test/journeys/people.ts';
import { median, type Figure } from './table.ts';

const pairs = 150;
const warmUp = 20;

/** A number in a block of its own, as it is typed and as it is dialled. */
function numberIn(prefix: string, block: number): { typed: string; e164: string } {
  const digits = `${prefix}${4000 + block}0123`;
  return { typed: `0${digits}`, e164: `+81${digits}` };
}

/** Milliseconds that a start takes which a stranger makes, from a browser and an address nobody has seen. */
async function startMs({ origin }: System, typed: string): Promise<number> {
  const stranger = openBrowserLike(origin, { address: freshAddress() });
  const before = performance.now();
  const { status, text } = await stranger.post('/v1/challenges', { phone: typed });
  const took = performance.now() - before;
  if (status !== 202) throw new Error(`a start was answered ${status} ${text}`);
  return took;
}

/** Makes the numbers known, and lets what that counted pass. */
async function makeKnown({ origin }: System): Promise<string[]> {
  const known: string[] = [];
  for (let block = 0; block < warmUp + pairs; block += 1) {
    const { typed, e164 } = numberIn('80', block);
    await signUp(origin, typed, e164, true);
    known.push(typed);
  }
  await controlsOf(origin).advance(3600);
  return known;
}

/** Two starts every so often stay below the route's throttle, however fast the machine is. */
const restMs = (2 * 1000) / calm.ratePerSecond;

type Turn = { readonly isKnownFirst: boolean; readonly known: number; readonly unknown: number };

/** One pair; every other one begins with the known number. */
async function takeTurn(system: System, turn: number, knownNumber: string): Promise<Turn> {
  const isKnownFirst = turn % 2 === 0;
  const stranger = numberIn('70', turn).typed;
  const first = await startMs(system, isKnownFirst ? knownNumber : stranger);
  const second = await startMs(system, isKnownFirst ? stranger : knownNumber);
  const [known, unknown] = isKnownFirst ? [first, second] : [second, first];
  return { isKnownFirst, known, unknown };
}

/** How much longer the known number takes within a pair; each order has a median of its own, so that being second counts for neither. */
function apartMs(turns: readonly Turn[]): number {
  const inOrder = (isKnownFirst: boolean) =>
    median(
      turns.filter(turn => turn.isKnownFirst === isKnownFirst).map(({ known, unknown }) => known - unknown),
    );
  return (inOrder(true) + inOrder(false)) / 2;
}

/**
 * How long `POST /v1/challenges` takes for a number that somebody proved before and for one that nobody did: a stranger
 * must not learn from a clock which it is (better-auth#6142, logto#8773).
 */
export async function measureKnownUnknown(system: System): Promise<Figure[]> {
  const turns: Turn[] = [];
  for (const [turn, typed] of (await makeKnown(system)).entries())
    turns.push((await Promise.all([takeTurn(system, turn, typed), rest(restMs)]))[0]);
  const warm = turns.slice(warmUp);
  const known = median(warm.map(turn => turn.known));
  const unknown = median(warm.map(turn => turn.unknown));
  const apart = Math.abs(apartMs(warm) / unknown) * 100;
  return [
    { what: 'start with a number that was proven before', value: known, unit: 'ms' },
    { what: 'start with one that was not', value: unknown, unit: 'ms' },
    { what: 'within a pair the two differ by, median', value: apart, unit: '%', goal: 10 },
  ];
}
