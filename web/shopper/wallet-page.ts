import { isOpen, makeIntent, type Answer } from '../paper/api.ts';
import { languageWritten } from '../paper/dictionary.ts';
import { h, put, type Child } from '../paper/dom.ts';
import { icon } from '../paper/icons.ts';
import { plainNotice, problemNotice } from '../paper/notice.ts';
import { loadQr } from '../paper/qr.ts';
import { formatMoment } from '../paper/when.ts';
import { whileHere } from '../paper/while-here.ts';
import type { List, Me, PublicCoupon, Voucher } from './answers.ts';
import { heardAtMs, heardVouchers, hrefOf, noteHeard, type Desk, type Page } from './desk.ts';
import { onceAtATime } from '../paper/form.ts';
import { ticketPicture } from './ticket-picture.ts';
import { benefitInList, placeOf, restOf, stampOf, validityOf } from './ticket-face.ts';
import { benefitIn, windowsIn } from '../paper/coupon-words.ts';
import { keptView } from './kept-view.ts';
import { signInAgain } from './sign-in-again.ts';

/** The wallet: tickets, usable first, then coupons to take, then what is used or ended. */
export function walletPage(desk: Desk): Page {
  const content = h('div', { class: 'stack' });
  put(content, heardVouchers.size > 0 ? wallet(desk, [...heardVouchers.values()], []) : waiting(desk));
  loadQr().catch(() => undefined);
  let isOld = false;
  const leave = whileHere(hear(desk), heard => {
    if (signInAgain(desk, heard.vouchers, { at: 'wallet' })) return;
    put(
      content,
      heard.vouchers.ok ? shown(desk, heard, heard.vouchers.value.items) : failed(desk, heard.vouchers),
    );
    isOld = !heard.vouchers.ok;
    desk.look();
  });
  const seenAt = () => {
    const atMs = Math.min(...heardAtMs.values());
    return Number.isFinite(atMs) ? { atMs, isOld } : undefined;
  };
  const reconnected = () => isOld && desk.again();
  return { title: desk.words.titleWallet, settings: true, content, seenAt, reconnected, leave };
}

/** With nothing in memory, the ticket kept from another visit is all there is to show. */
async function recallKept(): Promise<void> {
  const kept = heardVouchers.size === 0 ? await keptView() : undefined;
  if (kept === undefined) return;
  heardVouchers.set(kept.voucher.voucherId, kept.voucher);
  heardAtMs.set(kept.voucher.voucherId, kept.heardAtMs);
}

type Heard = {
  readonly vouchers: Answer<List<Voucher>>;
  readonly coupons: readonly PublicCoupon[];
  readonly suspendedSince?: string | undefined;
};

async function hear({ api }: Desk): Promise<Heard> {
  const [vouchers, coupons, me] = await Promise.all([
    api.get<List<Voucher>>('/v1/me/vouchers'),
    api.get<List<PublicCoupon>>('/v1/coupons/public'),
    api.get<Me>('/v1/me'),
  ]);
  if (!vouchers.ok) {
    if (isOpen(vouchers)) await recallKept();
    return { vouchers, coupons: [] };
  }
  heardVouchers.clear();
  heardAtMs.clear();
  vouchers.value.items.forEach(noteHeard);
  const suspendedSince = me.ok ? me.value.suspendedSince : undefined;
  if (suspendedSince !== undefined) return { vouchers, coupons: [], suspendedSince };
  const had = new Set(vouchers.value.items.map(voucher => voucher.couponId));
  return {
    vouchers,
    coupons: coupons.ok ? coupons.value.items.filter(coupon => !had.has(coupon.couponId)) : [],
  };
}

function shown(desk: Desk, heard: Heard, vouchers: readonly Voucher[]): Child {
  const { coupons, suspendedSince } = heard;
  return [stopped(desk, heard), wallet(desk, vouchers, coupons, suspendedSince !== undefined)];
}

/** Says that nothing can be used for now; nothing is offered to be taken then. */
function stopped({ words, language }: Desk, { suspendedSince }: Heard): Child {
  if (suspendedSince === undefined) return undefined;
  return plainNotice('warn', words.suspended, words.suspendedNext(formatMoment(suspendedSince, language)));
}

function waiting({ words }: Desk): Child {
  return h('p', { class: 'quiet', role: 'status' }, words.loading);
}

