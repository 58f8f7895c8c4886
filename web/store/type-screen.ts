import { codeLetters, isVoucherCode } from '../../lambdas/domain/voucher-code.ts';
import { h, put } from '../paper/dom.ts';
import { icon } from '../paper/icons.ts';
import { alertNotice } from '../paper/notice.ts';
import { inGroups, typedCode } from './code-read.ts';
import type { Till, View } from './till.ts';

/** The keypad: ten characters in two groups; the check character shows a wrong one at once. */
export function typeScreen(till: Till): View {
  const { words } = till;
  const trouble = h('div', { class: 'trouble' });
  const count = h('p', { class: 'small quiet figures', id: 'code-length' }, words.codeLength(0));
  const field = codeField();
  const write = writer(till, field, count, trouble);
  field.addEventListener('input', () => write(field.value));
  const press = (letter: string) =>
    write(letter === '' ? typedCode(field.value).slice(0, -1) : field.value + letter);
  const lookUp = (event: Event) => {
    event.preventDefault();
    if (typedCode(field.value).length === 10) return write(field.value);
    put(trouble, alertNotice({ what: words.codeShort, next: words.codeShortNext }));
  };
  const content = h(
    'form',
    { class: 'stack', novalidate: true, onsubmit: lookUp },
    h('div', { class: 'field' }, h('label', { for: 'code' }, words.codeLabel), field, count),
    trouble,
    keypad(words.doErase, press),
    h('button', { class: 'button wide', type: 'submit' }, words.doLookUp),
  );
  return { title: words.titleType, content, focus: field };
}

function codeField(): HTMLInputElement {
  return h('input', {
    class: 'input till-code',
    id: 'code',
    type: 'text',
    inputmode: 'none',
    autocomplete: 'off',
    autocapitalize: 'characters',
    spellcheck: 'false',
    'aria-describedby': 'code-length',
  });
}

function writer(
  till: Till,
  field: HTMLInputElement,
  count: HTMLElement,
  trouble: HTMLElement,
): (text: string) => void {
  const { words } = till;
  return text => {
    const code = typedCode(text);
    const wrong = code.length === 10 && !isVoucherCode(code);
    field.value = inGroups(code);
    field.setAttribute('aria-invalid', String(wrong));
    put(count, words.codeLength(code.length));
    put(trouble, wrong && alertNotice({ what: words.codeWrong, next: words.codeWrongNext }));
    if (code.length === 10 && !wrong) till.go({ at: 'result', code, way: 'type' });
  };
}

function keypad(erase: string, press: (letter: string) => void): HTMLElement {
  const key = (letter: string) =>
    h('button', { class: 'button key', type: 'button', onclick: () => press(letter) }, letter);
  return h(
    'div',
    { class: 'keypad' },
    ...Array.from(codeLetters, key),
    h(
      'button',
      { class: 'button key erase', type: 'button', 'aria-label': erase, onclick: () => press('') },
      icon('erase'),
    ),
  );
}
