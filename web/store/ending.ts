import { h, put } from '../paper/dom.ts';
import { onceAtATime } from '../paper/form.ts';
import { plainNotice } from '../paper/notice.ts';
import { askToSignIn } from './ask-to-sign-in.ts';
import { clerkNotice } from './clerk-words.ts';
import { staffWords } from './staff-words.ts';
import type { Till } from './till.ts';

/** What is asked before something is ended, and what the button that begins it says. */
export type Ending = { readonly ask: string; readonly askNext: string; readonly begin: string };

/** A button that asks once more, says what follows, and then ends a person's work or a device. */
export function ending(till: Till, path: string, { ask, askNext, begin }: Ending): HTMLElement {
  const words = staffWords[till.language];
  const place = h('div', { class: 'stack' });
  const first = h('button', { class: 'button plain start', type: 'button' }, begin);
  const keep = h('button', { class: 'button wide', type: 'button' }, words.doKeep);
  const end = h('button', { class: 'button seal wide', type: 'button' }, words.doEndNow);
  const trouble = h('div', { class: 'trouble' });
  const endNow = onceAtATime(end, words.doEnding, async () => {
    put(trouble);
    const answer = await till.api.post(path);
    if (askToSignIn(till, answer)) return;
    if (!answer.ok) return put(trouble, clerkNotice(answer.problem, till.language));
    till.go({ at: 'manage', said: words.ended });
  });
  const askFirst = () => {
    put(place, plainNotice('warn', ask, askNext), trouble, end, keep);
    keep.focus();
  };
  const back = () => {
    put(place, first);
    first.focus();
  };
  first.addEventListener('click', askFirst);
  keep.addEventListener('click', back);
  end.addEventListener('click', () => void endNow());
  put(place, first);
  return place;
}
