import { windowAt, type Limit, type Pseudonym } from './counter.ts';
import type { Sender } from './send-rules.ts';
import type { VerificationRules } from './verification-rules.ts';

/** What may refuse a check before anything is compared, by the name it has in records. */
export type CheckRule = 'failures-address' | 'tries-challenge' | 'failures-number';

type Subject = keyof VerificationRules['failures'];

function limitOf(
  { failures }: VerificationRules,
  subject: Subject,
  whose: string,
  pseudonym: Pseudonym,
  nowMs: number,
): Limit {
  const { atMost, windowSeconds } = failures[subject];
  const { number, endsAtMs } = windowAt(nowMs, windowSeconds);
  const key = `failures-${subject}#${pseudonym(`failures-${subject}|${number}`, whose)}`;
  return { key, max: atMost, endsAtMs };
}

/** The counter of wrong codes from one address. */
export function failuresOfAddress(
  rules: VerificationRules,
  address: string,
  pseudonym: Pseudonym,
  nowMs: number,
): Limit {
  return limitOf(rules, 'address', address, pseudonym, nowMs);
}

/**
 * The counter of wrong codes for one number, whatever challenge they were typed for: a resend or a new start resets
 * nothing (better-auth#11162). A browser that proved the number before has one of its own, so that strangers lock
 * nobody out (18F/identity-idp#2388).
 */
export function failuresOfNumber(
  rules: VerificationRules,
  { index, browser, isKnown }: Pick<Sender, 'index' | 'browser' | 'isKnown'>,
  pseudonym: Pseudonym,
  nowMs: number,
): Limit {
  return limitOf(rules, 'number', isKnown ? `${index}|${browser}` : index, pseudonym, nowMs);
}
