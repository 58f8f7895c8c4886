import { makeIntent, type Problem } from '../paper/api.ts';
import { benefitIn, nameIn, termsIn, windowsIn } from '../paper/coupon-words.ts';
import { languageWritten } from '../paper/dictionary.ts';
import { h, put, type Child } from '../paper/dom.ts';
import { onceAtATime } from '../paper/form.ts';
import { alertNotice, plainNotice } from '../paper/notice.ts';
import { problemWords } from '../paper/problem-words.ts';
import { formatMoment } from '../paper/when.ts';
import { whileHere } from '../paper/while-here.ts';
import { clerkNotice, explainToClerk } from './clerk-words.ts';
import { askToSignIn } from './ask-to-sign-in.ts';
import { addRecent } from './recent.ts';
import type { Screen, Till, TillVoucher, View } from './till.ts';

type ResultScreen = Extract<Screen, { at: 'result' }>;

/** The ticket that was looked up: usable or why not, and 確定 far from 戻る. */
export function resultScreen(till: Till, screen: ResultScreen): View {
  const { words, language } = till;
  const content = h(
    'div',
    { class: 'stack result' },
    h('p', { class: 'quiet', role: 'status' }, words.looking),
  );
  const path = `/v1/till/vouchers/${encodeURIComponent(screen.code)}`;
  const leave = whileHere(till.api.get<TillVoucher>(path), answer => {
    if (askToSignIn(till, answer)) return;
    if (answer.ok) return put(content, card(till, answer.value, screen));
    put(content, clerkNotice(answer.problem, language), next(till, screen));
  });
  return { title: words.titleResult, content, leave };
}

function next({ words, go }: Till, { way }: ResultScreen): Child {
  return h(
    'button',
    { class: 'button wide tall', type: 'button', onclick: () => go({ at: way }) },
    words.doNext,
  );
}

function card(till: Till, voucher: TillVoucher, screen: ResultScreen): Child {
  const { words, language } = till;
  const benefit = benefitIn(voucher, language);
  const [name, terms] = [nameIn(voucher, language), termsIn(voucher, language)];
  return [
    voucher.usable ? plainNotice('ok', words.usable) : whyNot(till, voucher),
    h(
      'article',
      { class: 'ticket' },
      h(
        'div',
        { class: 'ticket-body alone' },
        h('h2', { class: 'benefit large', lang: languageWritten(benefit) }, benefit),
        name !== undefined && h('p', { lang: languageWritten(name) }, name),
        h('p', { class: 'figures' }, words.until(formatMoment(voucher.validUntil, language))),
        windowsIn(voucher.usableOn, language).map(line => h('p', { class: 'figures small' }, line)),
        terms !== '' && h('p', { class: 'terms small', lang: languageWritten(terms) }, terms),
      ),
    ),
    voucher.usable ? confirmation(till, voucher, screen) : next(till, screen),
  ];
}

function whyNot({ words, language }: Till, { reason, redeemedAt, storeName }: TillVoucher): HTMLElement {
  if (reason === undefined) return alertNotice({ what: words.notUsable, next: '' });
  const facts = { redeemedAt, storeName, ...reason };
  const problem: Problem = { status: 422, code: reason.code, facts };
  const known = problemWords[language][reason.code] !== undefined;
  return alertNotice(
    known ? explainToClerk(problem, language) : { what: words.notUsable, next: reason.detail ?? '' },
    reason.code,
  );
}

function confirmation(till: Till, voucher: TillVoucher, screen: ResultScreen): Child {
  const { words, language } = till;
  const intent = makeIntent();
  const trouble = h('div', { class: 'trouble' });
  const button = h('button', { class: 'button seal wide confirm', type: 'button' }, words.doConfirm);
  const confirm = onceAtATime(button, words.doConfirming, async () => {
    put(trouble);
    const body = { code: screen.code };
    const answer = await till.api.post<{ redemptionId: string; redeemedAt: string }>(
      '/v1/till/redemptions',
      body,
      { intent },
    );
    if (askToSignIn(till, answer)) return;
    if (!answer.ok) return put(trouble, clerkNotice(answer.problem, language));
    const { redemptionId, redeemedAt } = answer.value;
    const title = benefitIn(voucher, language);
    addRecent({ redemptionId, redeemedAt, title, undone: false });
    till.go({ at: 'done', title, redeemedAt, way: screen.way, code: screen.code });
  });
  button.addEventListener('click', () => void confirm());
  return [trouble, button];
}
