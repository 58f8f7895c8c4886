import { isOpen, serverNowMs, type Answer, type Problem } from '../paper/api.ts';
import { keepFor } from '../paper/keep.ts';
import { alertNotice, plainNotice } from '../paper/notice.ts';
import { makeOpenIntents } from '../paper/open-intents.ts';
import { problemReference } from '../paper/problem-words.ts';
import { formatMoment } from '../paper/when.ts';
import { clerkNotice } from './clerk-words.ts';
import { storeOfThisDevice } from './place.ts';
import { radioWords } from './radio-words.ts';
import { addRecent } from './recent.ts';
import type { Till, TillVoucher } from './till.ts';

/** A use as the till is told of it (`POST /v1/till/redemptions`). */
export type Used = {
  readonly redemptionId: string;
  readonly redeemedAt: string;
  readonly undoneAt?: string;
};

/** Confirmations without an answer, kept by the device over reloads; each belongs to this store and a code. */
const open = makeOpenIntents(keepFor('local'), 'mogiri.open-confirms', { now: serverNowMs });

const placeOf = (code: string) => `${storeOfThisDevice()} ${code}`;

/** A code of this store whose confirmation has no answer, the latest one first. */
export function codeInDoubt(): string | undefined {
  const here = open.all().filter(({ place }) => place.startsWith(placeOf('')));
  return here.at(-1)?.place.slice(placeOf('').length);
}

/** Confirms the use of a code; until an answer came, the same code means the same use, also after a reload. */
export function confirmUse({ api }: Till, code: string): Promise<Answer<Used>> {
  return api.post<Used>('/v1/till/redemptions', { code }, { intent: open.intentFor(placeOf(code)) });
}

/**
 * What came of a confirmation that is in doubt: a ticket that is used by now is asked for under the same key. Where that
 * use was undone since, the ticket was used anew, and what is to be said is what stands: nothing of the old use.
 */
export async function lateAnswer(
  till: Till,
  code: string,
  found: Answer<TillVoucher>,
): Promise<Used | undefined> {
  const isInDoubt = open.all().some(({ place }) => place === placeOf(code));
  if (!isInDoubt || !found.ok || found.value.reason?.code !== 'voucher.already_redeemed') return undefined;
  const answer = await confirmUse(till, code);
  return answer.ok && answer.value.undoneAt === undefined ? answer.value : undefined;
}

/** Clocks and answers take a moment; a use older than that was made before the clerk looked. In milliseconds. */
const momentMs = 5000;

/** Whether a use is none to claim now: undone, or older than what the clerk looks at since `sinceMs` (the server's clock). */
export function isEarlier({ redeemedAt, undoneAt }: Used, sinceMs: number): boolean {
  return undoneAt !== undefined || Date.parse(redeemedAt) < sinceMs - momentMs;
}

/** Says that a use was this till's own, at its time, and that it was undone since or can be undone like any other. */
export function lateNotice({ language }: Till, title: string, used: Used): HTMLElement {
  const words = radioWords[language];
  const { redemptionId, redeemedAt, undoneAt } = used;
  addRecent({ redemptionId, redeemedAt, title, undone: undoneAt !== undefined });
  const moment = formatMoment(redeemedAt, language);
  if (undoneAt !== undefined) return plainNotice('warn', words.undoneThen(moment), words.undoneThenNext);
  return plainNotice('ok', words.usedThen(moment), words.usedThenNext);
}

/** Says why a use was not confirmed, or that nobody knows yet whether it was. */
export function confirmTrouble({ language }: Till, problem: Problem): HTMLElement {
  const words = radioWords[language];
  if (!isOpen({ ok: false, problem })) return clerkNotice(problem, language);
  return alertNotice({ what: words.openConfirm, next: words.openConfirmNext }, problemReference(problem));
}
