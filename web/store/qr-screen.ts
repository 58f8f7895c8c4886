import { stayAwake } from './stay-awake.ts';
import { supplyQrs, type Supplied } from './qr-supplier.ts';
import { qrWall } from './qr-wall.ts';
import type { Till, View } from './till.ts';

const lookEveryMs = 250;

/** Fills the screen where the browser lets a page do so, until `signal` aborts; where not, the page is shown as it is. */
function fillScreen(signal: AbortSignal): void {
  if (!document.fullscreenEnabled) return;
  const quietly = (step: Promise<void>) => void step.catch(() => undefined);
  quietly(document.documentElement.requestFullscreen({ navigationUI: 'hide' }));
  const shrink = () => {
    if (document.fullscreenElement !== null) quietly(document.exitFullscreen());
  };
  signal.addEventListener('abort', shrink, { once: true });
}

/** The store's QR over the whole screen, a new one every half minute by the server's clock, and none that is not good. */
export function qrScreen(till: Till): View {
  const away = new AbortController();
  const wall = qrWall(till.words);
  let supplied: Supplied = { isConnected: navigator.onLine };
  const look = () => wall.look(supplied);
  const heard = (news: Supplied) => {
    supplied = news;
    look();
  };
  look();
  void supplyQrs(till, heard, away.signal);
  stayAwake(away.signal, isAwake => wall.maySleep(!isAwake));
  fillScreen(away.signal);
  const timer = setInterval(look, lookEveryMs);
  const leave = () => {
    clearInterval(timer);
    away.abort();
  };
  return { title: till.words.titleQr, content: wall.element, full: 'wall', leave };
}
