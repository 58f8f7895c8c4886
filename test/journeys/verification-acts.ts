import type { System } from '../../local/system.ts';
import { attempt, attemptSolving, beginWindow, prove, repeat, type Attempt } from './attempt.ts';
import { openBrowserLike } from './browser-like.ts';
import { controlsOf, freshNumber, type TestNumber } from './people.ts';

/** Everything about people that verifying must not leave anywhere. */
export type Traces = {
  readonly numbers: Set<string>;
  readonly codes: Set<string>;
  readonly cookies: Set<string>;
  readonly keys: Set<string>;
  readonly addresses: Set<string>;
  readonly blocks: Set<string>;
};

const v4 = '203.0.113.77';
const v6 = '2001:db8:77:8:1a2b:3c4d:5e6f:7081';

/** An address as people and programs write it, and the household's /64. */
const spellings = [
  v4,
  `::ffff:${v4}`,
  v6,
  v6.toUpperCase(),
  v6
    .split(':')
    .map(group => group.padStart(4, '0'))
    .join(':'),
  '2001:db8:77:8::',
  '2001:db8:77:8::/64',
  '2001:db8:77:8',
  '2001:0db8:0077:0008',
];

/** A number without its last four digits, as it may be written. */
function blocksOf({ e164 }: TestNumber): string[] {
  const rest = e164.slice(3, -4);
  return [`+81${rest}`, `81${rest}`, `0${rest}`, `0${rest.slice(0, 2)}-${rest.slice(2)}`, `+81-${rest}`];
}

/** Numbers that are proven, guessed, asked for too often and refused, from one IPv4 and one IPv6 address. */
export async function verifyInEveryWay(system: System): Promise<Traces> {
  const controls = controlsOf(system.origin);
  const made: Attempt[] = [];
  const at = (address: string) => openBrowserLike(system.origin, { address });
  const keep = (each: Attempt) => (made.push(each), each);
  beginWindow(system);
  const proven = keep(await prove(system, freshNumber(), at(v4)));
  keep(await attempt(system, proven, proven.browser));
  const guessed = keep(await attempt(system, freshNumber(), at(v6)));
  for (let wrong = 0; wrong < 6; wrong += 1) await guessed.confirm(guessed.wrongCode, { key: 'guess-key-1' });
  const resent = keep(await attempt(system, freshNumber(), at(v6)));
  await resent.resend();
  system.clock.advance(31);
  await resent.resend();
  await resent.confirm(resent.code, { key: 'confirm-key-1' });
  const flooded = freshNumber();
  for (const each of await repeat(5, () => attemptSolving(system, flooded, at(v4)))) keep(each);
  for (const each of await repeat(8, () => attempt(system, freshNumber(), at(v6)))) keep(each);
  await controls.fault({ service: 'sns', operation: 'Publish', kind: 'throttle', next: 1 });
  keep(await attempt(system, freshNumber(), at(v4)));
  await controls.fault({ service: 'dynamodb', operation: 'TransactWriteItems', kind: 'error', next: 9 });
  keep(await attempt(system, freshNumber(), at(v4)));
  await controls.clearFaults();
  await at(v4).post('/v1/challenges', { phone: '03-1234-5678' });
  return {
    numbers: new Set(made.map(({ e164 }) => e164)),
    codes: new Set(made.map(({ code }) => code).filter(code => code !== 'none')),
    cookies: new Set(made.flatMap(({ browser }) => [...browser.cookies.values()])),
    keys: new Set(['guess-key-1', 'confirm-key-1']),
    addresses: new Set(spellings),
    blocks: new Set(made.flatMap(blocksOf)),
  };
}

/** What one person leaves in counters and decision records in a day: counters by key, and names. */
export async function leavesOf(system: System, person: Attempt) {
  const before = await countersOf(system);
  const seen = system.logs.lines().length;
  const again = await attempt(system, person, person.browser);
  await again.confirm(again.wrongCode);
  const names = decisionsIn(system, seen).flatMap(({ number, browser, address, prefix }) => [
    number,
    browser,
    address,
    prefix,
  ]);
  return { before, after: await countersOf(system), names: new Set(names.map(String)) };
}

/** Every counter of the Gate by its key. */
export async function countersOf({ world }: System): Promise<Map<string, string>> {
  const lines = (await world.dump()).split('\n').flatMap(line => {
    const key = /"pk":\{"S":"CNT#([^"]+)"\}/u.exec(line)?.[1];
    return key === undefined ? [] : [[key, line] as const];
  });
  return new Map(lines);
}

/** The decision records in the log, from a place on. */
export function decisionsIn(system: System, from = 0): Record<string, unknown>[] {
  return system.logs
    .lines()
    .slice(from)
    .filter(({ line }) => line.includes('"code":"challenge.decided"'))
    .map(({ line }) => JSON.parse(line) as Record<string, unknown>);
}
