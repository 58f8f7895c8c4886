import { chooseLanguage, type Language } from '../paper/dictionary.ts';
import { h, put, type Child } from '../paper/dom.ts';
import { serverNowMs, unreachable, type Answer, type Problem } from '../paper/api.ts';
import { onConnection } from '../paper/connection.ts';
import { problemNotice } from '../paper/notice.ts';
import type { LinkedVoucher } from './answers.ts';
import { api, hrefOf, wordsOf, type Page, type SeenAt } from './desk.ts';
import { benefitOf, smallPrint, stampOf, stopNotice, timesOf } from './ticket-face.ts';
import { ticketPicture } from './ticket-picture.ts';
import { mountShell } from './shell.ts';

const token = location.pathname.split('/')[2] ?? '';
const path = `/v1/links/${encodeURIComponent(token)}`;

let heard: Answer<LinkedVoucher> | undefined;
let seenAt: SeenAt | undefined;
const shell = mountShell(language => show(language));

function show(language: Language, how?: 'first'): void {
  const words = wordsOf(language);
  const content = h('div', { class: 'stack' });
  if (heard === undefined) put(content, h('p', { class: 'quiet', role: 'status' }, words.loading));
  else put(content, heard.ok ? linked(heard.value, language) : unheard(heard.problem, language));
  const brand = heard?.ok ? heard.value.brand[language] : undefined;
  const arrived = heard === undefined || (heard.ok && heard.value.voucher.state === 'issued');
  const page: Page = {
    title: arrived ? words.titleLink : words.titleTicket,
    content,
    seenAt: () => seenAt,
    ...(brand === undefined ? {} : { brand }),
  };
  shell.show(page, language, how);
}

/** Without a connection the wallet may still have the ticket. */
function unheard(problem: Problem, language: Language): Child {
  const open = { class: 'button wide', href: hrefOf({ at: 'link', token }) };
  const isLost = problem.code === unreachable;
  return [problemNotice(problem, language), isLost && h('a', open, wordsOf(language).doOpenWallet)];
}

function linked({ voucher }: LinkedVoucher, language: Language): Child {
  const words = wordsOf(language);
  const open = h(
    'a',
    { class: 'button seal wide tall', href: hrefOf({ at: 'link', token }) },
    words.doOpenWallet,
  );
  return [
    h(
      'article',
      { class: 'ticket' },
      h(
        'div',
        { class: 'ticket-body' },
        ticketPicture(voucher, language),
        benefitOf(voucher, language),
        timesOf(voucher, words, language),
        stampOf(voucher, words, language),
      ),
      h('div', { class: 'ticket-stub stack' }, open, h('p', { class: 'small quiet' }, words.linkHint)),
    ),
    stopNotice(voucher, language),
    smallPrint(voucher, words, language),
  ];
}

/** A person is looking, not a preview: the visit is counted once (a GET never changes anything). */
async function visit(): Promise<void> {
  heard = await api.get<LinkedVoucher>(path);
  seenAt = heard.ok ? { atMs: serverNowMs(), isOld: false } : undefined;
  show(chooseLanguage(), 'first');
  if (heard.ok) await api.post(`${path}/visits`);
}

show(chooseLanguage(), 'first');
void visit();
onConnection(isConnected => isConnected && heard?.ok === false && void visit());
