import { makeIntent, type Problem } from '../paper/api.ts';
import { h, put } from '../paper/dom.ts';
import { alertNotice, problemNotice } from '../paper/notice.ts';
import type { ChallengeStarted } from './answers.ts';
import { currentPolicy, type Desk, type Page } from './desk.ts';
import { submitting } from '../paper/form.ts';
import { numberDraft, pending } from './kept.ts';

/** The number step: one field, what the number is used for, and a button that says what happens. */
export function numberPage(desk: Desk): Page {
  const { words } = desk;
  const trouble = h('div', { class: 'trouble' });
  const field = h('input', {
    class: 'input',
    id: 'number',
    type: 'tel',
    autocomplete: 'tel',
    maxlength: 40,
    placeholder: words.numberHint,
    'aria-describedby': 'number-use',
    value: numberDraft.text,
    oninput: () => {
      numberDraft.text = field.value;
    },
  });
  const button = h('button', { class: 'button seal wide tall', type: 'submit' }, words.doSend);
  const send = sender(desk, field, trouble);
  const content = h(
    'form',
    { class: 'stack', novalidate: true, onsubmit: submitting(button, words.doSending, send) },
    h('div', { class: 'field' }, h('label', { for: 'number' }, words.numberLabel), field),
    trouble,
    h('p', { id: 'number-use' }, words.numberUse),
    purposes(desk),
    button,
  );
  return { title: words.titleNumber, content };
}

function purposes(desk: Desk): HTMLElement {
  const { words, language } = desk;
  const uses = h('ol', {}, h('li', {}, words.loading));
  const fill = async () => {
    const answer = await currentPolicy();
    if (!answer.ok) return put(uses, h('li', {}, problemNotice(answer.problem, language)));
    const { usage, delivery } = answer.value.texts[language];
    put(uses, h('li', {}, usage), h('li', {}, delivery));
  };
  void fill();
  return h(
    'details',
    { class: 'more' },
    h('summary', {}, words.numberMore),
    h('p', {}, words.numberPurposes),
    uses,
    h('p', {}, words.numberAdmin),
  );
}

function sender(desk: Desk, field: HTMLInputElement, trouble: HTMLElement): () => Promise<void> {
  const intent = makeIntent();
  return async () => {
    put(trouble);
    const phone = field.value.normalize('NFKC').trim();
    if (phone === '') {
      return refuse(
        field,
        trouble,
        alertNotice({ what: desk.words.numberEmpty, next: desk.words.numberEmptyNext }),
      );
    }
    const body = { phone, locale: desk.language };
    const answer = await desk.api.post<ChallengeStarted>('/v1/challenges', body, { intent });
    const started = answer.ok ? answer.value : startedAnyway(answer.problem);
    if (started === undefined) {
      if (!answer.ok) refuse(field, trouble, problemNotice(answer.problem, desk.language));
      return;
    }
    pending.write({ ...started, phone, unsure: !answer.ok });
    desk.go({ at: 'code' });
  };
}

function refuse(field: HTMLInputElement, trouble: HTMLElement, notice: HTMLElement): void {
  put(trouble, notice);
  field.setAttribute('aria-invalid', 'true');
  field.addEventListener('input', () => field.removeAttribute('aria-invalid'), { once: true });
  field.focus();
}

/** A 503 that names its challenge: the carrier's answer was lost, the message may still arrive. */
function startedAnyway({ facts }: Problem): ChallengeStarted | undefined {
  const { challengeId, expiresAt, resendAt } = facts;
  if (typeof challengeId !== 'string' || typeof expiresAt !== 'string' || typeof resendAt !== 'string')
    return undefined;
  return { challengeId, expiresAt, resendAt };
}
