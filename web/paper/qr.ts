import type { encodeQR } from 'qr';
import { h, put, svg } from './dom.ts';

const quietModules = 4;

/** Fetches the QR encoder ahead of need; it is its own small file, since the first page does without. */
export async function loadQr(): Promise<typeof encodeQR> {
  return (await import('qr')).encodeQR;
}

/** Draws a text as a QR picture with its quiet zone; `label` is what a screen reader says. Stays blank offline. */
export function qrPicture(text: string, label: string): HTMLElement {
  const place = h('div', { class: 'qr', role: 'img', 'aria-label': label });
  loadQr().then(
    encode => put(place, qrDrawing(encode, text)),
    () => place.classList.add('missing'),
  );
  return place;
}

/** A text as a QR drawing with its quiet zone, dark where the text's colour is; `encode` comes from `loadQr`. */
export function qrDrawing(encode: typeof encodeQR, text: string): SVGSVGElement {
  const rows = encode(text, 'raw', { ecc: 'medium', border: quietModules });
  const marks = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')));
  const viewBox = `0 0 ${rows.length} ${rows.length}`;
  return svg(
    'svg',
    { viewBox, 'shape-rendering': 'crispEdges', 'aria-hidden': 'true' },
    svg('path', { d: marks.join(''), fill: 'currentColor' }),
  );
}
