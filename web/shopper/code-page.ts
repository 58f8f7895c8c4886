import { serverNowMs } from '../paper/api.ts';
import { h, put } from '../paper/dom.ts';
import { busyButton } from '../paper/form.ts';
import { plainNotice, problemNotice } from '../paper/notice.ts';
import { confirmCode, confirming, mayStillConfirm, showConfirmed } from './code-confirm.ts';
import { codeConsent } from './code-consent.ts';
import { codeField } from './code-field.ts';
import type { CodeForm } from './code-form.ts';
import type { Desk, Page } from './desk.ts';
import { leftUntil } from './countdown.ts';
import { numberDraft, pending, type Pending } from './kept.ts';
import { resendLine } from './resend-line.ts';
import { fillFromSms } from './web-otp.ts';

/** The code step: one field, WebOTP, the server's countdown, and the delivery consent, unticked (D1). */
export function codePage(desk: Desk, challenge: Pending): Page {
  const { words } = desk;
  const content = h('form', { class: 'stack', novalidate: true });
  const closing = new AbortController();
  const typing = new AbortController();
  const form = codeForm(desk, challenge, content, closing, typing);
  const page: Page = {
    title: words.titleCode,
    back: { route: { at: 'number' }, label: words.changeNumber },
    content,
    leave: how => {
      closing.abort();
      if (how !== 'spoken') confirming.leave();
    },
  };
  const over = challenge.over ?? expiredBefore(challenge);
  if (over !== undefined) {
    form.end(over);
    return page;
  }
  const submit = () => confirming.run(() => confirmCode(form));
  fill(form, content, submit);
  const unread = AbortSignal.any([closing.signal, typing.signal]);
  if (form.field.value === '') void fillFromSms(form.field, unread, submit);
  return { ...page, focus: form.field };
}

function expiredBefore({ expiresAt }: Pending): string | undefined {
  const isOver = leftUntil(expiresAt, serverNowMs()) === 0 && !mayStillConfirm();
  return isOver ? 'challenge.expired' : undefined;
}

function codeForm(
  desk: Desk,
  challenge: Pending,
  content: HTMLElement,
  closing: AbortController,
  typing: AbortController,
): CodeForm {
  const startOver = () => {
    numberDraft.text = challenge.phone;
    desk.back({ at: 'number' });
  };
  return {
    desk,
    challenge,
    field: codeField(desk, challenge, () => typing.abort()),
    consent: codeConsent(desk),
    trouble: h('div', { class: 'trouble' }),
    closing: closing.signal,
    startOver,
    end: code => {
      closing.abort();
      pending.note(challenge.challengeId, { over: code });
      put(content, ...overParts(desk, challenge, code, startOver));
    },
  };
}

function fill(form: CodeForm, content: HTMLElement, submit: () => void): void {
  const { words } = form.desk;
  const button = h('button', { class: 'button seal wide tall', type: 'submit' }, words.doConfirm);
  const showBusy = busyButton(button, words.doConfirming);
  content.addEventListener('submit', event => {
    event.preventDefault();
    submit();
  });
  put(content, ...partsOf(form, button));
  confirming.attend({
    busy: on => {
      showBusy(on);
      if (on) put(form.trouble);
    },
    done: confirmed => showConfirmed(form, confirmed, submit),
  });
}

function partsOf(form: CodeForm, button: HTMLElement): Node[] {
  const { desk, challenge, field, consent, trouble } = form;
  const { words } = desk;
  if (challenge.unsure) put(trouble, plainNotice('warn', words.codeMayArrive, words.codeMayArriveNext));
  return [
    h('p', { id: 'code-sent' }, words.codeSentTo(challenge.phone)),
    h('div', { class: 'field' }, h('label', { for: 'code' }, words.codeLabel), field),
    trouble,
    resendLine(form),
    consent.box,
    button,
  ];
}

function overParts(
  { words, language }: Desk,
  { phone }: Pending,
  code: string,
  startOver: () => void,
): Node[] {
  const problem = { status: 410, code, facts: {} };
  const again = h(
    'button',
    { class: 'button seal wide tall', type: 'button', onclick: startOver },
    words.doStartOver,
  );
  return [h('p', {}, words.codeSentTo(phone)), problemNotice(problem, language), again];
}
