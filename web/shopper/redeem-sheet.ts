import { serverNowMs, unreachable, type Problem } from '../paper/api.ts';
import { isConnected, onConnection } from '../paper/connection.ts';
import { h, put, type Child } from '../paper/dom.ts';
import { icon } from '../paper/icons.ts';
import { plainNotice, problemNotice } from '../paper/notice.ts';
import type { Voucher } from './answers.ts';
import { noteHeard, type Desk } from './desk.ts';
import { noteRedeemed } from './just-redeemed.ts';
import { pinStep } from './pin-step.ts';
import { showStep } from './show-step.ts';

/**
 * What a step of the sheet needs: `finished` closes the sheet over a used ticket, `choose` goes back to the ways to use it,
 * `left` is aborted when the sheet is closed or another way is chosen.
 */
export type SheetStep = {
  readonly desk: Desk;
  readonly voucher: Voucher;
  readonly left: AbortSignal;
  readonly choose: () => void;
  readonly finished: (redeemedAt: string, storeName: string | undefined) => void;
};

/** Opens the sheet over the ticket: how to use it, then showing it, the store's QR or its PIN. Returns what closes it. */
export function openRedeemSheet(desk: Desk, voucher: Voucher, over: Element): () => void {
  const { words } = desk;
  const openedAtMs = serverNowMs();
  let left = new AbortController();
  const leave = () => desk.back({ at: 'ticket', voucherId: voucher.voucherId });
  const heading = h('h2', { id: 'redeem-title', tabindex: -1 }, words.redeemHow);
  const body = h('div', { class: 'stack' });
  const sheet = sheetOf(words.doClose, heading, body, leave);
  const turn = (title: string, content: Child) => {
    put(heading, title);
    put(body, content);
    heading.focus();
  };
  const step = (): SheetStep => {
    left.abort();
    left = new AbortController();
    const finished = finishing(desk, voucher, { left: left.signal, leave, openedAtMs });
    return { desk, voucher, left: left.signal, choose, finished };
  };
  const choose = () => turn(words.redeemHow, ways(step(), turn));
  put(body, ways(step(), turn));
  over.append(sheet);
  sheet.showModal();
  const unwatch = onConnection(() => {
    if (heading.textContent === words.redeemHow) choose();
  });
  return () => {
    unwatch();
    left.abort();
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

/** A use heard of is this visit's unless it is older than the sheet: a reply that was lost may be of days ago. */
const clockDriftMs = 5000;

type SheetEnd = { readonly left: AbortSignal; readonly leave: () => void; readonly openedAtMs: number };

/** A ticket that turns out to be used closes the sheet; one that was left meanwhile is shown anew where it stands. */
function finishing(
  desk: Desk,
  voucher: Voucher,
  { left, leave, openedAtMs }: SheetEnd,
): SheetStep['finished'] {
  const isNow = (redeemedAt: string) => Date.parse(redeemedAt) > openedAtMs - clockDriftMs;
  return (redeemedAt, storeName) => {
    const store = storeName === undefined ? {} : { storeName };
    noteHeard({ ...voucher, state: 'redeemed', redeemedAt, ...store });
    if (isNow(redeemedAt)) noteRedeemed(voucher.voucherId, redeemedAt);
    if (left.aborted) desk.again();
    else leave();
  };
}

function ways(step: SheetStep, turn: (title: string, content: Child) => void): Child {
  const { words } = step.desk;
  const scan = () => {
    const place = h('div', {}, h('p', { role: 'status' }, words.cameraStarting));
    turn(words.doQr, place);
    void openQrStep(step, place);
  };
  const stores = step.voucher.stores?.length ?? 0;
  if (!isConnected()) return plainNotice('warn', words.offlineRedeem);
  return h(
    'div',
    { class: 'stack' },
    way(words.doShow, words.showHint, () => turn(words.doShow, showStep(step))),
    way(words.doQr, words.qrHint, scan),
    stores > 0 && way(words.doPin, words.pinHint, () => turn(words.doPin, pinStep(step))),
  );
}

/** The camera and what reads its picture come only now: most tickets are shown to the staff. */
async function openQrStep(step: SheetStep, place: HTMLElement): Promise<void> {
  const loaded = await import('./qr-step.ts').catch(() => undefined);
  if (step.left.aborted) return;
  const lost: Problem = { status: 0, code: unreachable, facts: {} };
  put(place, loaded?.qrStep(step) ?? problemNotice(lost, step.desk.language));
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
