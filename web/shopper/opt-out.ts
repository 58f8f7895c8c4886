import { chooseLanguage, type Language } from '../paper/dictionary.ts';
import { makeIntent } from '../paper/api.ts';
import { h, put } from '../paper/dom.ts';
import { problemNotice } from '../paper/notice.ts';
import { api, currentPolicy, hrefOf, wordsOf, type Page } from './desk.ts';
import { onceAtATime } from '../paper/form.ts';
import { mountShell } from './shell.ts';

const token = location.pathname.split('/')[2] ?? '';
const intent = makeIntent();
let done = false;

const shell = mountShell(language => show(language));

function show(language: Language, how?: 'first'): void {
  shell.show(done ? donePage(language) : askPage(language), language, how);
}

/** One button, nothing else: no sign-in, no reason asked for. */
function askPage(language: Language): Page {
  const words = wordsOf(language);
  const trouble = h('div', { class: 'trouble' });
  const button = h('button', { class: 'button seal wide tall', type: 'button' }, words.doStop);
  const stop = onceAtATime(button, undefined, async () => {
    const answer = await api.post(`/v1/opt-outs/${encodeURIComponent(token)}`, {}, { intent });
    if (!answer.ok) return put(trouble, problemNotice(answer.problem, language));
    done = true;
    show(language);
  });
  button.addEventListener('click', () => void stop());
  const content = h('div', { class: 'stack' }, h('p', {}, words.optOutHint), trouble, button);
  return { title: words.titleOptOut, content };
}

function donePage(language: Language): Page {
  const words = wordsOf(language);
  const content = h(
    'div',
    { class: 'stack' },
    h('p', {}, words.optOutDone),
    h('p', {}, words.optOutBack),
    h('a', { class: 'button', href: hrefOf({ at: 'settings' }) }, words.optOutBackLink),
  );
  return { title: words.titleOptOutDone, content };
}

show(chooseLanguage(), 'first');
void currentPolicy().then(() => done || show(chooseLanguage(), 'first'));