function failed(desk: Desk, answer: Answer<unknown>): Child {
  const retry = h('button', { class: 'button', type: 'button', onclick: desk.again }, desk.words.doRetry);
  const kept = [...heardVouchers.values()];
  // The bar above says already that nobody answers and from when this is.
  const isSaid = kept.length > 0 && isOpen(answer);
  return [
    answer.ok || isSaid ? undefined : problemNotice(answer.problem, desk.language),
    retry,
    kept.length > 0 && wallet(desk, kept, []),
  ];
}

function wallet(
  desk: Desk,
  vouchers: readonly Voucher[],
  coupons: readonly PublicCoupon[],
  isStopped = false,
): Child {
  const { words } = desk;
  const usable = vouchers.filter(voucher => voucher.state === 'issued');
  const past = vouchers.filter(voucher => voucher.state !== 'issued');
  return [
    usable.length === 0 && coupons.length === 0 && !isStopped && empty(desk),
    usable.length > 0 &&
      section(
        words.walletUsable,
        usable.map(voucher => usableTicket(desk, voucher)),
      ),
    coupons.length > 0 &&
      section(
        words.walletPublic,
        coupons.map(coupon => publicTicket(desk, coupon)),
      ),
    past.length > 0 &&
      section(
        words.walletPast,
        past.map(voucher => pastTicket(desk, voucher)),
      ),
  ];
}

function empty({ words }: Desk): Child {
  return h(
    'div',
    { class: 'empty' },
    h('p', { class: 'lead' }, words.walletEmpty),
    h('p', { class: 'quiet' }, words.walletEmptyNext),
  );
}

function section(title: string, tickets: readonly HTMLElement[]): Child {
  return h(
    'section',
    { class: 'stack' },
    h('h2', { class: 'section-title' }, title),
    h('ul', { class: 'bare stack' }, ...tickets.map(ticket => h('li', {}, ticket))),
  );
}

function usableTicket({ words, language }: Desk, voucher: Voucher): HTMLElement {
  const rest = restOf(voucher, words);
  return h(
    'a',
    { class: 'ticket', href: hrefOf({ at: 'ticket', voucherId: voucher.voucherId }) },
    h(
      'span',
      { class: 'ticket-body block' },
      benefitInList(voucher, language),
      h('span', { class: 'block figures' }, validityOf(voucher, words, language)),
      h('span', { class: 'block quiet small' }, placeOf(voucher.stores, words)),
    ),
    h(
      'span',
      { class: rest === undefined ? 'ticket-stub slim' : 'ticket-stub slim quiet' },
      h('span', {}, rest ?? words.doUse),
      icon('forward'),
    ),
  );
}

function pastTicket({ words, language }: Desk, voucher: Voucher): HTMLElement {
  const benefit = benefitIn(voucher, language);
  return h(
    'a',
    { class: 'ticket past', href: hrefOf({ at: 'ticket', voucherId: voucher.voucherId }) },
    h(
      'span',
      { class: voucher.state === 'redeemed' ? 'ticket-body torn-edge row' : 'ticket-body alone row' },
      h('strong', { class: 'grow quiet', lang: languageWritten(benefit) }, benefit),
      stampOf({ ...voucher, storeName: '' }, words, language),
    ),
  );
}

function publicTicket(desk: Desk, coupon: PublicCoupon): HTMLElement {
  const { words, language } = desk;
  const intent = makeIntent();
  const trouble = h('div', { class: 'trouble' });
  const button = h('button', { class: 'button wide', type: 'button' }, words.doTake);
  const take = onceAtATime(button, undefined, async () => {
    const path = `/v1/coupons/${encodeURIComponent(coupon.couponId)}/vouchers`;
    const answer = await desk.api.post<Voucher>(path, {}, { intent });
    if (signInAgain(desk, answer, { at: 'wallet' })) return;
    if (!answer.ok) return put(trouble, problemNotice(answer.problem, language));
    desk.say(words.taken);
    desk.again();
  });
  button.addEventListener('click', () => void take());
  return h(
    'div',
    { class: 'ticket' },
    h(
      'div',
      { class: 'ticket-body' },
      ticketPicture(coupon, language),
      benefitInList(coupon, language),
      h('p', { class: 'figures' }, words.until(formatMoment(coupon.validUntil, language))),
      windowsIn(coupon.usableOn, language).map(line => h('p', { class: 'figures small' }, line)),
    ),
    h('div', { class: 'ticket-stub stack' }, trouble, button),
  );
}
