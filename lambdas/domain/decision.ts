import * as z from 'zod/mini';
import type { Pseudonym } from './counter.ts';
import type { Sender, Verdict } from './send-rules.ts';

/**
 * What was decided about one start, resend or check, for people who ask why and for replays of other rules. Whose it is
 * stands there by names that change every day; no number, code or address does. `number` is empty for a check whose
 * address had too many wrong codes, since its number was not looked at. `rules` stopped it, `noted` would have
 * if they were in force; both are ids with commas. `result` says what came of it, `seconds` how long after the last
 * message a code was checked.
 */
export const decisionSchema = z.object({
  at: z.string(),
  kind: z.enum(['start', 'resend', 'check']),
  decision: z.enum(['allow', 'challenge', 'deny']),
  result: z.string(),
  rules: z.string(),
  noted: z.string(),
  number: z.string(),
  browser: z.string(),
  address: z.string(),
  prefix: z.string(),
  country: z.string(),
  abroad: z.boolean(),
  known: z.boolean(),
  proof: z.boolean(),
  challengeId: z.string(),
  locale: z.optional(z.string()),
  parts: z.optional(z.int()),
  messageId: z.optional(z.string()),
  seconds: z.optional(z.number()),
});

/** A decision as it stands in the journal. */
export type Decision = z.output<typeof decisionSchema>;

/** Who asked, by names of one day. */
export type SenderNames = Pick<
  Decision,
  'number' | 'browser' | 'address' | 'prefix' | 'country' | 'abroad' | 'known'
>;

/** Names a sender for the day's records. */
export function nameSender(sender: Sender, pseudonym: Pseudonym, nowMs: number): SenderNames {
  const day = new Date(nowMs).toISOString().slice(0, 10);
  const name = (kind: string, subject: string) => pseudonym(`decision|${kind}|${day}`, subject).slice(0, 12);
  return {
    number: name('number', sender.index),
    browser: name('browser', sender.browser),
    address: name('address', sender.address),
    prefix: name('prefix', sender.block),
    country: sender.country,
    abroad: sender.isAbroad,
    known: sender.isKnown,
  };
}

/** What the rules said in all. */
export type Ruling = {
  readonly verdict: Verdict;
  readonly rules: readonly string[];
  readonly noted: readonly string[];
};

/** A ruling as fields of a decision. */
export function rulingFields({
  verdict,
  rules,
  noted,
}: Ruling): Pick<Decision, 'decision' | 'rules' | 'noted'> {
  return { decision: verdict, rules: rules.join(','), noted: noted.join(',') };
}
