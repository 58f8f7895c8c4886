import { serverNowMs, type Answer } from '../paper/api.ts';
import { h, put, type Child } from '../paper/dom.ts';
import { icon } from '../paper/icons.ts';
import { problemNotice } from '../paper/notice.ts';
import { qrPicture } from '../paper/qr.ts';
import { formatSeconds } from '../paper/when.ts';
import { whileHere } from '../paper/while-here.ts';
import type { Voucher } from './answers.ts';
import { everyQuarter } from './countdown.ts';
import { heardVouchers, type Desk, type Page } from './desk.ts';
import { hearVoucher } from './hear-voucher.ts';
import { forgetRedeemed, sinceRedeemed } from './just-redeemed.ts';
import { openRedeemSheet } from './redeem-sheet.ts';
import { signInAgain } from './sign-in-again.ts';
import {
  benefitOf,
  codeGroups,
  restOf,
  smallPrint,
  stampOf,
  standingOf,
  stopNotice,
  timesOf,
} from './ticket-face.ts';

/** The ticket: benefit large, QR and code on the stub, terms below; `redeeming` opens the sheet over it. */
export function ticketPage(desk: Desk, voucherId: string, redeeming: boolean): Page {
  const content = h('div', { class: 'stack' });
  const stops: (() => void)[] = [];
  const show = (voucher: Voucher) => {
    for (const stop of stops.splice(0)) stop();
    put(content, ticket(desk, voucher, stops));
    if (redeeming && standingOf(voucher) === 'issued') stops.push(openRedeemSheet(desk, voucher, content));
  };
  const kept = heardVouchers.get(voucherId);
  put(content, h('p', { class: 'quiet', role: 'status' }, desk.words.loading));
  const enter = () => kept !== undefined && show(kept);
  const gone = whileHere(hearVoucher(desk, voucherId), answer => {
    if (signInAgain(desk, answer, { at: 'ticket', voucherId })) return;
    if (!answer.ok) {
      if (kept === undefined) put(content, failed(desk, answer));
    } else if (!samePrint(kept, answer.value)) show(answer.value);
  });
  const leave = () => {
    gone();
    if (!redeeming) forgetRedeemed(voucherId);
    for (const stop of stops) stop();
  };
  const back = { route: { at: 'wallet' }, label: desk.words.backToWallet } as const;
  return { title: desk.words.titleTicket, unseenTitle: true, back, content, enter, leave };
}

/** Whether nothing that is printed on the ticket has changed, so that it need not be drawn again. */
function samePrint(kept: Voucher | undefined, heard: Voucher): boolean {
  const print = ({ serverTime: _serverTime, ...printed }: Voucher) => JSON.stringify(printed);
  return kept !== undefined && print(kept) === print(heard);
}

function failed(desk: Desk, answer: Answer<unknown>): Child {
  const retry = h('button', { class: 'button', type: 'button', onclick: desk.again }, desk.words.doRetry);
  return [answer.ok ? undefined : problemNotice(answer.problem, desk.language), retry];
}

function ticket(desk: Desk, voucher: Voucher, stops: (() => void)[]): Child {
  const { words, language } = desk;
  const since = sinceRedeemed(voucher.voucherId);
  const fresh = since !== undefined && voucher.redeemedAt !== undefined;
  const usable = voucher.state === 'issued';
  return [
    fresh && proof(desk, voucher, stops),
    h(
      'article',
      { class: 'ticket' },
      h(
        'div',
        { class: `ticket-body${edgeOf(voucher)}` },
        benefitOf(voucher, language),
        timesOf(voucher, words, language),
        stampOf(voucher, words, language, fresh),
      ),
      usable && stub(desk, voucher, stops),
      fresh && tornStub(),
    ),
    stopNotice(voucher, language),
    smallPrint(voucher, words, language),
  ];
}

/** A used ticket keeps the edge its stub was torn from. */
function edgeOf({ state }: Voucher): string {
  return { issued: '', redeemed: ' torn-edge', expired: ' alone', void: ' alone' }[state];
}

function tornStub(): HTMLElement {
  const falling = h('div', { class: 'ticket-stub torn', 'aria-hidden': 'true' });
  falling.addEventListener('animationend', () => falling.remove());
  return falling;
}

function stub(desk: Desk, voucher: Voucher, stops: (() => void)[]): HTMLElement {
  const { words } = desk;
  const rest = restOf(voucher, words);
  const use = () => desk.go({ at: 'redeem', voucherId: voucher.voucherId });
  return h(
    'div',
    { class: 'ticket-stub stack center' },
    qrPicture(voucher.code, words.qrLabel),
    codeGroups(voucher.code, words),
    h(
      'button',
      { class: 'button seal wide tall', type: 'button', onclick: use, disabled: rest !== undefined },
      rest ?? words.doUse,
    ),
    serverClock(desk, stops),
  );
}

function serverClock({ words }: Desk, stops: (() => void)[]): HTMLElement {
  const time = h('span', { class: 'figures' });
  const zone = new Date(serverNowMs()).toISOString();
  stops.push(everyQuarter(nowMs => put(time, formatSeconds(zone, nowMs))));
  return h('p', { class: 'quiet small' }, words.serverTime, ' ', time);
}

/** What staff look at: the server's time with a moving second, which no picture has. */
function proof({ words }: Desk, voucher: Voucher, stops: (() => void)[]): HTMLElement {
  const redeemedAt = voucher.redeemedAt ?? '';
  const clock = h('p', { class: 'proof-clock figures', role: 'timer', 'aria-label': words.serverTime });
  stops.push(
    everyQuarter(() => {
      const nowMs = Date.parse(redeemedAt) + (sinceRedeemed(voucher.voucherId) ?? 0);
      put(clock, formatSeconds(redeemedAt, nowMs));
    }),
  );
  return h(
    'div',
    { class: 'proof', role: 'status' },
    h(
      'p',
      { class: 'proof-word' },
      icon('tick'),
      words.redeemedNow,
      voucher.storeName && ` ${voucher.storeName}`,
    ),
    clock,
    h('div', { class: 'proof-second', 'aria-hidden': 'true' }),
    h('p', { class: 'small' }, words.redeemedHint),
  );
}
