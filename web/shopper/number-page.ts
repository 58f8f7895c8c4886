import { serverNowMs, type Problem } from '../paper/api.ts';
import { h, put } from '../paper/dom.ts';
import { busyButton } from '../paper/form.ts';
import { alertNotice, plainNotice, problemNotice } from '../paper/notice.ts';
import { checkingNotice } from './checking.ts';
import { leftUntil } from './countdown.ts';
import { currentPolicy, hrefOf, type Desk, type Page } from './desk.ts';
import { makeErrand, type Eye } from './errand.ts';
import { numberDraft, pending } from './kept.ts';
import { nextStepAfter, relabel, stepButton } from './next-step.ts';
import { sendCode, type Sent } from './send-code.ts';
import { usageText } from './usage-text.ts';

const sending = makeErrand<Sent | 'empty'>();

/** The number step: one field, what the number is used for, and a button that says what happens. */
export function numberPage(desk: Desk): Page {
  const { words } = desk;
  const field = numberField(desk);
  const trouble = h('div', { class: 'trouble' }, codeWaiting(desk));
  const button = h('button', { class: 'button seal wide tall', type: 'submit' }, words.doSend);
  const send = () => sending.run((signal, tell) => work(desk, field, signal, tell));
  const submit = (event: Event) => {
    event.preventDefault();
    send();
  };
  const content = h(
    'form',
    { class: 'stack', novalidate: true, onsubmit: submit },
    h('div', { class: 'field' }, h('label', { for: 'number' }, words.numberLabel), field),
    trouble,
    usageText(desk),
    button,
  );
  sending.attend(eyeOf(desk, field, trouble, button, send));
  const leave = (how?: 'spoken') => (how === 'spoken' ? undefined : sending.leave());
  return { title: words.titleNumber, content, leave };
}

function numberField({ words }: Desk): HTMLInputElement {
  const field = h('input', {
    class: 'input',
    id: 'number',
    type: 'tel',
    autocomplete: 'tel',
    maxlength: 40,
    placeholder: words.numberHint,
    'aria-describedby': 'number-use',
    value: numberDraft.text ?? pending.read()?.phone ?? '',
    oninput: () => {
      numberDraft.text = field.value;
      field.removeAttribute('aria-invalid');
      sending.stop();
    },
  });
  return field;
}

/** A code that was sent and still lives: going back to the number by mistake costs no second message. */
function codeWaiting({ words }: Desk): HTMLElement | undefined {
  const challenge = pending.read();
  if (challenge === undefined || challenge.over !== undefined) return undefined;
  if (leftUntil(challenge.expiresAt, serverNowMs()) === 0) return undefined;
  const step = h('a', { class: 'button', href: hrefOf({ at: 'code' }) }, words.doEnterCode);
  return plainNotice('ok', words.codeWaiting(challenge.phone), undefined, step);
}

/** The texts of the consent come first: nobody's number is taken before they could read what it is for (D1). */
async function work(
  { api, language }: Desk,
  field: HTMLInputElement,
  signal: AbortSignal,
  tell: (share: number) => void,
): Promise<Sent | 'empty'> {
  const phone = field.value.normalize('NFKC').trim();
  if (phone === '') return 'empty';
  const policy = await currentPolicy();
  if (!policy.ok) return policy.problem;
  return sendCode({ api, phone, locale: language, signal, tell });
}

function eyeOf(
  desk: Desk,
  field: HTMLInputElement,
  trouble: HTMLElement,
  button: HTMLButtonElement,
  send: () => void,
): Eye<Sent | 'empty'> {
  const { words, language } = desk;
  const showBusy = busyButton(button, words.doSending);
  const checking = checkingNotice(desk);
  return {
    busy: on => {
      showBusy(on);
      if (on) put(trouble);
    },
    progress: share => {
      if (share === undefined) return checking.notice.remove();
      if (!checking.notice.isConnected) checking.show(trouble);
      relabel(button, words.doConfirming);
      checking.progress(share);
    },
    done: sent => {
      if (sent === 'sent') return desk.go({ at: 'code' });
      if (sent === 'stopped') return;
      const empty = { what: words.numberEmpty, next: words.numberEmptyNext };
      if (sent === 'empty') return refuse(field, trouble, alertNotice(empty));
      const notice = problemNotice(sent, language, stepButton(desk, sent, { retry: send }));
      if (isAboutNumber(sent)) return refuse(field, trouble, notice);
      put(trouble, notice);
    },
  };
}

function isAboutNumber(problem: Problem): boolean {
  return nextStepAfter(problem) === 'type';
}

function refuse(field: HTMLInputElement, trouble: HTMLElement, notice: HTMLElement): void {
  put(trouble, notice);
  field.setAttribute('aria-invalid', 'true');
  field.focus();
}
