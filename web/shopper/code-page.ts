import { h, put } from '../paper/dom.ts';
import { onceAtATime } from '../paper/form.ts';
import { plainNotice } from '../paper/notice.ts';
import { makeConfirm } from './code-confirm.ts';
import { codeConsent } from './code-consent.ts';
import type { CodeForm } from './code-form.ts';
import type { Desk, Page } from './desk.ts';
import type { Pending } from './kept.ts';
import { resendLine } from './resend-line.ts';
import { codeFromSms } from './web-otp.ts';

/** The code step: one field, WebOTP, the server's countdown, and the delivery consent, unticked (D1). */
export function codePage(desk: Desk, challenge: Pending): Page {
  const { words } = desk;
  const trouble = h('div', { class: 'trouble' });
  if (challenge.unsure) put(trouble, plainNotice('warn', words.codeMayArrive, words.codeMayArriveNext));
  const form: CodeForm = { desk, challenge, field: codeField(desk), consent: codeConsent(desk), trouble };
  const button = h('button', { class: 'button seal wide tall', type: 'submit' }, words.doConfirm);
  const submit = onceAtATime(button, words.doConfirming, makeConfirm(form));
  const resend = resendLine(form);
  const waiting = new AbortController();
  void fillFromSms(form, waiting.signal, submit);
  const leave = () => {
    waiting.abort();
    resend.stop();
  };
  const typed = (event: Event) => {
    event.preventDefault();
    waiting.abort();
    void submit();
  };
  const content = codeFormOf(form, typed, resend.line, button);
  const back = { route: { at: 'number' }, label: words.changeNumber } as const;
  return { title: words.titleCode, back, content, leave, focus: form.field };
}

function codeFormOf(
  { desk, challenge, field, consent, trouble }: CodeForm,
  typed: (event: Event) => void,
  resend: HTMLElement,
  button: HTMLElement,
): HTMLElement {
  return h(
    'form',
    { class: 'stack', novalidate: true, onsubmit: typed },
    h('p', { id: 'code-sent' }, desk.words.codeSentTo(challenge.phone)),
    h('div', { class: 'field' }, h('label', { for: 'code' }, desk.words.codeLabel), field),
    trouble,
    resend,
    consent.box,
    button,
  );
}

/** Fills and submits what WebOTP reads from the SMS, unless the code was typed meanwhile. */
async function fillFromSms(
  { field }: CodeForm,
  typed: AbortSignal,
  submit: () => Promise<void>,
): Promise<void> {
  const code = await codeFromSms(typed);
  if (code === undefined || typed.aborted) return;
  field.value = code;
  await submit();
}

function codeField({ words }: Desk): HTMLInputElement {
  return h('input', {
    class: 'input code-input',
    id: 'code',
    type: 'text',
    inputmode: 'numeric',
    autocomplete: 'one-time-code',
    maxlength: 24,
    placeholder: words.codeHint,
    'aria-describedby': 'code-sent',
  });
}
