import { makeIntent, serverNowMs, type Problem } from '../paper/api.ts';
import { h, put } from '../paper/dom.ts';
import { plainNotice, problemNotice } from '../paper/notice.ts';
import { formatCountdown } from '../paper/when.ts';
import type { CodeForm } from './code-form.ts';
import { everyQuarter, leftUntil } from './countdown.ts';
import { pending, type Pending } from './kept.ts';

type Times = { resendAt: string; expiresAt: string; sending: boolean };

/** The resend button, counting down to the server's `resendAt`, and how long the code still lives. */
export function resendLine(form: CodeForm): { readonly line: HTMLElement; readonly stop: () => void } {
  const { words } = form.desk;
  const { resendAt, expiresAt } = form.challenge;
  const times: Times = { resendAt, expiresAt, sending: false };
  const button = h('button', { class: 'button', type: 'button' }, words.doResend);
  const life = h('span', { class: 'quiet small figures' });
  const resend = resending(form, times);
  button.addEventListener('click', () => void resend());
  const stop = everyQuarter(nowMs => {
    const waitMs = leftUntil(times.resendAt, nowMs);
    const livesMs = leftUntil(times.expiresAt, nowMs);
    const label = waitMs > 0 ? words.resendIn(formatCountdown(waitMs)) : words.doResend;
    if (button.textContent !== label) put(button, label);
    button.disabled = waitMs > 0 || times.sending || livesMs === 0;
    put(life, livesMs > 0 ? words.codeLives(formatCountdown(livesMs)) : words.codeOver);
  });
  return { line: h('div', { class: 'row figures' }, button, life), stop };
}

function resending({ desk, challenge, trouble }: CodeForm, times: Times): () => Promise<void> {
  const { words, language } = desk;
  const intent = makeIntent();
  const path = `/v1/challenges/${encodeURIComponent(challenge.challengeId)}/resend`;
  return async () => {
    if (times.sending) return;
    times.sending = true;
    const answer = await desk.api.post<Partial<Pending>>(path, { phone: challenge.phone }, { intent });
    times.sending = false;
    if (!answer.ok) {
      if (answer.problem.retryAfterSeconds !== undefined) times.resendAt = later(answer.problem);
      return put(trouble, problemNotice(answer.problem, language));
    }
    Object.assign(times, answer.value);
    pending.write({ ...challenge, ...answer.value, unsure: false });
    put(trouble, plainNotice('ok', words.resent, words.resentNext));
  };
}

function later({ retryAfterSeconds = 0 }: Problem): string {
  return new Date(serverNowMs() + retryAfterSeconds * 1000).toISOString();
}
