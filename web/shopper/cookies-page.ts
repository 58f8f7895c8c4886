import { h } from '../paper/dom.ts';
import type { Desk, Page } from './desk.ts';

/** Says plainly what cookies do here and that nothing works without them (D8). */
export function cookiesPage({ words }: Desk): Page {
  const content = h(
    'div',
    { class: 'stack' },
    h('p', {}, words.cookies),
    h('p', {}, words.cookiesNext),
    h('button', { class: 'button', type: 'button', onclick: () => location.reload() }, words.doReload),
  );
  return { title: words.titleCookies, content };
}
