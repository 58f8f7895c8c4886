import { h, put } from '../paper/dom.ts';
import { submitting } from '../paper/form.ts';
import { plainNotice } from '../paper/notice.ts';
import { askToSignIn } from './ask-to-sign-in.ts';
import { clerkNotice } from './clerk-words.ts';
import { ending } from './ending.ts';
import { field, pinInput, readPin } from './fields.ts';
import { staffWords } from './staff-words.ts';
import type { Person, Till, View } from './till.ts';

/** One person of the store: a new PIN for them, or the end of their work here. */
export function personScreen(till: Till, person: Person): View {
  const words = staffWords[till.language];
  const path = `/v1/till/staff/${encodeURIComponent(person.staffId)}`;
  const content = h(
    'div',
    { class: 'stack wide-gaps' },
    h('p', { class: 'lead' }, person.name, h('span', { class: 'block small quiet' }, words[person.role])),
    newPin(till, path),
    ending(till, `${path}/end`, {
      ask: words.askEndStaff(person.name),
      askNext: words.askEndStaffNext,
      begin: words.doEndStaff,
    }),
  );
  return { title: words.titlePerson, content };
}

function newPin(till: Till, path: string): HTMLElement {
  const words = staffWords[till.language];
  const pin = pinInput();
  const trouble = h('div', { class: 'trouble' });
  const button = h('button', { class: 'button wide tall', type: 'submit' }, words.doSetPin);
  const set = async () => {
    put(trouble);
    const typed = readPin(words, pin, trouble);
    if (typed === undefined) return;
    const answer = await till.api.put(`${path}/pin`, { pin: typed });
    pin.value = '';
    if (askToSignIn(till, answer)) return;
    put(
      trouble,
      answer.ok
        ? plainNotice('ok', words.pinSet, words.pinSetNext)
        : clerkNotice(answer.problem, till.language),
    );
  };
  return h(
    'form',
    { class: 'stack', novalidate: true, onsubmit: submitting(button, words.doSettingPin, set) },
    field(words.newPin, pin, words.newPinHint),
    trouble,
    button,
  );
}
