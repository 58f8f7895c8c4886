import { policyVersion } from '../../lambdas/domain/policy-text.ts';
import type { System } from '../../local/system.ts';
import { openBrowserLike, type Answered, type BrowserLike } from './browser-like.ts';
import { controlsOf, freshAddress, freshNumber, lastCode, type TestNumber } from './people.ts';
import { startSolving } from './solve-puzzle.ts';

/** What may be different about a confirmation: its Idempotency-Key, the number sent again, who sends it. */
export type ConfirmWish = {
  readonly key?: string;
  readonly phone?: string;
  readonly browser?: BrowserLike;
  readonly address?: string;
};

/** One verification as its holder sees it: what the start answered, and the code on the phone, right and wrong. */
export type Attempt = TestNumber & {
  readonly browser: BrowserLike;
  readonly started: Answered;
  readonly at: string;
  readonly code: string;
  readonly wrongCode: string;
  resend(phone?: string): Promise<Answered>;
  confirm(code: string, wish?: ConfirmWish): Promise<Answered>;
};

/** A browser nobody used before, at an address nobody used before. */
export const freshBrowser = (system: System): BrowserLike =>
  openBrowserLike(system.origin, { address: freshAddress() });

/** What a verification looks like after `started`. */
async function attemptOf(system: System, number: TestNumber, browser: BrowserLike, started: Answered) {
  const at = `/v1/challenges/${String(started.body['challengeId'])}`;
  const code = await lastCode(controlsOf(system.origin), number.e164);
  const confirm: Attempt['confirm'] = (typed, { key, phone, browser: by, address } = {}) =>
    (by ?? browser).post(
      `${at}/confirm`,
      { phone: phone ?? number.phone, code: typed, consents: { delivery: false }, policyVersion },
      {
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(address === undefined ? {} : { 'x-local-source-ip': address }),
      },
    );
  return {
    ...number,
    browser,
    started,
    at,
    code,
    wrongCode: code === '000000' ? '000001' : '000000',
    resend: (phone = number.phone) => browser.post(`${at}/resend`, { phone }),
    confirm,
  };
}

/** Asks for a code in a browser of its own, whatever comes of it. */
export async function attempt(
  system: System,
  number = freshNumber(),
  browser = freshBrowser(system),
): Promise<Attempt> {
  const started = await browser.post('/v1/challenges', { phone: number.phone });
  return attemptOf(system, number, browser, started);
}

/** The same, and solves the puzzle where one is asked for. */
export async function attemptSolving(
  system: System,
  number = freshNumber(),
  browser = freshBrowser(system),
): Promise<Attempt> {
  return attemptOf(system, number, browser, await startSolving(browser, number.phone));
}

/** Somebody who proves a number; throws when that fails. */
export async function prove(
  system: System,
  number = freshNumber(),
  browser = freshBrowser(system),
): Promise<Attempt> {
  const made = await attempt(system, number, browser);
  const { status, text } = await made.confirm(made.code);
  if (status !== 200) throw new Error(`a confirmation answered ${status} ${text}`);
  return made;
}

/** Status and code of an answer. */
export const told = ({ status, body }: Answered) => [status, body['code']];

/** The statuses of answers. */
export const statusesOf = (answers: readonly Answered[]) => answers.map(({ status }) => status);

/** So many times the same, one after the other. */
export async function repeat<T>(count: number, task: (place: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let place = 0; place < count; place += 1) results.push(await task(place));
  return results;
}

const daySeconds = 86_400;

/** Moves to the begin of a window of so many days: from there on no shorter one ends in the middle of a test. */
export function beginWindow({ clock }: System, days = 1): void {
  const windowSeconds = days * daySeconds;
  clock.advance(windowSeconds - (Math.floor(clock.now() / 1000) % windowSeconds) + 1);
}
