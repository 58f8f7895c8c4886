import { h, put } from './dom.ts';
import { cameraTrouble, watchCamera, type CameraTrouble } from './qr-camera.ts';

/** What the viewfinder says: while the camera starts, while it looks, and what its picture is called. */
export type ViewfinderWords = {
  readonly starting: string;
  readonly looking: string;
  readonly picture: string;
};

/** Who is told: of every QR text seen, and of trouble with the camera. `say` replaces the line under the picture. */
export type ViewfinderEars = {
  readonly found: (text: string, say: (line: string) => void) => void;
  readonly failed: (trouble: CameraTrouble) => void;
};

/** The camera's picture, a frame to aim by and a line that says how it goes, until `signal` aborts. */
export function viewfinder(words: ViewfinderWords, ears: ViewfinderEars, signal: AbortSignal): HTMLElement {
  const video = h('video', { class: 'camera', playsinline: true, 'aria-label': words.picture });
  video.muted = true;
  const aim = h('div', { class: 'camera-aim', 'aria-hidden': 'true' });
  const state = h('p', { class: 'center-text', role: 'status' }, words.starting);
  const say = (line: string) => {
    if (state.textContent !== line) put(state, line);
  };
  video.addEventListener('playing', () => say(words.looking), { once: true });
  watchCamera(video, text => ears.found(text, say), signal).catch((error: unknown) => {
    if (!signal.aborted) ears.failed(cameraTrouble(error));
  });
  return h('div', { class: 'stack' }, h('div', { class: 'camera-frame' }, video, aim), state);
}
