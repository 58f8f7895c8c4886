import { h, put } from '../paper/dom.ts';
import { problemNotice } from '../paper/notice.ts';
import { currentPolicy, type Desk } from './desk.ts';

/** The delivery consent of the code step: a box nobody ticked, with the text it agrees to one tap away. */
export function codeConsent(desk: Desk): {
  readonly box: HTMLElement;
  readonly granted: () => boolean;
  readonly refresh: () => void;
} {
  const { words, language } = desk;
  const tick = h('input', { type: 'checkbox', id: 'delivery' });
  const text = h('p', {}, words.loading);
  const fill = async () => {
    const answer = await currentPolicy();
    put(text, answer.ok ? answer.value.texts[language].delivery : problemNotice(answer.problem, language));
  };
  void fill();
  const box = h(
    'div',
    { class: 'consent' },
    h(
      'label',
      { class: 'choice', for: 'delivery' },
      tick,
      h('span', {}, words.consentDelivery, h('span', { class: 'quiet small' }, words.consentLater)),
    ),
    h('details', { class: 'more' }, h('summary', {}, words.consentMore), text),
  );
  const refresh = () => {
    tick.checked = false;
    void fill();
  };
  return { box, granted: () => tick.checked, refresh };
}
