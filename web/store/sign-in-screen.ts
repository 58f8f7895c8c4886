import { makeIntent } from '../paper/api.ts';
import { h, put } from '../paper/dom.ts';
import { submitting } from '../paper/form.ts';
import { alertNotice, plainNotice } from '../paper/notice.ts';
import { clerkNotice } from './clerk-words.ts';
import { pinInput } from './fields.ts';
import { enrolled, signedIn, storeOfThisDevice, type SignedIn } from './place.ts';
import { staffWords } from './staff-words.ts';
import type { Till, View } from './till.ts';

/** Sign-in with store and PIN; the store comes from the bookmark (`?store=`) or from last time. */
export function signInScreen(till: Till, why?: string): View {
  const { words } = till;
  const store = storeField();
  const pin = pinInput();
  const trouble = h('div', { class: 'trouble' }, why !== undefined && plainNotice('warn', why));
  const button = h('button', { class: 'button seal wide tall', type: 'submit' }, words.doSignIn);
  const enter = submitting(button, words.doSigningIn, entering(till, store, pin, trouble));
  const content = h(
    'form',
    { class: 'stack', novalidate: true, onsubmit: enter },
    h('div', { class: 'field' }, h('label', { for: 'store' }, words.storeId), store),
    h('div', { class: 'field' }, h('label', { for: 'pin' }, words.pin), pin),
    trouble,
    button,
    enrolled.read() && chooseWho(till),
  );
  return { title: words.titleSignIn, content, bare: true, focus: store.value === '' ? store : pin };
}

/** The way back to the people of an enrolled device. */
function chooseWho(till: Till): HTMLElement {
  const choose = () => till.go({ at: 'who' });
  const label = staffWords[till.language].doChooseWho;
  return h('button', { class: 'button plain start', type: 'button', onclick: choose }, label);
}

function storeField(): HTMLInputElement {
  return h('input', {
    class: 'input',
    id: 'store',
    type: 'text',
    autocomplete: 'username',
    autocapitalize: 'off',
    spellcheck: 'false',
    maxlength: 64,
    value: storeOfThisDevice(),
  });
}

function entering(
  till: Till,
  store: HTMLInputElement,
  pin: HTMLInputElement,
  trouble: HTMLElement,
): () => Promise<void> {
  const { words } = till;
  const intent = makeIntent();
  const refuse = (notice: HTMLElement, field: HTMLInputElement) => {
    put(trouble, notice);
    field.focus();
  };
  return async () => {
    put(trouble);
    const storeId = store.value.trim();
    if (storeId === '')
      return refuse(alertNotice({ what: words.storeIdEmpty, next: words.storeIdEmptyNext }), store);
    if (pin.value === '') return refuse(alertNotice({ what: words.pinEmpty, next: words.pinEmptyNext }), pin);
    const body = { storeId, pin: pin.value.normalize('NFKC').trim() };
    const answer = await till.api.post<Partial<SignedIn> | undefined>('/v1/till/sign-in', body, { intent });
    pin.value = '';
    if (!answer.ok) return refuse(clerkNotice(answer.problem, till.language), pin);
    signedIn.write({ ...answer.value, storeId });
    till.go({ at: 'home' });
  };
}
