import { resendWaitMs, whyNoResend, type Challenge } from '../domain/challenge.ts';
import type { ChallengeId } from '../domain/ids.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import { countSend, denialOf, type Send } from './count-send.ts';
import { knowSender, type Asking } from './know-sender.ts';
import {
  orNotSent,
  recordSend,
  sendCode,
  type SendCodeDeps,
  type SendDecision,
  type Started,
} from './send-code.ts';

/** A wish for the same code again; the number comes in again, since we cannot read ours. */
export type ResendCode = Asking & { readonly challengeId: ChallengeId; readonly nowMs: number };

/** Counts the resend. No puzzle is asked for: the challenge passed what its start was asked. */
async function count(
  deps: SendCodeDeps,
  wish: ResendCode,
): Promise<{ challenge: Challenge; decision: SendDecision } | Refusal> {
  const { challengeId, browser, nowMs } = wish;
  const before = await deps.challenges.find(challengeId);
  const no = whyNoResend(deps.rules, before, browser, nowMs);
  if (no !== undefined || before === undefined) return no ?? refuse('challenge.not_found');
  const index = await deps.indexer.index(wish.number);
  if (index !== before.index) return refuse('challenge.not_found');
  const sentAtMs = [...before.sentAtMs, nowMs];
  const nextSendAtMs = nowMs + resendWaitMs(deps.rules, sentAtMs.length);
  const send: Send = { sender: await knowSender(deps, wish, index), hasProof: true, nowMs };
  const { outcome, ruling } = await countSend(deps, send, narrow =>
    deps.challenges.countSend(before, nowMs, nextSendAtMs, narrow),
  );
  const decision: SendDecision = { kind: 'resend', send, ruling };
  if (outcome === 'counted') return { challenge: { ...before, sentAtMs, nextSendAtMs }, decision };
  if (outcome === 'moved_meanwhile')
    return refuse('challenge.resend_too_soon', {}, Math.ceil(resendWaitMs(deps.rules, 1) / 1000));
  recordSend(deps, decision, { challengeId, result: 'stopped' });
  return denialOf(outcome.stop, nowMs);
}

/** Sends the same code again after the wait, so that a late first message still works. */
export function makeResendCode(deps: SendCodeDeps) {
  return async (wish: ResendCode): Promise<Started | Refusal> => {
    const counted = await orNotSent(deps, () => count(deps, wish));
    if (isRefusal(counted)) return counted;
    return sendCode(deps, wish.number, counted.challenge, counted.decision);
  };
}
