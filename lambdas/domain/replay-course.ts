import type { Pseudonym } from './counter.ts';
import type { Decision } from './decision.ts';
import { secretHash } from './ids.ts';
import { numberIndex } from './phone-number.ts';
import type { Note, ReplayCounters } from './replay-counters.ts';
import type { Sender, Verdict } from './send-rules.ts';
import type { SendRule, VerificationRules } from './verification-rules.ts';

/** What rules say in the place of a recorded decision: by which of them, and which would have, were they in force. */
export type Saying = {
  readonly verdict: Verdict;
  readonly rules: readonly string[];
  readonly noted: readonly Note[];
};

/** What a replay knows as it goes: its counters, the messages it counted by challenge, and the starts it did not let pass. */
export type ReplayCourse = {
  readonly rules: VerificationRules;
  readonly counters: ReplayCounters;
  readonly sent: Map<string, { readonly sender: Sender; readonly atMs: number }[]>;
  readonly dropped: Map<string, Saying>;
  /** When puzzles were solved, by number and browser as the records name them; milliseconds. */
  readonly solvedAtMs: ReadonlyMap<string, readonly number[]>;
};

const daySeconds = 86_400;

/** Whether a rule counts by names that the end of a day breaks in two: no record tells what it would have said. */
export const isBeyondRecords = ({ per, windowSeconds }: SendRule): boolean =>
  per !== 'country' && per !== 'everyone' && daySeconds % windowSeconds !== 0;

/** The day (since 1970, UTC) whose names a record of this moment carries. */
export const dayOf = (atMs: number) => Math.floor(atMs / (daySeconds * 1000));

/** Names of records are pseudonyms already; nothing has to be hidden again. */
export const asNamed: Pseudonym = (scope, subject) => `${scope}|${subject}`;

/** The sender of a record, by the names of its day. */
export const senderOf = (decision: Decision): Sender => ({
  index: numberIndex(decision.number),
  browser: secretHash(decision.browser),
  address: decision.address,
  block: decision.prefix,
  country: decision.country,
  isAbroad: decision.abroad,
  isKnown: decision.known,
});
