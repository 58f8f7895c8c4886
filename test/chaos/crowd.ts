import type { System } from '../../local/system.ts';
import { policyVersion } from '../../lambdas/domain/policy-text.ts';
import { openBrowserLike, type Answered, type BrowserLike } from '../journeys/browser-like.ts';
import { freshAddress, freshNumber } from '../journeys/people.ts';

/** A verification that waits for its code: who asked, and what the phone received. */
export type Waiting = {
  readonly browser: BrowserLike;
  readonly e164: string;
  readonly challengeId: string;
  readonly code: string;
};

/** Somebody who proved a number. */
export type Member = BrowserLike & { readonly shopperId: string; readonly e164: string };

/** Runs tasks a few at a time, in order of the list. */
export async function inBatches<T, R>(
  items: readonly T[],
  atOnce: number,
  task: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const left = items.entries();
  const walk = async () => {
    for (const [place, item] of left) results[place] = await task(item);
  };
  await Promise.all(Array.from({ length: atOnce }, walk));
  return results;
}

/** Starts a verification from an address of its own. */
export async function askForCode({ origin, world }: System, e164 = freshNumber().e164): Promise<Waiting> {
  const browser = openBrowserLike(origin, { address: freshAddress() });
  const { status, body } = await browser.post('/v1/challenges', { phone: e164 });
  if (status !== 202) throw new Error(`a start answered ${status}`);
  const message = world.carrier.messages(e164).findLast(({ body: text }) => /#\d{6}$/u.test(text));
  const code = message?.body.slice(-6) ?? 'none';
  return { browser, e164, challengeId: String(body['challengeId']), code };
}

/** Confirms with a code, right or wrong; each time from another address, since addresses have limits of their own. */
export function confirm(
  { browser, e164, challengeId }: Waiting,
  code: string,
  delivery = true,
): Promise<Answered> {
  const body = { phone: e164, code, consents: { delivery }, policyVersion };
  return browser.post(`/v1/challenges/${challengeId}/confirm`, body, { 'x-local-source-ip': freshAddress() });
}

/** One person through the whole verification. */
export async function join(system: System, delivery = true, e164 = freshNumber().e164): Promise<Member> {
  const waiting = await askForCode(system, e164);
  const { status, body, text } = await confirm(waiting, waiting.code, delivery);
  if (status !== 200) throw new Error(`a confirmation answered ${status} ${text}`);
  return { ...waiting.browser, shopperId: String(body['shopperId']), e164 };
}

/** So many people, a few at a time. */
export function joinAll(system: System, count: number, delivery = true): Promise<Member[]> {
  return inBatches(Array.from({ length: count }), 8, () => join(system, delivery));
}

/** Takes a public coupon. */
export async function take(
  member: BrowserLike,
  couponId: string,
): Promise<{ voucherId: string; code: string }> {
  const { status, body, text } = await member.post(`/v1/coupons/${couponId}/vouchers`);
  if (status !== 201) throw new Error(`taking a coupon answered ${status} ${text}`);
  return { voucherId: String(body['voucherId']), code: String(body['code']) };
}

/** Redeems on the shopper's phone. */
export function redeem(member: BrowserLike, voucherId: string, storeId: string): Promise<Answered> {
  const proof = { kind: 'store-pin', pin: '2468' };
  return member.post(`/v1/vouchers/${voucherId}/redemptions`, { storeId, proof });
}

/** What came of many attempts: how many of each status and code, `201` for those that succeeded. */
export function countAnswers(answers: readonly Answered[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const name = status < 300 ? String(status) : `${status} ${String(body['code'] ?? body['message'])}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** Answers that no caller should ever get. */
export const failures = (answers: readonly Answered[]): Answered[] =>
  answers.filter(({ status }) => status >= 500);

/** Every item of a table, named by a part of its name, as DynamoDB JSON. */
export async function itemsOf(
  { world, deployment }: System,
  part: string,
): Promise<readonly Record<string, Record<string, unknown>>[]> {
  const table = deployment.tables.find(({ name }) => name.toLowerCase().includes(part));
  if (table === undefined) throw new Error('there is no such table');
  return (await world.dynamodb.items(table.name)) as Record<string, Record<string, unknown>>[];
}
