import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { System } from '../../local/system.ts';
import { openAlteredSystem, setVariable } from '../altered-system.ts';
import { countAnswers } from '../chaos/crowd.ts';
import { attempt, beginWindow, freshBrowser, prove, repeat, statusesOf, told } from './attempt.ts';
import type { BrowserLike } from './browser-like.ts';
import { controlsOf, freshNumber } from './people.ts';
import { puzzleIn, solve, startSolving } from './solve-puzzle.ts';

/** A day's budget small enough to use up; four fifths of it are eight. */
const codesPerDay = 10;
let system: System;

beforeAll(async () => {
  system = await openAlteredSystem(setVariable('CODES_PER_DAY', String(codesPerDay)));
});

beforeEach(() => beginWindow(system));

afterAll(() => system.close());

const startNew = async () => (await attempt(system)).started;
const solveNew = () => startSolving(freshBrowser(system), freshNumber().phone);
const inboxOf = (e164: string) => controlsOf(system.origin).inbox(e164);
const secondsLeft = () => 86_400 - (Math.floor(system.clock.now() / 1000) % 86_400);

/** How often a code stands in the log, and with what. */
function logged(code: string): Record<string, unknown>[] {
  return system.logs
    .lines()
    .filter(({ line }) => line.includes(`"code":"${code}"`))
    .map(({ line }) => JSON.parse(line) as Record<string, unknown>);
}

/** What the log says under a code while something happens. */
async function newlyLogged(code: string, happen: () => Promise<unknown>) {
  const before = logged(code).length;
  await happen();
  return logged(code).slice(before);
}

test('at four fifths of a day’s codes ops are told once and everybody solves a puzzle; at all of them nothing is sent until the day ends', async () => {
  const low = await newlyLogged('budget.low', async () => {
    expect(statusesOf(await repeat(8, startNew))).toEqual(Array(8).fill(202));
    puzzleIn(await startNew());
    expect(statusesOf(await repeat(2, solveNew))).toEqual([202, 202]);
  });
  expect(low).toMatchObject([{ sent: 8, perDay: codesPerDay }]);
  const before = system.world.carrier.messages().length;
  const spent = await newlyLogged('budget.spent', async () => {
    for (const refused of [await startNew(), await solveNew()]) {
      expect(told(refused)).toEqual([503, 'sms.unavailable']);
      const waitSeconds = Number(refused.headers.get('retry-after'));
      expect(Math.abs(waitSeconds - secondsLeft())).toBeLessThanOrEqual(2);
    }
  });
  expect(spent).toMatchObject([{ perDay: codesPerDay }, { perDay: codesPerDay }]);
  expect(system.world.carrier.messages().length).toBe(before);
  system.clock.advance(secondsLeft());
  expect((await startNew()).status).toBe(202);
});

test('a resend is one of the day’s codes, and an answered code stays one', async () => {
  const answered = await prove(system);
  const waiting = await attempt(system);
  await repeat(6, startNew);
  await repeat(2, solveNew);
  system.clock.advance(30);
  const refused = await waiting.resend();
  expect(told(refused)).toEqual([503, 'sms.unavailable']);
  expect(Math.abs(Number(refused.headers.get('retry-after')) - secondsLeft())).toBeLessThanOrEqual(2);
  expect((await waiting.confirm(waiting.code)).status, 'what was sent is still checked').toBe(200);
  expect((await attempt(system, answered, answered.browser)).started.status, 'a known browser').toBe(503);
});

test('of many starts at once no more are sent than there is budget for', async () => {
  await repeat(5, startNew);
  const answers = await Promise.all(Array.from({ length: 12 }, startNew));
  expect(countAnswers(answers)).toEqual({ '202': 3, '403 challenge.proof_required': 9 });
  const solved = await Promise.all(Array.from({ length: 6 }, solveNew));
  expect(countAnswers(solved)).toEqual({ '202': 2, '503 sms.unavailable': 4 });
});

test('a solution that is wrong, late, of another number or browser, made up or used gets a new puzzle and no message', async () => {
  await repeat(8, startNew);
  const number = freshNumber();
  const browser = freshBrowser(system);
  const ask = async (puzzle?: unknown, phone = number.phone, by: BrowserLike = browser) =>
    by.post('/v1/challenges', { phone, ...(puzzle === undefined ? {} : { puzzle }) });
  const asked = puzzleIn(await ask());
  const right = solve(asked);
  const refused = [
    await ask({ ...right, solution: (right.solution + 1) % asked.most }),
    await ask({ ...right, solution: right.solution + asked.most }),
    await ask(right, freshNumber().phone),
    await ask(right, number.phone, freshBrowser(system)),
    await ask({ id: 'pzl_zzzzzz_AAAAAAAAAAAAAAAA', solution: 0 }),
    await ask({ id: '', solution: 0 }),
  ];
  system.clock.advance(121);
  refused.push(await ask(right));
  const ids = refused.map(answer => puzzleIn(answer).id);
  expect(new Set([asked.id, ...ids]).size).toBe(ids.length + 1);
  expect(await inboxOf(number.e164)).toEqual([]);
  const fresh = solve(puzzleIn(await ask()));
  expect((await ask(fresh)).status).toBe(202);
  puzzleIn(await ask(fresh));
  expect(await inboxOf(number.e164)).toHaveLength(1);
});

test('a puzzle solved once and shown many times at once lets one message go', async () => {
  await repeat(8, startNew);
  const number = freshNumber();
  const browser = freshBrowser(system);
  const puzzle = solve(puzzleIn(await browser.post('/v1/challenges', { phone: number.phone })));
  const shows = Array.from({ length: 12 }, () =>
    browser.post('/v1/challenges', { phone: number.phone, puzzle }),
  );
  expect(countAnswers(await Promise.all(shows))).toMatchObject({ '202': 1 });
  expect(await inboxOf(number.e164)).toHaveLength(1);
});
