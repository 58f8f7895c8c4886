import { serverNowMs } from '../paper/api.ts';
import { h, type Child } from '../paper/dom.ts';
import { qrPicture } from '../paper/qr.ts';
import { hearVoucher } from './hear-voucher.ts';
import type { SheetStep } from './redeem-sheet.ts';
import { codeGroups } from './ticket-face.ts';

/** The showing step: the ticket's QR and code for the staff, and an ear for the till's answer. */
export function showStep(step: SheetStep): Child {
  const { desk, voucher } = step;
  const { words } = desk;
  watchForUse(step);
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
function watchForUse({ desk, voucher, finished, left }: SheetStep): void {
  let asking = false;
  const ask = async () => {
    if (asking || document.hidden) return;
    asking = true;
    const answer = await hearVoucher(desk, voucher.voucherId);
    asking = false;
    if (!answer.ok || answer.value.state !== 'redeemed' || left.aborted) return;
    clearInterval(timer);
    finished(answer.value.redeemedAt ?? new Date(serverNowMs()).toISOString(), answer.value.storeName);
  };
  const timer = setInterval(() => void ask(), askEveryMs);
  left.addEventListener('abort', () => clearInterval(timer), { once: true });
}
