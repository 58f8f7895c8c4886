import type { ChallengeId, SecretHash, ShopperId } from './ids.ts';
import type { NumberIndex } from './phone-number.ts';
import { refuse, type Refusal } from './refusal.ts';

/** The rules of verification, in one place (verification.md §8). Seconds and counts. */
export const verificationRules = {
  codeDigits: 6,
  lifeSeconds: 300,
  triesPerChallenge: 5,
  resendWaitSeconds: [30, 60, 180, 300, 600],
  resendNeedsSecondsLeft: 60,
  replaySeconds: 600,
  limits: {
    number: [
      { max: 3, windowSeconds: 600 },
      { max: 5, windowSeconds: 86_400 },
    ],
    ip: [
      { max: 20, windowSeconds: 3600 },
      { max: 60, windowSeconds: 86_400 },
    ],
  },
} as const;

/** One attempt to prove a number: no number, no code, no address in it. Times in milliseconds. */
export type Challenge = {
  readonly challengeId: ChallengeId;
  readonly index: NumberIndex;
  readonly browser: SecretHash;
  readonly locale: Locale;
  readonly state: 'pending' | 'used';
  readonly tries: number;
  readonly sends: number;
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

/** A counter to raise by one before anything is sent: `max` in a window that starts at `windowStartMs`. */
export type Limit = { readonly key: string; readonly max: number; readonly endsAtMs: number };

/** The counters a send must pass, for its number and for the pseudonym of its address (D9). */
export function sendLimits(index: NumberIndex, address: string, nowMs: number): Limit[] {
  const subjects = { number: index, ip: address };
  return (['number', 'ip'] as const).flatMap(dimension =>
    verificationRules.limits[dimension].map(({ max, windowSeconds }) => {
      const window = Math.floor(nowMs / (windowSeconds * 1000));
      return {
        key: `${dimension}#${subjects[dimension]}#${windowSeconds}#${window}`,
        max,
        endsAtMs: (window + 1) * windowSeconds * 1000,
      };
    }),
  );
}

/** Milliseconds until the next send is allowed after `sends` messages. */
export function resendWaitMs(sends: number): number {
  const waits = verificationRules.resendWaitSeconds;
  return (waits[Math.min(sends, waits.length) - 1] ?? 600) * 1000;
}

/** Why a try on this challenge is not counted, or undefined when it may be. */
export function whyNoTry(
  challenge: Challenge | undefined,
  browser: SecretHash,
  nowMs: number,
): Refusal | undefined {
  if (challenge === undefined || challenge.browser !== browser) return refuse('challenge.not_found');
  if (challenge.state === 'used') return refuse('challenge.used');
  if (challenge.expiresAtMs <= nowMs) return refuse('challenge.expired');
  if (challenge.tries >= verificationRules.triesPerChallenge) return refuse('challenge.locked');
  return undefined;
}

/** Why this challenge gets no further message, or undefined when it may. */
export function whyNoResend(
  challenge: Challenge | undefined,
  browser: SecretHash,
  nowMs: number,
): Refusal | undefined {
  const no = whyNoTry(challenge, browser, nowMs);
  if (no !== undefined || challenge === undefined) return no;
  if (challenge.expiresAtMs - nowMs < verificationRules.resendNeedsSecondsLeft * 1000)
    return refuse('challenge.expired');
  if (challenge.sends >= verificationRules.resendWaitSeconds.length)
    return refuse('challenge.resend_exhausted');
  if (challenge.nextSendAtMs > nowMs) {
    return refuse('challenge.resend_too_soon', {}, Math.ceil((challenge.nextSendAtMs - nowMs) / 1000));
  }
  return undefined;
}

/** Keeps challenges and the counters around them; every change is one conditional write. */
export type ChallengeBook = {
  /** Raises all counters and keeps the challenge, or does neither: names the full counter, or the challenge that has this id. */
  start(
    challenge: Challenge,
    limits: readonly Limit[],
  ): Promise<'started' | Limit | { readonly before: Challenge }>;
  /** Notes that the carrier did not take the message, so that a repeated request hears it too. */
  noteUnsent(id: ChallengeId): Promise<void>;
  /** Counts a try before any compare; the challenge as it stands afterwards, or as it was when the try did not count. */
  countTry(
    id: ChallengeId,
    browser: SecretHash,
    nowMs: number,
  ): Promise<{ counted: boolean; challenge: Challenge | undefined }>;
  /** Counts a further message; `changed` false when somebody was faster. */
  countSend(
    before: Challenge,
    nextSendAtMs: number,
    limits: readonly Limit[],
  ): Promise<'counted' | 'moved_meanwhile' | Limit>;
  find(id: ChallengeId): Promise<Challenge | undefined>;
};

/** Derives the code of a challenge; nothing is stored, so nothing can leak (verification.md §7.2). */
export type CodeMaker = { codeFor(id: ChallengeId, index: NumberIndex): Promise<string> };

/** What a person typed as a code: full-width digits and gaps are forgiven. */
export function foldCode(text: string): string {
  return text.normalize('NFKC').replace(/[\s\-‐–—ー−]/gu, '');
}
