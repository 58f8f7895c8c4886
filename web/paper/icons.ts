import { svg } from './dom.ts';

const paths = {
  alert: ['M12 8v5', 'M12 16.5v.5', 'M12 3.5 2.5 20h19z'],
  back: ['M15 5l-7 7 7 7'],
  camera: ['M4 8h3.5l1.5-2.5h6L16.5 8H20v11H4z', 'M12 16.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6z'],
  erase: ['M9 6h11v12H9l-6-6z', 'M12 9.5l5 5', 'M17 9.5l-5 5'],
  forward: ['M9 5l7 7-7 7'],
  info: ['M12 11v6', 'M12 7.5v.5', 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z'],
  keypad: [
    'M5 6h.01',
    'M12 6h.01',
    'M19 6h.01',
    'M5 12h.01',
    'M12 12h.01',
    'M19 12h.01',
    'M5 18h.01',
    'M12 18h.01',
    'M19 18h.01',
  ],
  offline: [
    'M3 3l18 18',
    'M5 12.5a10 10 0 0 1 4-2.3',
    'M8.5 16a5 5 0 0 1 5.5-1',
    'M13 9.8a10 10 0 0 1 6 2.7',
    'M12 19.5h.01',
  ],
  qr: ['M4 4h6v6H4z', 'M14 4h6v6h-6z', 'M4 14h6v6H4z', 'M14 14h2v2', 'M20 14v6h-3', 'M14 20h.01'],
  tick: ['M5 12.5l4.5 4.5L19 7.5'],
} as const;

/** The pictures of the pages; every one stands beside a word, so all are hidden from screen readers. */
export type IconName = keyof typeof paths;

/** Draws an icon in the colour of the text around it. */
export function icon(name: IconName): SVGSVGElement {
  return svg(
    'svg',
    {
      class: 'icon',
      viewBox: '0 0 24 24',
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': name === 'keypad' ? 3 : 2,
      'stroke-linecap': 'round',
      'stroke-linejoin': 'round',
      'aria-hidden': 'true',
    },
    ...paths[name].map(d => svg('path', { d })),
  );
}
