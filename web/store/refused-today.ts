import { benefitIn, type CouponFace } from '../paper/coupon-words.ts';
import { languageWritten } from '../paper/dictionary.ts';
import { h, put } from '../paper/dom.ts';
import { problemWords } from '../paper/problem-words.ts';
import { formatSoon } from '../paper/when.ts';
import { whileHere } from '../paper/while-here.ts';
import { serverNowMs } from '../paper/api.ts';
import { explainToClerk, refusedThen } from './clerk-words.ts';
import type { Till } from './till.ts';

/** A refused attempt as the till may see it (`GET /v1/till/attempts`). */
export type RefusedAttempt = {
  readonly at: string;
  readonly by: 'store-pin' | 'store-qr' | 'till';
  readonly staffName?: string;
  readonly reason: { readonly code: string; readonly detail: string };
  readonly coupon?: CouponFace;
};

/** Why an attempt was refused, in a clerk's words; a code this page does not know says what the server says. */
function whyRefused({ reason }: RefusedAttempt, { language }: Till): string {
  if (problemWords[language][reason.code] === undefined) return reason.detail;
  const then: Readonly<Record<string, string>> = refusedThen[language];
  return then[reason.code] ?? explainToClerk({ status: 422, code: reason.code, facts: {} }, language).what;
}

/** Who tried: the clerk, where one was signed in as themselves, else the till; or the customer's own phone. */
function whoTried({ by, staffName }: RefusedAttempt, { words }: Till): string {
  if (by !== 'till') return words.refusedOnPhone;
  return staffName === undefined ? words.refusedAtTill : words.refusedBy(staffName);
}

function attemptLine(till: Till, attempt: RefusedAttempt): HTMLElement {
  const { language } = till;
  const what = attempt.coupon === undefined ? undefined : benefitIn(attempt.coupon, language);
  const moment = formatSoon(Date.parse(attempt.at), language, serverNowMs());
  return h(
    'li',
    {},
    h('strong', { class: 'block' }, whyRefused(attempt, till)),
    what !== undefined && h('span', { class: 'block small', lang: languageWritten(what) }, what),
    h('span', { class: 'block small quiet figures' }, `${moment} · ${whoTried(attempt, till)}`),
  );
}

/**
 * What could not be used at this store today and why, closed until somebody opens it. It stays away where there is
 * nothing to tell and where it cannot be read; returns what to call on leaving.
 */
export function refusedToday(till: Till): { element: HTMLElement; leave: () => void } {
  const { words, api } = till;
  const element = h('div', {});
  const path = '/v1/till/attempts';
  const leave = whileHere(api.get<{ items: readonly RefusedAttempt[] }>(path), answer => {
    if (!answer.ok || answer.value.items.length === 0) return;
    const { items } = answer.value;
    const list = h('ul', { class: 'bare recents' }, ...items.map(attempt => attemptLine(till, attempt)));
    const summary = h('summary', { class: 'section-title' }, words.refusedToday(items.length));
    put(element, h('details', { class: 'stack' }, summary, list));
  });
  return { element, leave };
}
