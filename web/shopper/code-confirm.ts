import { foldCode } from '../../lambdas/domain/typed-code.ts';
import { isOpen, makeIntent, type Problem } from '../paper/api.ts';
import { put } from '../paper/dom.ts';
import { alertNotice, problemNotice } from '../paper/notice.ts';
import type { CodeForm } from './code-form.ts';
import { currentPolicy } from './desk.ts';
import { makeErrand } from './errand.ts';
import { codeDraft, destination, numberDraft, pending, signedInHint } from './kept.ts';
import { nextStepAfter, stepButton } from './next-step.ts';

/** How confirming ended; `forgotten` when the code was right and the browser did not keep the session (D8). */
export type Confirmed = 'signedIn' | 'forgotten' | 'short' | Problem;

/** The confirmation under way, one at a time whatever is tapped. */
export const confirming = makeErrand<Confirmed>();

const intent = makeIntent();
let isUnanswered = false;

/** A code that was sent off in time may have been right: while its answer is out, the same code can be sent again. */
export function mayStillConfirm(): boolean {
  return confirming.isUnderway() || isUnanswered;
}

/** Checks the form of the code and sends it with the choice made beside it, and says how that ended. */
export async function confirmCode({ desk, challenge, field, consent }: CodeForm): Promise<Confirmed> {
  const { api, language } = desk;
  const code = foldCode(field.value);
  if (!/^\d{6}$/u.test(code)) return 'short';
  const delivery = consent.granted();
  const policy = await currentPolicy();
  if (!policy.ok) return policy.problem;
  const { policyVersion } = policy.value;
  const { phone, challengeId } = challenge;
  const body = { phone, code, consents: { delivery }, policyVersion, locale: language };
  const path = `/v1/challenges/${encodeURIComponent(challengeId)}/confirm`;
  const answer = await api.post(path, body, { intent });
  isUnanswered = isOpen(answer);
  const problem = answer.ok ? undefined : answer.problem;
  if (problem?.code === 'consent.policy_outdated') await currentPolicy('fresh');
  if (problem !== undefined && problem.code !== 'challenge.used') return problem;
  const me = await api.get('/v1/me');
  if (problem !== undefined) return me.ok ? 'signedIn' : problem;
  return !me.ok && me.problem.status === 401 ? 'forgotten' : 'signedIn';
}

/** Shows how confirming ended: in the wallet, or with what went wrong and what to do about it. */
export function showConfirmed(form: CodeForm, confirmed: Confirmed, retry: () => void): void {
  const { desk, trouble } = form;
  const { words } = desk;
  switch (confirmed) {
    case 'signedIn':
      return goOn(form);
    case 'forgotten':
      return put(trouble, alertNotice({ what: words.signedInNoCookie, next: words.cookiesNext }));
    case 'short':
      return typeAgain(form, alertNotice({ what: words.codeShort, next: words.codeShortNext }));
    default:
      return showProblem(form, confirmed, retry);
  }
}

function showProblem(form: CodeForm, problem: Problem, retry: () => void): void {
  const { desk, trouble, consent, startOver } = form;
  const isLastTry = problem.code === 'challenge.code_mismatch' && problem.facts['attemptsLeft'] === 0;
  if (isLastTry) return form.end('challenge.locked');
  const step = nextStepAfter(problem);
  if (step === 'over') return form.end(problem.code);
  if (problem.code === 'consent.policy_outdated') consent.renew();
  const notice = problemNotice(problem, desk.language, stepButton(desk, problem, { retry, startOver }));
  if (problem.code === 'challenge.code_mismatch') return typeAgain(form, notice);
  put(trouble, notice);
}

function typeAgain({ trouble, field }: CodeForm, notice: HTMLElement): void {
  put(trouble, notice);
  field.setAttribute('aria-invalid', 'true');
  field.focus();
  field.select();
}

function goOn({ desk }: CodeForm): void {
  pending.drop();
  numberDraft.text = undefined;
  codeDraft.text = '';
  signedInHint.write();
  desk.go(destination.take(), 'replace');
}
