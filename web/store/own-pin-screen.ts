import { makeIntent, type Problem } from '../paper/api.ts';
import { h, put } from '../paper/dom.ts';
import { submitting } from '../paper/form.ts';
import { alertNotice } from '../paper/notice.ts';
import { doorScreen } from './ask-to-sign-in.ts';
import { clerkNotice } from './clerk-words.ts';
import { field, pinInput, readPin } from './fields.ts';
import { enrolled, signedIn, type SignedIn } from './place.ts';
import { staffWords } from './staff-words.ts';
import type { Screen, Till, View } from './till.ts';

/** A person's own PIN, after they said who they are. */
export function ownPinScreen(till: Till, screen: Extract<Screen, { at: 'own-pin' }>): View {
  const words = staffWords[till.language];
  const pin = pinInput();
  const trouble = h('div', { class: 'trouble' });
  const button = h('button', { class: 'button seal wide tall', type: 'submit' }, words.doEnter);
  const enter = submitting(button, words.doEntering, entering(till, screen, pin, trouble));
  const content = h(
    'form',
    { class: 'stack', novalidate: true, onsubmit: enter },
    h('p', { class: 'lead' }, screen.person.name),
    field(words.ownPin, pin),
    trouble,
    button,
  );
  return { title: words.titleOwnPin, content, focus: pin };
}

function whatIsWrong(till: Till, problem: Problem): HTMLElement {
  const words = staffWords[till.language];
  return problem.code === 'store.pin_mismatch'
    ? alertNotice({ what: words.ownPinWrong, next: words.ownPinWrongNext }, problem.code)
    : clerkNotice(problem, till.language);
}

function entering(
  till: Till,
  { person, store }: Extract<Screen, { at: 'own-pin' }>,
  input: HTMLInputElement,
  trouble: HTMLElement,
): () => Promise<void> {
  const words = staffWords[till.language];
  const intent = makeIntent();
  return async () => {
    put(trouble);
    const pin = readPin(words, input, trouble);
    if (pin === undefined) return;
    const { storeId } = store;
    const body = { storeId, staffId: person.staffId, pin };
    const answer = await till.api.post<SignedIn>('/v1/till/sign-in', body, { intent });
    input.value = '';
    if (answer.ok) {
      signedIn.write(answer.value);
      return till.go({ at: 'home' });
    }
    if (answer.problem.code === 'store.device_unknown') {
      enrolled.drop();
      return till.go(doorScreen(words.notEnrolled));
    }
    put(trouble, whatIsWrong(till, answer.problem));
    input.focus();
  };
}
