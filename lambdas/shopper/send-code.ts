import type { Challenge, ChallengeBook, CodeMaker, Locale } from '../domain/challenge.ts';
import { codeParts, codeText } from '../domain/code-message.ts';
import { nameSender, rulingFields, type Decision, type Ruling } from '../domain/decision.ts';
import type { Handover, TextSender } from '../domain/message.ts';
import type { NumberIndexer, PhoneNumber } from '../domain/phone-number.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import { failClosed, type CountSendDeps, type Send } from './count-send.ts';
import type { KnowSenderDeps } from './know-sender.ts';

/** What sending a code needs. */
export type SendCodeDeps = CountSendDeps &
  KnowSenderDeps & {
    readonly challenges: ChallengeBook;
    readonly indexer: NumberIndexer;
    readonly codes: CodeMaker;
    readonly texts: TextSender;
    readonly brand: Readonly<Record<Locale, string>>;
    /** The pages' host, which the last line of the message binds the code to. */
    readonly host: string;
  };

/** What the page needs to go on; times in milliseconds. */
export type Started = Pick<Challenge, 'challengeId' | 'expiresAtMs' | 'nextSendAtMs'>;

/** The times and id of a challenge as they go over the wire. */
export function startedOnWire(started: Started) {
  return {
    challengeId: started.challengeId,
    expiresAt: new Date(started.expiresAtMs).toISOString(),
    resendAt: new Date(started.nextSendAtMs).toISOString(),
  };
}

/** The answer where a message may not have gone out: the page goes on with what may arrive. */
export function maybeUnsent(started: Started): Refusal {
  return refuse('sms.unavailable', startedOnWire(started), 30);
}

/** Nothing is sent that could not be counted (verification.md §8: fail closed). */
export function orNotSent<T>({ journal }: SendCodeDeps, count: () => Promise<T>): Promise<T | Refusal> {
  return failClosed(journal, refuse('sms.unavailable', {}, 30), count);
}

/** What of a decision about a send is known before its message is handed over. */
export type SendDecision = {
  readonly kind: 'start' | 'resend';
  readonly send: Send;
  readonly ruling: Ruling;
};

/** Writes the record of a decision about a send. */
export function recordSend(
  { journal, pseudonym }: Pick<SendCodeDeps, 'journal' | 'pseudonym'>,
  { kind, send: { sender, hasProof, nowMs }, ruling }: SendDecision,
  about: Pick<Decision, 'challengeId' | 'result'> & Partial<Decision>,
): void {
  journal('challenge.decided', {
    at: new Date(nowMs).toISOString(),
    kind,
    ...rulingFields(ruling),
    ...nameSender(sender, pseudonym, nowMs),
    proof: hasProof,
    ...about,
  });
}

async function hand(deps: SendCodeDeps, number: PhoneNumber, challenge: Challenge): Promise<Handover> {
  const { challengeId, index, locale } = challenge;
  const code = await deps.codes.codeFor(challengeId, index).catch(() => undefined);
  if (code === undefined) return { kind: 'refused', why: 'account' };
  return deps.texts.send(number, codeText(locale, deps.brand[locale], code, deps.host), 'code');
}

const results = { taken: 'sent', refused: 'not_sent', unknown: 'in_doubt' } as const;

/** Derives the code and hands it to the carrier once. In doubt the page is told how to go on with what may arrive. */
export async function sendCode(
  deps: SendCodeDeps,
  number: PhoneNumber,
  challenge: Challenge,
  decision: SendDecision,
): Promise<Started | Refusal> {
  const handover = await hand(deps, number, challenge);
  const { challengeId, locale } = challenge;
  recordSend(deps, decision, {
    challengeId,
    locale,
    result: results[handover.kind],
    parts: codeParts(locale, deps.brand[locale], deps.host),
    ...(handover.kind === 'taken' ? { messageId: handover.messageId } : {}),
  });
  if (handover.kind === 'taken') return challenge;
  const noting = deps.challenges.noteUnsent(challengeId);
  const noted = await noting.then(
    () => true,
    () => false,
  );
  deps.journal('challenge.not_sent', { challengeId, outcome: handover.kind, noted });
  return maybeUnsent(challenge);
}
