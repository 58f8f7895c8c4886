import { h, put } from '../paper/dom.ts';
import { alertNotice } from '../paper/notice.ts';
import { watchCamera } from './camera.ts';
import { codeInQr } from './code-read.ts';
import type { Till, View } from './till.ts';

/** The camera: the first ticket it sees is looked up, but not the one just used; any other QR code is said to be none. */
export function scanScreen(till: Till, used?: string): View {
  const { words } = till;
  const away = new AbortController();
  const video = h('video', { class: 'camera', playsinline: true, 'aria-label': words.cameraView });
  video.muted = true;
  const aim = h('div', { class: 'camera-aim', 'aria-hidden': 'true' });
  const state = h('p', { class: 'center-text', role: 'status' }, words.cameraStarting);
  const view = h('div', { class: 'stack' }, h('div', { class: 'camera-frame' }, video, aim), state);
  video.addEventListener('playing', () => say(state, words.cameraLooking), { once: true });
  watchCamera(video, looker(till, state, away, used), away.signal).catch(() => {
    if (!away.signal.aborted)
      put(view, alertNotice({ what: words.cameraDenied, next: words.cameraDeniedNext }));
  });
  const toKeypad = () => till.go({ at: 'type' });
  const type = h('button', { class: 'button wide', type: 'button', onclick: toKeypad }, words.doType);
  return {
    title: words.titleScan,
    content: h('div', { class: 'stack' }, view, type),
    leave: () => away.abort(),
  };
}

function looker(
  till: Till,
  state: HTMLElement,
  away: AbortController,
  used: string | undefined,
): (text: string) => void {
  return text => {
    const code = codeInQr(text);
    if (code === undefined) return say(state, till.words.cameraOther);
    if (code === used) return say(state, till.words.cameraSame);
    away.abort();
    till.go({ at: 'result', code, way: 'scan' });
  };
}

function say(state: HTMLElement, text: string): void {
  if (state.textContent !== text) put(state, text);
}
