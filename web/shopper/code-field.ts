import { h } from '../paper/dom.ts';
import type { Desk } from './desk.ts';
import { codeDraft, type Pending } from './kept.ts';

/** The one field of the code; what is typed stays over a change of language, and `typed` hears that somebody types. */
export function codeField({ words }: Desk, { challengeId }: Pending, typed: () => void): HTMLInputElement {
  if (codeDraft.challengeId !== challengeId) Object.assign(codeDraft, { challengeId, text: '' });
  const field = h('input', {
    class: 'input code-input',
    id: 'code',
    type: 'text',
    inputmode: 'numeric',
    autocomplete: 'one-time-code',
    maxlength: 24,
    placeholder: words.codeHint,
    'aria-describedby': 'code-sent',
    value: codeDraft.text,
    oninput: () => {
      codeDraft.text = field.value;
      field.removeAttribute('aria-invalid');
      typed();
    },
  });
  return field;
}
