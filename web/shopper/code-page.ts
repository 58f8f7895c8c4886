import { foldCode } from '../../lambdas/domain/challenge.ts';
import { makeIntent, serverNowMs, type Problem } from '../paper/api.ts';
import { h, put } from '../paper/dom.ts';
import { alertNotice, plainNotice, problemNotice } from '../paper/notice.ts';
import { formatCountdown } from '../paper/when.ts';
import { codeConsent } from './code-consent.ts';
import { everyQuarter, leftUntil } from './countdown.ts';
import { currentPolicy, type Desk, type Page } from './desk.ts';
import { onceAtATime } from '../paper/form.ts';
import { destination, numberDraft, pending, signedInHint, type Pending } from './kept.ts';
import { codeFromSms } from './web-otp.ts';

type CodeForm = {
  readonly desk: Desk;
  readonly challenge: Pending;
  readonly field: HTMLInputElement;
  readonly consent: ReturnType<typeof codeConsent>;
  readonly trouble: HTMLElement;
};

/** The code step: one field, WebOTP, the server's countdown, and the delivery consent, unticked (D1). */
export function codePage(desk: Desk, challenge: Pending): Page {
  const { words } = desk;
  const field = codeField(desk);
  const trouble = h('div', { class: 'trouble' });
  if (challenge.unsure) put(trouble, plainNotice('warn', words.codeMayArrive, words.codeMayArriveNext));
  const form: CodeForm = { desk, challenge, field, consent: codeConsent(desk), trouble };
  const button = h('button', { class: 'button seal wide tall', type: 'submit' }, words.doConfirm);
  const waiting = new AbortController();
  const submit = onceAtATime(button, words.doConfirming, () => confirm(form));
  const resend = resendLine(form);
  const content = h(
    'form',
    {
      class: 'stack',
      novalidate: true,
      onsubmit: (event: Event) => {
        event.preventDefault();
        waiting.abort();
        void submit();
      },
    },
    h('p', { id: 'code-sent' }, words.codeSentTo(challenge.phone)),
    h('div', { class: 'field' }, h('label', { for: 'code' }, words.codeLabel), field),
    trouble,
    resend.line,
    form.consent.box,
    button,
  );
  void codeFromSms(waiting.signal).then(code => {
    if (code === undefined || waiting.signal.aborted) return;
    field.value = code;
    return submit();
  });
  const leave = () => {
    waiting.abort();
    resend.stop();
  };
  return {
    title: words.titleCode,
    back: { route: { at: 'number' }, label: words.changeNumber },
    content,
    leave,
    focus: field,
  };
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

async function confirm({ desk, challenge, field, consent, trouble }: CodeForm): Promise<void> {
  put(trouble);
  const code = foldCode(field.value);
  const wrong = (notice: HTMLElement) => {
    put(trouble, notice);
    field.focus();
    field.select();
  };
  if (!/^\d{6}$/u.test(code)) {
    return wrong(alertNotice({ what: desk.words.codeShort, next: desk.words.codeShortNext }));
  }
  const policy = await currentPolicy();
  if (!policy.ok) return wrong(problemNotice(policy.problem, desk.language));
  const body = {
    phone: challenge.phone,
    code,
    consents: { delivery: consent.granted() },
    policyVersion: policy.value.policyVersion,
  };
  const answer = await desk.api.post(`/v1/challenges/${challenge.challengeId}/confirm`, body, {
    intent: confirmIntent,
  });
  if (answer.ok) return signedIn(desk, trouble);
  if (answer.problem.code === 'consent.policy_outdated') {
    await currentPolicy('fresh');
    consent.refresh();
  }
  wrong(problemNotice(answer.problem, desk.language));
}

const confirmIntent = makeIntent();

/** A session that the browser did not keep shows as a 401 right after a right code: cookies are refused (D8). */
async function signedIn(desk: Desk, trouble: HTMLElement): Promise<void> {
  const me = await desk.api.get('/v1/me');
  if (!me.ok && me.problem.status === 401) {
    put(trouble, alertNotice({ what: desk.words.signedInNoCookie, next: desk.words.cookiesNext }));
    return;
  }
  pending.drop();
  numberDraft.text = '';
  signedInHint.write();
  desk.go(destination.take(), 'replace');
}

function resendLine(form: CodeForm): { readonly line: HTMLElement; readonly stop: () => void } {
  const { words, language } = form.desk;
  let { resendAt, expiresAt } = form.challenge;
  const button = h('button', { class: 'button', type: 'button' }, words.doResend);
  const life = h('span', { class: 'quiet small figures' });
  let sending = false;
  const resend = async () => {
    sending = true;
    const answer = await form.desk.api.post<Partial<Pending>>(
      `/v1/challenges/${form.challenge.challengeId}/resend`,
      { phone: form.challenge.phone },
      { intent: resendIntent },
    );
    sending = false;
    if (!answer.ok) {
      if (answer.problem.retryAfterSeconds !== undefined) resendAt = later(answer.problem);
      put(form.trouble, problemNotice(answer.problem, language));
      return;
    }
    resendAt = answer.value.resendAt ?? resendAt;
    expiresAt = answer.value.expiresAt ?? expiresAt;
    pending.write({ ...form.challenge, ...answer.value, unsure: false });
    put(form.trouble, plainNotice('ok', words.resent, words.resentNext));
  };
  button.addEventListener('click', () => void (button.disabled || resend()));
  const stop = everyQuarter(nowMs => {
    const waitMs = leftUntil(resendAt, nowMs);
    const livesMs = leftUntil(expiresAt, nowMs);
    const label = waitMs > 0 ? words.resendIn(formatCountdown(waitMs)) : words.doResend;
    if (button.textContent !== label) put(button, label);
    button.disabled = waitMs > 0 || sending || livesMs === 0;
    put(life, livesMs > 0 ? words.codeLives(formatCountdown(livesMs)) : words.codeOver);
  });
  return { line: h('div', { class: 'row figures' }, button, life), stop };
}

const resendIntent = makeIntent();

function later({ retryAfterSeconds = 0 }: Problem): string {
  return new Date(serverNowMs() + retryAfterSeconds * 1000).toISOString();
}
