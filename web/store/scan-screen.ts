import { h, put } from '../paper/dom.ts';
import { alertNotice } from '../paper/notice.ts';
import { viewfinder } from '../paper/qr-viewfinder.ts';
import { codeInQr } from './code-read.ts';
import type { Till, View } from './till.ts';

/** The camera: the first ticket it sees is looked up, but not the one just used; any other QR code is said to be none. */
export function scanScreen(till: Till, used?: string): View {
  const { words } = till;
  const away = new AbortController();
  const found = (text: string, say: (line: string) => void) => {
    const code = codeInQr(text);
    if (code === undefined) return say(words.cameraOther);
    if (code === used) return say(words.cameraSame);
    away.abort();
    till.go({ at: 'result', code, way: 'scan' });
  };
  const failed = () => put(view, alertNotice({ what: words.cameraDenied, next: words.cameraDeniedNext }));
  const lines = {
    starting: words.cameraStarting,
    looking: words.cameraLooking,
    picture: words.cameraView,
  };
  const view = h('div', { class: 'stack' }, viewfinder(lines, { found, failed }, away.signal));
  const toKeypad = () => till.go({ at: 'type' });
  const type = h('button', { class: 'button wide', type: 'button', onclick: toKeypad }, words.doType);
  return {
    title: words.titleScan,
    content: h('div', { class: 'stack' }, view, type),
    leave: () => away.abort(),
  };
}
