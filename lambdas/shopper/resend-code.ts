import { resendWaitMs, sendLimits, whyNoResend } from '../domain/challenge.ts';
import type { ChallengeId, SecretHash } from '../domain/ids.ts';
import type { PhoneNumber } from '../domain/phone-number.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import { sendCode, type SendCodeDeps, type Started } from './start-challenge.ts';

/** A wish for the same code again; the number comes in again, since we cannot read ours. */
export type ResendCode = {
  readonly challengeId: ChallengeId;
  readonly number: PhoneNumber;
  readonly browser: SecretHash;
  readonly address: string;
  readonly nowMs: number;
};

/** Sends the same code again after the wait, so that a late first message still works. */
export function makeResendCode(deps: SendCodeDeps) {
  return async ({ challengeId, number, browser, address, nowMs }: ResendCode): Promise<Started | Refusal> => {
    const challenge = await deps.challenges.find(challengeId);
    const no = whyNoResend(challenge, browser, nowMs);
    if (no !== undefined || challenge === undefined) return no ?? refuse('challenge.not_found');
    const index = await deps.indexer.index(number);
    if (index !== challenge.index) return refuse('challenge.not_found');
    const nextSendAtMs = nowMs + resendWaitMs(challenge.sends + 1);
    const outcome = await deps.challenges.countSend(
      challenge,
      nextSendAtMs,
      sendLimits(index, address, nowMs),
    );
    if (outcome === 'moved_meanwhile')
      return refuse('challenge.resend_too_soon', {}, Math.ceil(resendWaitMs(1) / 1000));
    if (outcome !== 'counted')
      return refuse('limit.too_many', {}, Math.ceil((outcome.endsAtMs - nowMs) / 1000));
    return sendCode(deps, number, index, { ...challenge, sends: challenge.sends + 1, nextSendAtMs });
  };
}
