import { secondsUntil } from './counter.ts';
import type { ChallengeId, SecretHash, ShopperId } from './ids.ts';
import type { NumberIndex } from './phone-number.ts';
import { refuse, type Refusal } from './refusal.ts';
import type { Bucket, Stop } from './send-rules.ts';
import type { VerificationRules } from './verification-rules.ts';

/** One attempt to prove a number: no number, no code, no address in it. Times in milliseconds. */
export type Challenge = {
  readonly challengeId: ChallengeId;
  readonly index: NumberIndex;
  readonly browser: SecretHash;
  readonly locale: Locale;
  readonly state: 'pending' | 'used';
  readonly tries: number;
  /** When each message was handed over; an answered code gives back what these counted. */
  readonly sentAtMs: readonly number[];
  readonly nextSendAtMs: number;
  readonly expiresAtMs: number;
  /** The carrier did not take the last message for certain. */
  readonly unsent?: boolean;
  readonly usedAtMs?: number;
  readonly replayKey?: SecretHash;
  readonly shopperId?: ShopperId;
};

/** Languages of our texts. */
export type Locale = 'ja' | 'en';

/** Milliseconds until the next send is allowed after `sends` messages. */
export function resendWaitMs({ resendWaitSeconds: waits }: VerificationRules, sends: number): number {
  return (waits[Math.min(sends, waits.length) - 1] ?? 600) * 1000;
}

/** Why a try on this challenge is not counted, or undefined when it may be. */
export function whyNoTry(
  { triesPerChallenge }: VerificationRules,
  challenge: Challenge | undefined,
  browser: SecretHash,
  nowMs: number,
): Refusal | undefined {
  if (challenge === undefined || challenge.browser !== browser) return refuse('challenge.not_found');
  if (challenge.state === 'used') return refuse('challenge.used');
  if (challenge.expiresAtMs <= nowMs) return refuse('challenge.expired');
  return challenge.tries >= triesPerChallenge ? refuse('challenge.locked') : undefined;
}

/** Why this challenge gets no further message, or undefined when it may. */
export function whyNoResend(
  rules: VerificationRules,
  challenge: Challenge | undefined,
  browser: SecretHash,
  nowMs: number,
): Refusal | undefined {
  const no = whyNoTry(rules, challenge, browser, nowMs);
  if (no !== undefined || challenge === undefined) return no;
  if (challenge.expiresAtMs - nowMs < rules.resendNeedsSecondsLeft * 1000) return refuse('challenge.expired');
  if (challenge.sentAtMs.length >= rules.resendWaitSeconds.length)
    return refuse('challenge.resend_exhausted');
  if (challenge.nextSendAtMs <= nowMs) return undefined;
  return refuse('challenge.resend_too_soon', {}, secondsUntil(challenge.nextSendAtMs, nowMs));
}

/** A solved puzzle that a start uses up: its id, and until when (milliseconds) it could be used. */
export type UsedPuzzle = { readonly id: string; readonly endsAtMs: number };

/** What came of counting a send: it stands, or the rules that stopped it. */
export type Stopped = { readonly stops: readonly Stop[] };

/** Keeps challenges; every change is one conditional write or one transaction with the counters of few people. */
export type ChallengeBook = {
  /** Raises all counters, uses the puzzle up and keeps the challenge, or does nothing: says what stopped it, that the puzzle was used, or the challenge that has this id. */
  start(
    challenge: Challenge,
    buckets: readonly Bucket[],
    puzzle: UsedPuzzle | undefined,
  ): Promise<'counted' | 'puzzle_used' | Stopped | { readonly before: Challenge }>;
  /** Notes that the carrier did not take the message, so that a repeated request hears it too. */
  noteUnsent(id: ChallengeId): Promise<void>;
  /** Counts a try before any compare; the challenge as it stands afterwards, or as it was when the try did not count. */
  countTry(
    id: ChallengeId,
    browser: SecretHash,
    most: number,
    nowMs: number,
  ): Promise<{ counted: boolean; challenge: Challenge | undefined }>;
  /** Counts a further message at `nowMs`, unless somebody was faster or a counter is full. */
  countSend(
    before: Challenge,
    nowMs: number,
    nextSendAtMs: number,
    buckets: readonly Bucket[],
  ): Promise<'counted' | 'moved_meanwhile' | Stopped>;
  find(id: ChallengeId): Promise<Challenge | undefined>;
};

/** Keeps the counters of many people: a block, a country, all. Each change is one write of its own. */
export type WideCounters = {
  /** Raises a counter unless it is full; how much it had counted before. */
  raise(bucket: Bucket, hasProof: boolean): Promise<{ readonly raised: boolean; readonly before: number }>;
  /** Takes back `by`, where that much was counted; a rule that gives back more than it counted may go below nothing. */
  lower(bucket: Bucket, by: number): Promise<void>;
};

/** Derives the code of a challenge; nothing is stored, so nothing can leak (verification.md §7.2). */
export type CodeMaker = { codeFor(id: ChallengeId, index: NumberIndex): Promise<string> };

/** The code in the first eight bytes of a MAC: its zeros stay, and every value is as likely as another (RFC 4226). */
export function codeIn(mac: Buffer, digits: number): string {
  return (mac.readBigUInt64BE() % 10n ** BigInt(digits)).toString().padStart(digits, '0');
}
