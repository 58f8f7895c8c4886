import { makeIntent, serverNowMs, type Problem } from '../paper/api.ts';
import { h, put } from '../paper/dom.ts';
import { plainNotice, problemNotice } from '../paper/notice.ts';
import { formatCountdown } from '../paper/when.ts';
import { mayStillConfirm } from './code-confirm.ts';
import type { CodeForm } from './code-form.ts';
import { everyQuarter, leftUntil } from './countdown.ts';
import { pending, type Pending } from './kept.ts';
import { nextStepAfter, relabel, stepButton } from './next-step.ts';

type Times = { resendAt: string; expiresAt: string; sending: boolean };

/** With less than this left the server sends the same code no more: a new one is asked for at the number. */
export const lastCallMs = 60_000;

/** The resend button, counting down to the server's `resendAt`, and how long the code still lives. */
export function resendLine(form: CodeForm): HTMLElement {
  const { words } = form.desk;
  const { resendAt, expiresAt } = form.challenge;
  const times: Times = { resendAt, expiresAt, sending: false };
  const button = h('button', { class: 'button', type: 'button' }, words.doResend);
  const life = h('span', { class: 'quiet small figures' });
  const show = (nowMs: number) => {
    const waitMs = leftUntil(times.resendAt, nowMs);
    const livesMs = leftUntil(times.expiresAt, nowMs);
    const isLate = livesMs < lastCallMs;
    const wait = waitMs < livesMs ? words.resendIn(formatCountdown(waitMs)) : words.doResend;
    const label = isLate ? words.doNewCode : waitMs > 0 ? wait : words.doResend;
    relabel(button, label);
    button.disabled = !isLate && (waitMs > 0 || times.sending);
    relabel(life, words.codeLives(formatCountdown(livesMs)));
    if (livesMs === 0 && !mayStillConfirm()) form.end('challenge.expired');
  };
  const resend = resending(form, times);
  const press = async () => {
    if (leftUntil(times.expiresAt, serverNowMs()) < lastCallMs) return form.startOver();
    await resend();
    show(serverNowMs());
  };
  button.addEventListener('click', () => void press());
  form.closing.addEventListener('abort', everyQuarter(show));
  return h('div', { class: 'row figures' }, button, life);
}

function resending(form: CodeForm, times: Times): () => Promise<void> {
  const { desk, challenge, trouble } = form;
  const intent = makeIntent();
  const path = `/v1/challenges/${encodeURIComponent(challenge.challengeId)}/resend`;
  const keep = (news: Partial<Pending>) => {
    Object.assign(times, news);
    pending.note(challenge.challengeId, news);
  };
  return async () => {
    if (times.sending) return;
    times.sending = true;
    const answer = await desk.api.post<Partial<Pending>>(path, { phone: challenge.phone }, { intent });
    times.sending = false;
    if (!answer.ok) {
      const resendAt = nextSendAt(answer.problem);
      if (resendAt !== undefined) keep({ resendAt });
      return refused(form, answer.problem, times);
    }
    keep({ ...answer.value, unsure: false });
    put(trouble, plainNotice('ok', desk.words.resent, desk.words.resentNext));
  };
}

/** What the code lives through ends nothing: it can still be typed while its time lasts. */
function refused({ desk, trouble, startOver, end }: CodeForm, problem: Problem, times: Times): void {
  const isAlive = problem.code === 'challenge.expired' && leftUntil(times.expiresAt, serverNowMs()) > 0;
  if (nextStepAfter(problem) === 'over' && !isAlive) return end(problem.code);
  put(trouble, problemNotice(problem, desk.language, stepButton(desk, problem, { startOver })));
}

/** When the server takes the next wish: it says so by a time of its own, or by how long to wait. */
function nextSendAt({ facts, retryAfterSeconds }: Problem): string | undefined {
  if (typeof facts['resendAt'] === 'string') return facts['resendAt'];
  if (retryAfterSeconds === undefined) return undefined;
  return new Date(serverNowMs() + retryAfterSeconds * 1000).toISOString();
}
