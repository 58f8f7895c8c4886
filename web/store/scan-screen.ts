import { h, put } from '../paper/dom.ts';
import { alertNotice } from '../paper/notice.ts';
import { watchCamera } from './camera.ts';
import { codeInQr } from './code-read.ts';
import type { Till, View } from './till.ts';

/** The camera: the first ticket it sees is looked up; any other QR code is said to be none. */
export function scanScreen(till: Till): View {
  const { words } = till;
  const away = new AbortController();
  const video = h('video', {
    class: 'camera',
    muted: true,
    playsinline: true,
    'aria-label': words.cameraView,
  });
  video.muted = true;
  const state = h('p', { class: 'center-text', role: 'status' }, words.cameraStarting);
  const frame = h(
    'div',
    { class: 'camera-frame' },
    video,
    h('div', { class: 'camera-aim', 'aria-hidden': 'true' }),
  );
  const trouble = h('div', { class: 'trouble' });
  const found = (text: string) => {
    const code = codeInQr(text);
    if (code === undefined) return say(state, words.cameraOther);
    away.abort();
    till.go({ at: 'result', code, way: 'scan' });
  };
  video.addEventListener('playing', () => say(state, words.cameraLooking), { once: true });
  watchCamera(video, found, away.signal).catch(() => {
    if (away.signal.aborted) return;
    frame.hidden = true;
    state.hidden = true;
    put(trouble, alertNotice({ what: words.cameraDenied, next: words.cameraDeniedNext }));
  });
  const type = h(
    'button',
    { class: 'button wide', type: 'button', onclick: () => till.go({ at: 'type' }) },
    words.doType,
  );
  return {
    title: words.titleScan,
    content: h('div', { class: 'stack' }, frame, state, trouble, type),
    leave: () => away.abort(),
  };
}

function say(state: HTMLElement, text: string): void {
  if (state.textContent !== text) put(state, text);
}
