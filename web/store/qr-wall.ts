import { h, put } from '../paper/dom.ts';
import { alertNotice, plainNotice } from '../paper/notice.ts';
import { qrDrawing } from '../paper/qr.ts';
import { formatCountdown } from '../paper/when.ts';
import type { Supplied } from './qr-supplier.ts';
import { qrToShow, serverMsOf, ticksNow } from './shown-qr.ts';
import { tillWords, type TillWords } from './words.ts';

/** What hangs over the counter: `look` shows what is good at this moment, `maySleep` warns of a screen that goes dark. */
export type QrWall = {
  readonly element: HTMLElement;
  readonly look: (supplied: Supplied) => void;
  readonly maySleep: (may: boolean) => void;
};

const shownForMs = 30_000;

/** Whose QR code this is and what to do with it, for shoppers, who may not read the clerk's language. */
function makeInvitation(): HTMLElement {
  return h(
    'div',
    { class: 'wall-invitation' },
    h('p', { class: 'lead', lang: 'ja' }, tillWords.ja.qrInvite),
    h('p', { lang: 'en' }, tillWords.en.qrInvite),
  );
}

/** Runs `change` only when what it shows is another than before, so that nothing is drawn or read out twice. */
function onChange<T>(change: (value: T) => void): (value: T) => void {
  let before: T | undefined;
  return value => {
    if (value !== before) change(value);
    before = value;
  };
}

/** Draws a token, once. */
function drawerOf(picture: HTMLElement): (token: string, encode: NonNullable<Supplied['encode']>) => void {
  let drawn = '';
  return (token, encode) => {
    if (token !== drawn) put(picture, qrDrawing(encode, token));
    drawn = token;
  };
}

type Standing = 'good' | 'lost' | 'starting' | 'gone';

function noticeOf(standing: Standing, words: TillWords): HTMLElement | undefined {
  switch (standing) {
    case 'good':
      return undefined;
    case 'lost':
      return plainNotice('warn', words.qrLost);
    case 'starting':
      return h('p', { role: 'status' }, words.qrStarting);
    case 'gone':
      return alertNotice({ what: words.qrGone, next: words.qrGoneNext });
  }
}

/** Builds the wall. Without a QR that the server would take now there is none to see, and words that say so. */
export function qrWall(words: TillWords): QrWall {
  const invitation = makeInvitation();
  const picture = h('div', { class: 'qr wall-qr', role: 'img', 'aria-label': words.qrLabel });
  const bar = h('div', { class: 'wall-bar', 'aria-hidden': 'true' }, h('div', { class: 'wall-left' }));
  const left = h('p', { class: 'figures' });
  const state = h('div', { class: 'wall-state' });
  const sleep = h('p', { class: 'small', hidden: true }, words.qrMaySleep);
  const write = onChange<string>(text => put(left, text));
  const tell = onChange<Standing>(standing => put(state, noticeOf(standing, words)));
  const draw = drawerOf(picture);
  const look = ({ supply, encode, isConnected }: Supplied) => {
    const now = supply && qrToShow(supply, serverMsOf(supply, ticksNow()));
    const isGood = now !== undefined && encode !== undefined;
    for (const element of [invitation, picture, bar, left]) element.hidden = !isGood;
    if (!isGood) return tell(isConnected ? 'starting' : 'gone');
    draw(now.token, encode);
    bar.style.setProperty('--left', String(now.leftMs / shownForMs));
    const [nextIn, lasts] = [now.leftMs, now.lastsMs].map(formatCountdown);
    write(isConnected ? words.qrNextIn(nextIn ?? '') : words.qrLasts(lasts ?? ''));
    tell(isConnected ? 'good' : 'lost');
  };
  const rest = h('div', { class: 'wall-rest' }, bar, left, state, sleep);
  const element = h('div', { class: 'wall-sheet' }, invitation, picture, rest);
  return { element, look, maySleep: may => (sleep.hidden = !may) };
}
