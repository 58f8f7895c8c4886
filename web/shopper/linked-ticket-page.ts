import { h, put } from '../paper/dom.ts';
import { alertNotice, problemNotice } from '../paper/notice.ts';
import { whileHere } from '../paper/while-here.ts';
import type { List, Voucher } from './answers.ts';
import { hrefOf, noteHeard, type Desk, type Page } from './desk.ts';
import { keptView } from './kept-view.ts';
import { signInAgain } from './sign-in-again.ts';

/** Finds the ticket that an SMS link belongs to among the shopper's own, and goes there. */
export function linkedTicketPage(desk: Desk, token: string): Page {
  const { words, language } = desk;
  const content = h('div', { class: 'stack' }, h('p', { class: 'quiet', role: 'status' }, words.loading));
  const open = (voucherId: string) => desk.go({ at: 'ticket', voucherId }, 'replace');
  const openKept = async () => {
    const kept = await keptView();
    if (kept?.voucher.link.endsWith(`/c/${token}`)) open(kept.voucher.voucherId);
  };
  const leave = whileHere(desk.api.get<List<Voucher>>('/v1/me/vouchers'), answer => {
    if (signInAgain(desk, answer, { at: 'link', token })) return;
    const wallet = h('a', { class: 'button', href: hrefOf({ at: 'wallet' }) }, words.doToWallet);
    if (!answer.ok) {
      put(content, problemNotice(answer.problem, language), wallet);
      return void openKept();
    }
    const found = answer.value.items.find(voucher => voucher.link.endsWith(`/c/${token}`));
    if (found === undefined) {
      return put(content, alertNotice({ what: words.linkGone, next: words.linkGoneNext }), wallet);
    }
    noteHeard(found);
    open(found.voucherId);
  });
  return { title: words.titleTicket, content, leave };
}
