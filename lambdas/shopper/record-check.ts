import type { Challenge } from '../domain/challenge.ts';
import { nameSender, type Decision } from '../domain/decision.ts';
import type { ChallengeId } from '../domain/ids.ts';
import type { Sender } from '../domain/send-rules.ts';
import type { CountSendDeps } from './count-send.ts';

/** A check to write down: for which challenge, whose, and when (milliseconds); `sender` says what is known of whose it is. */
export type Checked = {
  readonly challengeId: ChallengeId;
  readonly challenge: Challenge | undefined;
  readonly sender: Sender;
  readonly nowMs: number;
};

type Said = Pick<Decision, 'result'> & Partial<Pick<Decision, 'decision' | 'rules'>>;

/** Writes the record of a check: compared and with what result, or refused unseen and by which rule. */
export function recordCheck(
  { journal, pseudonym }: Pick<CountSendDeps, 'journal' | 'pseudonym'>,
  { challengeId, challenge, sender, nowMs }: Checked,
  { decision = 'allow', rules = '', result }: Said,
): void {
  const about = challenge && {
    locale: challenge.locale,
    seconds: Math.round((nowMs - (challenge.sentAtMs.at(-1) ?? nowMs)) / 1000),
  };
  journal('challenge.decided', {
    at: new Date(nowMs).toISOString(),
    kind: 'check',
    decision,
    rules,
    noted: '',
    result,
    ...nameSender(sender, pseudonym, nowMs),
    ...(sender.index === '' ? { number: '' } : {}),
    proof: false,
    challengeId,
    ...about,
  });
}
