import { h, put } from '../paper/dom.ts';
import { problemNotice } from '../paper/notice.ts';
import { currentPolicy, type Desk } from './desk.ts';

/** What the number is used for, in the exact words that are kept as agreed to (D1), and the rest one tap away. */
export function usageText(desk: Desk): readonly HTMLElement[] {
  const { words, language } = desk;
  const usage = h('p', { id: 'number-use' }, words.numberUse);
  const delivery = h('p', {}, words.loading);
  const fill = async () => {
    const answer = await currentPolicy();
    if (!answer.ok) return put(delivery, problemNotice(answer.problem, language));
    const texts = answer.value.texts[language];
    put(usage, texts.usage);
    put(delivery, texts.delivery);
  };
  void fill();
  const more = h(
    'details',
    { class: 'more' },
    h('summary', {}, words.numberMore),
    h('p', {}, words.numberPurposes),
    delivery,
    h('p', {}, words.numberAdmin),
  );
  return [usage, more];
}
