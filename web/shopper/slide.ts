import { h, put } from '../paper/dom.ts';
import { icon } from '../paper/icons.ts';
import type { ShopperWords } from './words.ts';
import { tornPart, type Tear } from './tear.ts';

/** The gesture that tears the stub off; `reset` puts the stub back, `block` stops a second one meanwhile. */
export type Slide = { readonly element: HTMLElement; readonly reset: () => void; readonly block: () => void };

type Hand = {
  readonly take: (slid: number) => void;
  readonly move: (slid: number) => void;
  readonly letGo: () => void;
};

/**
 * The stub on its track. A pointer slides it (1.2 s, it can be let go); the button below is held with a finger, the
 * keyboard or a switch; who can only click is asked a second time.
 */
export function slideToTear(words: ShopperWords, torn: () => void): Slide {
  const stub = h('div', { class: 'slide-stub', 'aria-hidden': 'true' }, words.slide, icon('forward'));
  const track = h(
    'div',
    { class: 'slide-track', 'aria-hidden': 'true' },
    h('div', { class: 'slide-rest' }),
    stub,
  );
  const sure = h('p', { class: 'small', role: 'status' });
  const button = h('button', { class: 'button wide', type: 'button' }, words.doHold);
  let blocked = false;
  const done = () => {
    blocked = true;
    button.disabled = true;
    torn();
  };
  const hand = handOn(track, done, () => blocked);
  slideWithPointer(track, stub, hand);
  holdButton(button, hand, () => askTwice(button, sure, words, done, () => blocked));
  return {
    element: h('div', { class: 'stack' }, track, button, sure),
    block: () => {
      blocked = true;
      button.disabled = true;
    },
    reset: () => {
      blocked = false;
      button.disabled = false;
      hand.letGo();
      put(button, words.doHold);
      put(sure);
    },
  };
}

function handOn(track: HTMLElement, done: () => void, blocked: () => boolean): Hand {
  let tear: Tear | undefined;
  const show = (part: number) => track.style.setProperty('--torn', String(part));
  const step = () => {
    if (tear === undefined) return;
    const part = tornPart(tear, performance.now());
    show(part);
    if (part < 1) return void requestAnimationFrame(step);
    tear = undefined;
    done();
  };
  return {
    take: slid => {
      if (blocked() || tear !== undefined) return;
      tear = { heldSinceMs: performance.now(), slid };
      track.classList.add('held');
      requestAnimationFrame(step);
    },
    move: slid => {
      if (tear !== undefined) tear = { ...tear, slid };
    },
    letGo: () => {
      tear = undefined;
      track.classList.remove('held');
      if (!blocked()) show(0);
    },
  };
}

function slideWithPointer(track: HTMLElement, stub: HTMLElement, hand: Hand): void {
  let fromX: number | undefined;
  const way = () => Math.max(1, track.clientWidth - stub.offsetWidth);
  stub.addEventListener('pointerdown', event => {
    if (event.button !== 0) return;
    fromX = event.clientX;
    stub.setPointerCapture(event.pointerId);
    hand.take(0);
  });
  stub.addEventListener('pointermove', event => {
    if (fromX !== undefined) hand.move((event.clientX - fromX) / way());
  });
  for (const end of ['pointerup', 'pointercancel', 'lostpointercapture'] as const) {
    stub.addEventListener(end, () => {
      fromX = undefined;
      hand.letGo();
    });
  }
}

function holdButton(button: HTMLButtonElement, hand: Hand, clicked: () => void): void {
  button.addEventListener('pointerdown', event => {
    if (event.button === 0) hand.take(1);
  });
  button.addEventListener('keydown', event => {
    if (event.key !== ' ' && event.key !== 'Enter') return;
    event.preventDefault();
    if (!event.repeat) hand.take(1);
  });
  button.addEventListener('keyup', event => {
    if (event.key === ' ' || event.key === 'Enter') event.preventDefault();
  });
  for (const end of ['pointerup', 'pointerleave', 'pointercancel', 'keyup', 'blur'] as const) {
    button.addEventListener(end, () => hand.letGo());
  }
  button.addEventListener('contextmenu', event => event.preventDefault());
  button.addEventListener('click', clicked);
}

/** A mere click (a tap, a switch, a screen reader) is asked once more. */
function askTwice(
  button: HTMLButtonElement,
  sure: HTMLElement,
  words: ShopperWords,
  done: () => void,
  blocked: () => boolean,
): void {
  if (blocked()) return;
  if (button.textContent === words.doTearNow) return done();
  put(button, words.doTearNow);
  put(sure, words.tearSure);
}
