import { makeIntent } from '../paper/api.ts';
import { h, put, type Child } from '../paper/dom.ts';
import { submitting } from '../paper/form.ts';
import { askToSignIn } from './ask-to-sign-in.ts';
import { clerkNotice } from './clerk-words.ts';
import { field, nameInput, pinInput, readName, readPin } from './fields.ts';
import { staffWords } from './staff-words.ts';
import type { Person, Role, Till, View } from './till.ts';

/** A new person of the store: name, role, and a PIN that they type themselves. */
export function addStaffScreen(till: Till): View {
  const words = staffWords[till.language];
  const [name, pin] = [nameInput(), pinInput()];
  const chosen: { role: Role } = { role: 'clerk' };
  const trouble = h('div', { class: 'trouble' });
  const button = h('button', { class: 'button seal wide tall', type: 'submit' }, words.doAddStaff);
  const intent = makeIntent();
  const add = async () => {
    put(trouble);
    const typedName = readName(words, name, trouble);
    if (typedName === undefined) return;
    const typedPin = readPin(words, pin, trouble);
    if (typedPin === undefined) return;
    const body = { name: typedName, role: chosen.role, pin: typedPin };
    const answer = await till.api.post<Person>('/v1/till/staff', body, { intent });
    if (askToSignIn(till, answer)) return;
    if (!answer.ok) return put(trouble, clerkNotice(answer.problem, till.language));
    till.go({ at: 'manage', said: words.added(answer.value.name) });
  };
  const content = h(
    'form',
    { class: 'stack', novalidate: true, onsubmit: submitting(button, words.doAdding, add) },
    field(words.name, name, words.nameHint),
    roles(till, role => (chosen.role = role)),
    field(words.newPin, pin, words.newPinHint),
    trouble,
    button,
  );
  return { title: words.titleAddStaff, content, focus: name };
}

function roles({ language }: Till, choose: (role: Role) => void): Child {
  const words = staffWords[language];
  const choice = (role: Role, label: string, hint: string) =>
    h(
      'label',
      { class: 'choice' },
      h('input', { type: 'radio', name: 'role', checked: role === 'clerk', onchange: () => choose(role) }),
      h('span', {}, label, h('span', { class: 'small quiet' }, hint)),
    );
  return h(
    'fieldset',
    { class: 'field' },
    h('legend', {}, words.role),
    h(
      'div',
      { class: 'choices' },
      choice('clerk', words.clerk, words.clerkHint),
      choice('manager', words.manager, words.managerHint),
    ),
  );
}
