import { isOpen, serverNowMs, type Problem } from '../paper/api.ts';
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
import { holdLine, holdTicket, type Held, type Holding } from './hold.ts';
import { confirmTrouble, confirmUse, isEarlier, lateAnswer, lateNotice } from './open-confirms.ts';
import { addRecent } from './recent.ts';
import type { Screen, Till, TillVoucher, View } from './till.ts';

type ResultScreen = Extract<Screen, { at: 'result' }>;

/** What is known of the ticket: what it is, how it is held, and this till's hold on it where there is one. */
type Found = { readonly voucher: TillVoucher; readonly holding: Holding; readonly held: Held | undefined };

/** The ticket that was looked up and set aside: usable or why not, and 確定 far from 戻る. */
export function resultScreen(till: Till, screen: ResultScreen): View {
  const { words, language } = till;
  const content = h(
    'div',
    { class: 'stack result' },
    h('p', { class: 'quiet', role: 'status' }, words.looking),
  );
  const path = `/v1/till/vouchers/${encodeURIComponent(screen.code)}`;
  const holding = holdTicket(till, screen.code);
  const stops: (() => void)[] = [holding.letGo];
  const look = Promise.all([
    till.api
      .get<TillVoucher>(path)
      .then(async answer => ({ answer, late: await lateAnswer(till, screen.code, answer) })),
    holding.answer,
  ]);
  stops.push(
    whileHere(look, ([{ answer, late }, hold]) => {
      if (askToSignIn(till, answer)) return;
      if (!answer.ok) {
        const again = isOpen(answer) && lookAgain(till, screen);
        return put(content, clerkNotice(answer.problem, language), again, next(till, screen));
      }
      if (late !== undefined)
        return put(content, lateNotice(till, benefitIn(answer.value, language), late), next(till, screen));
      const voucher = hold.ok ? answer.value : withRefusal(answer.value, hold.problem);
      const shown = card(till, { voucher, holding, held: hold.ok ? hold.value : undefined }, screen);
      stops.push(shown.stop);
      put(content, shown.card);
    }),
  );
  return { title: words.titleResult, content, leave: () => stops.forEach(stop => stop()) };
}

/** A ticket that looked usable a moment ago and is refused to this till; a lost connection refuses nothing. */
function withRefusal(voucher: TillVoucher, { status, code, facts }: Problem): TillVoucher {
  if (!voucher.usable || status < 400 || status >= 500) return voucher;
  return { ...voucher, usable: false, reason: { code, ...facts } };
}

/** The same look-up once more, so that nobody types a code anew for a bad connection. */
function lookAgain({ words, go }: Till, screen: ResultScreen): Child {
  const look = () => go(screen);
  return h('button', { class: 'button wide tall', type: 'button', onclick: look }, words.doLookAgain);
}

function next({ words, go }: Till, { way }: ResultScreen): Child {
  return h(
    'button',
    { class: 'button wide tall', type: 'button', onclick: () => go({ at: way }) },
    words.doNext,
  );
}

function card(till: Till, found: Found, screen: ResultScreen): { card: Child; stop: () => void } {
  const { voucher, held } = found;
  const line = voucher.usable && held !== undefined ? holdLine(till, held) : undefined;
  return {
    card: [
      ticket(till, voucher),
      voucher.usable ? confirmation(till, found, screen, line?.element) : next(till, screen),
    ],
    stop: () => line?.stop(),
  };
}

function ticket(till: Till, voucher: TillVoucher): Child {
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

function confirmation(
  till: Till,
  { voucher, holding }: Found,
  screen: ResultScreen,
  line: HTMLElement | undefined,
): Child {
  const { words, language } = till;
  const sinceMs = serverNowMs();
  const trouble = h('div', { class: 'trouble' });
  const button = h('button', { class: 'button seal wide confirm', type: 'button' }, words.doConfirm);
  const confirm = onceAtATime(button, words.doConfirming, async () => {
    put(trouble);
    const answer = await confirmUse(till, screen.code);
    if (askToSignIn(till, answer)) return;
    if (!answer.ok) return put(trouble, confirmTrouble(till, answer.problem));
    const { redemptionId, redeemedAt } = answer.value;
    const title = benefitIn(voucher, language);
    if (isEarlier(answer.value, sinceMs)) return put(trouble, lateNotice(till, title, answer.value));
    holding.used();
    addRecent({ redemptionId, redeemedAt, title, undone: false });
    till.go({ at: 'done', title, redeemedAt, way: screen.way, code: screen.code });
  });
  button.addEventListener('click', () => void confirm());
  return [trouble, line, button];
}
