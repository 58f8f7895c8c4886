import { languageWritten } from '../paper/dictionary.ts';
import { h } from '../paper/dom.ts';
import { icon } from '../paper/icons.ts';
import { formatMoment } from '../paper/when.ts';
import type { Screen, Till, View } from './till.ts';

/** How long the green tick stays, in milliseconds. */
const tickMs = 3000;

/** The whole window green: tick, benefit, time; after 3 s, or a tap, the till is ready for the next. */
export function doneScreen(till: Till, screen: Extract<Screen, { at: 'done' }>): View {
  const { words, language } = till;
  const next = () => till.go({ at: screen.way, used: screen.code });
  const timer = setTimeout(next, tickMs);
  const button = h('button', { class: 'button on-green', type: 'button', onclick: next }, words.doNext);
  const content = h(
    'div',
    { class: 'done', role: 'status' },
    icon('tick'),
    h('p', { class: 'benefit', lang: languageWritten(screen.title) }, screen.title),
    h('p', { class: 'lead figures' }, formatMoment(screen.redeemedAt, language)),
    button,
  );
  return {
    title: words.titleDone,
    content,
    full: 'tick',
    bare: true,
    focus: button,
    leave: () => clearTimeout(timer),
  };
}
