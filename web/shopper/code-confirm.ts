import { foldCode } from '../../lambdas/domain/typed-code.ts';
import { makeIntent } from '../paper/api.ts';
import { put } from '../paper/dom.ts';
import { alertNotice, problemNotice } from '../paper/notice.ts';
import type { CodeForm } from './code-form.ts';
import { currentPolicy, type Desk } from './desk.ts';
import { destination, numberDraft, pending, signedInHint } from './kept.ts';

/** Makes what the code step's button does: checks the form of the code, sends it, and signs in or says why not. */
export function makeConfirm(form: CodeForm): () => Promise<void> {
  const { desk, challenge, field, consent, trouble } = form;
  const intent = makeIntent();
  const wrong = (notice: HTMLElement) => {
    put(trouble, notice);
    field.focus();
    field.select();
  };
  return async () => {
    put(trouble);
    const code = foldCode(field.value);
    if (!/^\d{6}$/u.test(code)) {
      return wrong(alertNotice({ what: desk.words.codeShort, next: desk.words.codeShortNext }));
    }
    const policy = await currentPolicy();
    if (!policy.ok) return wrong(problemNotice(policy.problem, desk.language));
    const { policyVersion } = policy.value;
    const consents = { delivery: consent.granted() };
    const body = { phone: challenge.phone, code, consents, policyVersion, locale: desk.language };
    const path = `/v1/challenges/${encodeURIComponent(challenge.challengeId)}/confirm`;
    const answer = await desk.api.post(path, body, { intent });
    if (answer.ok) return signedIn(desk, trouble);
    if (answer.problem.code === 'consent.policy_outdated') {
      await currentPolicy('fresh');
      consent.refresh();
    }
    wrong(problemNotice(answer.problem, desk.language));
  };
}

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
