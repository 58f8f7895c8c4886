import { serverNowMs } from '../paper/api.ts';
import { h, put, type Child } from '../paper/dom.ts';
import { icon } from '../paper/icons.ts';
import { plainNotice } from '../paper/notice.ts';
import { qrPicture } from '../paper/qr.ts';
import type { Voucher } from './answers.ts';
import { heardVouchers, type Desk } from './desk.ts';
import { hearVoucher } from './hear-voucher.ts';
import { noteRedeemed } from './just-redeemed.ts';
import { pinStep } from './pin-step.ts';
import { codeGroups } from './ticket-face.ts';

/** What a step of the sheet needs: `finished` closes the sheet over a used ticket. */
export type SheetStep = {
  readonly desk: Desk;
  readonly voucher: Voucher;
  readonly finished: (redeemedAt: string, storeName: string | undefined) => void;
};

/** Opens the sheet over the ticket: how to use it, then showing it or the store's PIN. Returns what closes it. */
export function openRedeemSheet(desk: Desk, voucher: Voucher, over: Element): () => void {
  const { words } = desk;
  const ends: (() => void)[] = [];
  const leave = () => desk.back({ at: 'ticket', voucherId: voucher.voucherId });
  const heading = h('h2', { id: 'redeem-title', tabindex: -1 }, words.redeemHow);
  const body = h('div', { class: 'stack' });
  const sheet = sheetOf(words.doClose, heading, body, leave);
  const turn = (title: string, content: Child) => {
    put(heading, title);
    put(body, content);
    heading.focus();
  };
  put(body, ways(desk, turn, stepOf(desk, voucher, leave), ends));
  over.append(sheet);
  sheet.showModal();
  return () => {
    for (const end of ends) end();
    sheet.close();
    sheet.remove();
  };
}

function sheetOf(
  close: string,
  heading: HTMLElement,
  body: HTMLElement,
  leave: () => void,
): HTMLDialogElement {
  const button = h('button', { class: 'button plain', type: 'button', onclick: leave }, close);
  const cancel = (event: Event) => {
    event.preventDefault();
    leave();
  };
  return h(
    'dialog',
    { class: 'redeem', 'aria-labelledby': 'redeem-title', oncancel: cancel },
    h('div', { class: 'row' }, heading, button),
    body,
  );
}

function stepOf(desk: Desk, voucher: Voucher, leave: () => void): SheetStep {
  const finished = (redeemedAt: string, storeName: string | undefined) => {
    const store = storeName === undefined ? {} : { storeName };
    heardVouchers.set(voucher.voucherId, { ...voucher, state: 'redeemed', redeemedAt, ...store });
    noteRedeemed(voucher.voucherId);
    leave();
  };
  return { desk, voucher, finished };
}

function ways(
  desk: Desk,
  turn: (title: string, content: Child) => void,
  step: SheetStep,
  ends: (() => void)[],
): Child {
  const { words } = desk;
  const show = () => {
    turn(words.doShow, showing(step));
    ends.push(watchForUse(step));
  };
  const stores = step.voucher.stores?.length ?? 0;
  if (!navigator.onLine) return plainNotice('warn', words.offlineRedeem);
  return h(
    'div',
    { class: 'stack' },
    way(words.doShow, words.showHint, show),
    stores > 0 && way(words.doPin, words.pinHint, () => turn(words.doPin, pinStep(step))),
  );
}

function way(label: string, hint: string, chosen: () => void): HTMLElement {
  return h(
    'button',
    { class: 'button way', type: 'button', onclick: chosen },
    h(
      'span',
      { class: 'grow' },
      h('span', { class: 'block' }, label),
      h('span', { class: 'block quiet small' }, hint),
    ),
    icon('forward'),
  );
}

function showing({ desk, voucher }: SheetStep): Child {
  const { words } = desk;
  return h(
    'div',
    { class: 'stack center showing' },
    qrPicture(voucher.code, words.qrLabel),
    codeGroups(voucher.code, words),
    h('p', {}, words.showing),
  );
}

const askEveryMs = 3000;

/** Asks every 3 s, for as long as the page is looked at, whether the till has used the voucher. */
function watchForUse({ desk, voucher, finished }: SheetStep): () => void {
  let asking = false;
  const ask = async () => {
    if (asking || document.hidden) return;
    asking = true;
    const answer = await hearVoucher(desk, voucher.voucherId);
    asking = false;
    if (!answer.ok || answer.value.state !== 'redeemed' || timer === undefined) return;
    stop();
    finished(answer.value.redeemedAt ?? new Date(serverNowMs()).toISOString(), answer.value.storeName);
  };
  let timer: ReturnType<typeof setInterval> | undefined = setInterval(() => void ask(), askEveryMs);
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
  };
  return stop;
}
