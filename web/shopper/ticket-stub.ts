import { serverNowMs } from '../paper/api.ts';
import { isConnected, onConnection } from '../paper/connection.ts';
import { h, put } from '../paper/dom.ts';
import { icon } from '../paper/icons.ts';
import { qrPicture } from '../paper/qr.ts';
import { formatSeconds } from '../paper/when.ts';
import type { Voucher } from './answers.ts';
import { everyQuarter } from './countdown.ts';
import type { Desk } from './desk.ts';
import { proofMsOf } from './just-redeemed.ts';
import { codeGroups, restOf } from './ticket-face.ts';

/** What ends when the ticket is drawn anew or left. */
export type Stops = (() => void)[];

/** The stub: QR, code, the way to use it while somebody answers (`isOld`: not confirmed yet), and the server's time. */
export function ticketStub(desk: Desk, voucher: Voucher, isOld: boolean, stops: Stops): HTMLElement {
  const { words } = desk;
  const use = () => desk.go({ at: 'redeem', voucherId: voucher.voucherId });
  const button = h('button', { class: 'button seal wide tall', type: 'button', onclick: use });
  const clock = serverClock(desk, stops);
  const look = () => {
    const offline = isOld || !isConnected();
    const rest = restOf(voucher, words) ?? (offline ? words.offlineUse : undefined);
    button.disabled = rest !== undefined;
    put(button, rest ?? words.doUse);
    clock.hidden = offline;
  };
  look();
  stops.push(onConnection(look));
  return h(
    'div',
    { class: 'ticket-stub stack center' },
    qrPicture(voucher.code, words.qrLabel),
    codeGroups(voucher.code, words),
    button,
    clock,
  );
}

/** Nobody knows the server's time while nobody answers, so it is shown only when it was heard. */
function serverClock({ words }: Desk, stops: Stops): HTMLElement {
  const time = h('span', { class: 'figures' });
  const zone = new Date(serverNowMs()).toISOString();
  stops.push(everyQuarter(nowMs => put(time, formatSeconds(zone, nowMs))));
  return h('p', { class: 'quiet small' }, words.serverTime, ' ', time);
}

/** What staff look at: the server's time with a moving second, which no picture has. */
export function redeemedProof({ words }: Desk, voucher: Voucher, stops: Stops): HTMLElement {
  const redeemedAt = voucher.redeemedAt ?? '';
  const clock = h('p', { class: 'proof-clock figures', role: 'timer', 'aria-label': words.serverTime });
  stops.push(
    everyQuarter(() =>
      put(clock, formatSeconds(redeemedAt, proofMsOf(voucher.voucherId) ?? Date.parse(redeemedAt))),
    ),
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
