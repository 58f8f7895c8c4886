import { readQrToken } from '../../lambdas/domain/store-qr-token.ts';
import { h, put } from '../paper/dom.ts';
import { alertNotice, plainNotice } from '../paper/notice.ts';
import type { Explanation } from '../paper/problem-words.ts';
import type { CameraTrouble } from '../paper/qr-camera.ts';
import { viewfinder } from '../paper/qr-viewfinder.ts';
import { redeemBy, redeemTrouble } from './redeem-by.ts';
import { qrWords, type QrWords } from './qr-words.ts';
import type { SheetStep } from './redeem-sheet.ts';
import { slideToTear } from './slide.ts';

/** A store's QR as it was seen: its whole text, and whose it says it is. */
type Seen = { readonly text: string; readonly storeId: string };

/** What came of an earlier look: why its QR was refused, so that the same one is not offered again. */
type Refused = { readonly notice: HTMLElement; readonly text: string };

/** Refusals after which only another QR helps, so that the camera looks again. */
const scanAnew: ReadonlySet<string> = new Set(['store.qr_expired', 'store.qr_mismatch']);

/** The QR step: the camera looks for the QR on the store's screen, then the stub is there to slide across. */
export function qrStep(step: SheetStep): HTMLElement {
  const place = h('div', { class: 'stack' });
  lookForQr(step, place);
  return place;
}

function lookForQr(step: SheetStep, place: HTMLElement, refused?: Refused): void {
  const words = qrWords[step.desk.language];
  const seen = new AbortController();
  const found = (text: string, say: (line: string) => void) => {
    const token = readQrToken(text);
    if (token === undefined) return say(words.qrOther);
    if (text === refused?.text) return say(words.qrSame);
    seen.abort();
    offerTear(step, place, { text, storeId: token.storeId });
  };
  const failed = (trouble: CameraTrouble) => {
    const again = button(words.doScanAgain, () => lookForQr(step, place));
    put(place, alertNotice(troubleWords(trouble, words)), again, otherWay(step));
  };
  const lines = {
    starting: step.desk.words.cameraStarting,
    looking: words.qrLooking,
    picture: words.cameraView,
  };
  const view = viewfinder(lines, { found, failed }, AbortSignal.any([seen.signal, step.left]));
  put(place, refused?.notice, view, otherWay(step));
}

function offerTear(step: SheetStep, place: HTMLElement, { text, storeId }: Seen): void {
  const { words, language } = step.desk;
  const store = step.voucher.stores?.find(one => one.storeId === storeId)?.name ?? '';
  const read = plainNotice('ok', qrWords[language].qrRead(store));
  read.tabIndex = -1;
  const trouble = h('div', { class: 'trouble' });
  const slide = slideToTear(words, () => void tear());
  const tear = async () => {
    put(trouble, h('p', { role: 'status' }, words.tearing));
    const problem = await redeemBy(step, storeId, { kind: 'store-qr', token: text });
    if (problem === undefined) return;
    const notice = redeemTrouble(step.desk, problem);
    if (scanAnew.has(problem.code)) return lookForQr(step, place, { notice, text });
    put(trouble, notice);
    slide.reset();
  };
  const hint = h('p', { class: 'small quiet' }, words.slideHint);
  put(place, read, trouble, hint, slide.element, otherWay(step));
  read.focus();
}

function button(label: string, chosen: () => void): HTMLElement {
  return h('button', { class: 'button wide', type: 'button', onclick: () => chosen() }, label);
}

function otherWay({ desk, choose }: SheetStep): HTMLElement {
  return h(
    'button',
    { class: 'button plain', type: 'button', onclick: choose },
    qrWords[desk.language].doOtherWay,
  );
}

function troubleWords(trouble: CameraTrouble, words: QrWords): Explanation {
  switch (trouble) {
    case 'denied':
      return { what: words.cameraDenied, next: words.cameraDeniedNext };
    case 'busy':
      return { what: words.cameraBusy, next: words.cameraBusyNext };
    case 'none':
      return { what: words.cameraNone, next: words.cameraNoneNext };
  }
}
