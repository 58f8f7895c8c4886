import { h, put } from '../paper/dom.ts';
import { onceAtATime, submitting } from '../paper/form.ts';
import { plainNotice } from '../paper/notice.ts';
import { askToSignIn } from './ask-to-sign-in.ts';
import { clerkNotice } from './clerk-words.ts';
import { ending } from './ending.ts';
import { field, pinInput, readPin } from './fields.ts';
import { staffWords } from './staff-words.ts';
import type { Person, Role, Till, View } from './till.ts';

/** One person of the store: a new PIN or another role for them, or the end of their work here. */
export function personScreen(till: Till, person: Person): View {
  const words = staffWords[till.language];
  const path = `/v1/till/staff/${encodeURIComponent(person.staffId)}`;
  const content = h(
    'div',
    { class: 'stack wide-gaps' },
    h('p', { class: 'lead' }, person.name, h('span', { class: 'block small quiet' }, words[person.role])),
    newPin(till, path),
    otherRole(till, path, person),
    ending(till, `${path}/end`, {
      ask: words.askEndStaff(person.name),
      askNext: words.askEndStaffNext,
      begin: words.doEndStaff,
    }),
  );
  return { title: words.titlePerson, content };
}

/** The button that makes a clerk a manager, or a manager a clerk. */
function otherRole(till: Till, path: string, { name, role }: Person): HTMLElement {
  const words = staffWords[till.language];
  const other: Role = role === 'clerk' ? 'manager' : 'clerk';
  const trouble = h('div', { class: 'trouble' });
  const label = other === 'manager' ? words.doMakeManager : words.doMakeClerk;
  const button = h(
    'button',
    { class: 'button wide', type: 'button', 'aria-describedby': 'role-hint' },
    label,
  );
  const change = onceAtATime(button, words.doChangingRole, async () => {
    put(trouble);
    const answer = await till.api.put(`${path}/role`, { role: other });
    if (askToSignIn(till, answer)) return;
    if (!answer.ok) return put(trouble, clerkNotice(answer.problem, till.language));
    till.go({ at: 'manage', said: words.roleSet(name, words[other]) });
  });
  button.addEventListener('click', () => void change());
  const hint = h('p', { class: 'small quiet', id: 'role-hint' }, words.roleHint);
  return h('div', { class: 'stack' }, button, hint, trouble);
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
