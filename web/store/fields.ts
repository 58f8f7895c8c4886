import { h, put } from '../paper/dom.ts';
import { alertNotice } from '../paper/notice.ts';
import type { StaffWords } from './staff-words.ts';

/** A field with its label, and a hint that belongs to it. */
export function field(label: string, input: HTMLInputElement, hint?: string): HTMLElement {
  const hintId = `${input.id}-hint`;
  if (hint !== undefined) input.setAttribute('aria-describedby', hintId);
  const said = hint !== undefined && h('p', { class: 'small quiet', id: hintId }, hint);
  return h('div', { class: 'field' }, h('label', { for: input.id }, label), input, said);
}

/** A field for a PIN: digits, hidden, never filled in by the browser. */
export function pinInput(id = 'pin'): HTMLInputElement {
  const typed = { type: 'password', inputmode: 'numeric', autocomplete: 'off', maxlength: 16 };
  return h('input', { class: 'input', id, ...typed });
}

/** A field for the name of a person or a device. */
export function nameInput(): HTMLInputElement {
  const typed = { type: 'text', autocomplete: 'off', maxlength: 40 };
  return h('input', { class: 'input', id: 'name', ...typed });
}

/** The PIN that was typed, its digits folded; undefined when it has not the form of one, which is said. */
export function readPin(words: StaffWords, input: HTMLInputElement, trouble: Element): string | undefined {
  const pin = input.value.normalize('NFKC').trim();
  if (/^\d{4,8}$/u.test(pin)) return pin;
  put(trouble, alertNotice({ what: words.pinForm, next: words.pinFormNext }));
  input.focus();
  return undefined;
}

/** The name that was typed; undefined when there is none, which is said. */
export function readName(words: StaffWords, input: HTMLInputElement, trouble: Element): string | undefined {
  const name = input.value.trim();
  if (name !== '') return name;
  put(trouble, alertNotice({ what: words.nameEmpty, next: words.nameEmptyNext }));
  input.focus();
  return undefined;
}
