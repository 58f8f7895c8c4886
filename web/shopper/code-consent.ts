import { h, put } from '../paper/dom.ts';
import { problemNotice } from '../paper/notice.ts';
import { currentPolicy, type Desk } from './desk.ts';

/** The choice beside the code. */
export type CodeConsent = {
  readonly box: HTMLElement;
  readonly granted: () => boolean;
  /** Shows the texts of a new version, to which nobody has said yes. */
  readonly renew: () => void;
};

/**
 * The delivery consent of the code step: a box nobody ticked, under the exact text it agrees to, and what the number
 * is used for once more. It comes back unticked in another language, since that is another text.
 */
export function codeConsent(desk: Desk): CodeConsent {
  const { words, language } = desk;
  const tick = h('input', {
    type: 'checkbox',
    id: 'delivery',
    autocomplete: 'off',
    'aria-describedby': 'delivery-text',
  });
  const delivery = h('p', { id: 'delivery-text', class: 'small' }, words.loading);
  const usage = h('p', {}, words.loading);
  const more = h('details', { class: 'more' }, h('summary', {}, words.consentMore), usage);
  const fill = async () => {
    const answer = await currentPolicy();
    if (!answer.ok) return put(delivery, problemNotice(answer.problem, language));
    const texts = answer.value.texts[language];
    put(delivery, texts.delivery);
    put(usage, texts.usage);
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
    delivery,
    more,
  );
  const renew = () => {
    tick.checked = false;
    more.open = true;
    void fill();
  };
  return { box, granted: () => tick.checked, renew };
}
