import {
  resendWaitMs,
  sendLimits,
  verificationRules,
  type Challenge,
  type ChallengeBook,
  type CodeMaker,
  type Locale,
} from '../domain/challenge.ts';
import { codeText } from '../domain/code-message.ts';
import type { ChallengeId, SecretHash } from '../domain/ids.ts';
import type { TextSender } from '../domain/message.ts';
import type { NumberIndex, NumberIndexer, PhoneNumber } from '../domain/phone-number.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import type { Journal } from '../journal.ts';

/** What sending a code needs. */
export type SendCodeDeps = {
  readonly challenges: ChallengeBook;
  readonly indexer: NumberIndexer;
  readonly codes: CodeMaker;
  readonly texts: TextSender;
  readonly brand: Readonly<Record<Locale, string>>;
  /** The pages' host, which the last line of the message binds the code to. */
  readonly host: string;
  readonly journal: Journal;
};

/** What the page needs to go on; times in milliseconds. */
export type Started = Pick<Challenge, 'challengeId' | 'expiresAtMs' | 'nextSendAtMs'>;

/** Derives the code and hands it to the carrier once. In doubt the page is told how to go on with what may arrive. */
export async function sendCode(
  deps: SendCodeDeps,
  number: PhoneNumber,
  index: NumberIndex,
  challenge: Challenge,
): Promise<Started | Refusal> {
  const code = await deps.codes.codeFor(challenge.challengeId, index);
  const handover = await deps.texts.send(
    number,
    codeText(challenge.locale, deps.brand[challenge.locale], code, deps.host),
    'code',
  );
  if (handover.kind === 'taken') {
    deps.journal('challenge.sent', { challengeId: challenge.challengeId });
    return challenge;
  }
  deps.journal('challenge.not_sent', { challengeId: challenge.challengeId, outcome: handover.kind });
  await deps.challenges.noteUnsent(challenge.challengeId);
  return refuse('sms.unavailable', startedOnWire(challenge), 30);
}

/** The times and id of a challenge as they go over the wire. */
export function startedOnWire(started: Started) {
  return {
    challengeId: started.challengeId,
    expiresAt: new Date(started.expiresAtMs).toISOString(),
    resendAt: new Date(started.nextSendAtMs).toISOString(),
  };
}

/** A request to prove a number. `address` is the day's pseudonym of where it came from (D9). */
export type StartChallenge = {
  readonly challengeId: ChallengeId;
  readonly number: PhoneNumber;
  readonly browser: SecretHash;
  readonly address: string;
  readonly locale: Locale;
  readonly nowMs: number;
};

function draftChallenge(
  { challengeId, browser, locale, nowMs }: StartChallenge,
  index: NumberIndex,
): Challenge {
  return {
    challengeId,
    index,
    browser,
    locale,
    state: 'pending',
    tries: 0,
    sends: 1,
    nextSendAtMs: nowMs + resendWaitMs(1),
    expiresAtMs: nowMs + verificationRules.lifeSeconds * 1000,
  };
}

/** The answer to a request that came again under its Idempotency-Key: what the first one got, and no second message. */
function repeat(before: Challenge, now: Challenge): Started | Refusal {
  if (before.index !== now.index || before.browser !== now.browser) return refuse('idempotency.key_reused');
  return before.unsent ? refuse('sms.unavailable', startedOnWire(before), 30) : before;
}

/** Starts a verification: count, keep the challenge, send. Fails closed: no counter, no message (verification.md §8). */
export function makeStartChallenge(deps: SendCodeDeps) {
  return async (wish: StartChallenge): Promise<Started | Refusal> => {
    const index = await deps.indexer.index(wish.number);
    const challenge = draftChallenge(wish, index);
    const outcome = await deps.challenges.start(challenge, sendLimits(index, wish.address, wish.nowMs));
    if (outcome === 'started') return sendCode(deps, wish.number, index, challenge);
    if ('before' in outcome) return repeat(outcome.before, challenge);
    return refuse('limit.too_many', {}, Math.ceil((outcome.endsAtMs - wish.nowMs) / 1000));
  };
}
