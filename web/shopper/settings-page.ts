import { unreachable, type Problem } from '../paper/api.ts';
import { h, put } from '../paper/dom.ts';
import { problemNotice } from '../paper/notice.ts';
import { whileHere } from '../paper/while-here.ts';
import type { Me } from './answers.ts';
import { currentPolicy, type Desk, type Page } from './desk.ts';
import { signInAgain } from './sign-in-again.ts';

const notLoaded: Problem = { status: 0, code: unreachable, facts: {} };

/** Settings; few go there, so what stands in them is fetched on the way. */
export function settingsPage(desk: Desk): Page {
  const { words, language } = desk;
  const content = h(
    'div',
    { class: 'stack wide-gaps' },
    h('p', { class: 'quiet', role: 'status' }, words.loading),
  );
  const sheet = import('./settings-sheet.ts').catch(() => undefined);
  const all = Promise.all([desk.api.get<Me>('/v1/me'), currentPolicy(), sheet]);
  const leave = whileHere(all, ([me, policy, sheet]) => {
    if (signInAgain(desk, me, { at: 'settings' })) return;
    if (me.ok && policy.ok && sheet) return put(content, sheet.settingsSheet(desk, me.value, policy.value));
    const failed = me.ok ? policy : me;
    const retry = h('button', { class: 'button', type: 'button', onclick: desk.again }, words.doRetry);
    put(content, problemNotice(failed.ok ? notLoaded : failed.problem, language), retry);
  });
  const back = { route: { at: 'wallet' }, label: words.backToWallet } as const;
  return { title: words.titleSettings, back, content, leave };
}
