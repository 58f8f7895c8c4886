import type { Stopped, WideCounters } from '../domain/challenge.ts';
import { secondsUntil, type Pseudonym } from '../domain/counter.ts';
import type { Ruling } from '../domain/decision.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import {
  bucketsOf,
  decisive,
  isNarrow,
  stopBy,
  wouldSay,
  type Bucket,
  type Sender,
  type Stop,
} from '../domain/send-rules.ts';
import type { VerificationRules } from '../domain/verification-rules.ts';
import type { Journal } from '../journal.ts';

/** What counting a send needs. */
export type CountSendDeps = {
  readonly rules: VerificationRules;
  readonly wide: WideCounters;
  readonly pseudonym: Pseudonym;
  readonly journal: Journal;
};

/** A send to count: whose, whether a puzzle was solved for it, and when (milliseconds). */
export type Send = { readonly sender: Sender; readonly hasProof: boolean; readonly nowMs: number };

/** What came of counting: `counted`, what else the transaction said, or what stopped it; and the ruling for the record. */
export type Counting<Outcome> = {
  readonly outcome: Outcome | { readonly stop: Stop };
  readonly ruling: Ruling;
};

type Raised = { readonly bucket: Bucket; readonly raised: boolean; readonly before: number };

/** What a denial is to who asked: when to come again, never which rule it was (verification.md §8). */
export function denialOf({ rule, endsAtMs }: Stop, nowMs: number): Refusal {
  const code = rule === 'budget-day' ? 'sms.unavailable' : 'limit.too_many';
  return refuse(code, {}, secondsUntil(endsAtMs, nowMs));
}

/** Where counting fails, `otherwise` is the answer: what could not be counted is neither sent nor compared. */
export async function failClosed<T>(
  journal: Journal,
  otherwise: Refusal,
  count: () => Promise<T>,
): Promise<T | Refusal> {
  try {
    return await count();
  } catch (error) {
    journal('challenge.uncounted', { error: error instanceof Error ? error.name : 'unknown' });
    return otherwise;
  }
}

/** Tells ops once when four fifths of the day's budget are used, and whenever a code is not sent for want of it. */
function watchBudget({ journal }: CountSendDeps, { bucket: { rule }, raised, before }: Raised): void {
  if (rule.per !== 'everyone') return;
  if (raised && before + 1 === rule.freely) journal('budget.low', { sent: before + 1, perDay: rule.atMost });
  if (!raised && before >= rule.atMost) journal('budget.spent', { perDay: rule.atMost });
}

function stopsOf(raises: readonly Raised[], hasProof: boolean): Stop[] {
  return raises.flatMap(({ bucket, raised, before }) => (raised ? [] : [stopBy(bucket, before, hasProof)]));
}

function notesOf(raises: readonly Raised[], hasProof: boolean): string[] {
  return raises
    .filter(({ bucket: { rule }, raised, before }) => raised && wouldSay(rule, before, hasProof) !== 'allow')
    .map(({ bucket }) => bucket.rule.id);
}

async function takeBack({ wide }: CountSendDeps, raises: readonly Raised[]): Promise<void> {
  await Promise.all(raises.filter(({ raised }) => raised).map(({ bucket }) => wide.lower(bucket, 1)));
}

/**
 * Counts a send: first the counters of many, each by one write, then `commit` with those of few in its transaction.
 * Where anything says no, what was counted is taken back, so that nobody fills a block's counter with refused requests;
 * if we die in between, too much is counted and never too little.
 */
export async function countSend<Outcome>(
  deps: CountSendDeps,
  { sender, hasProof, nowMs }: Send,
  commit: (narrow: readonly Bucket[]) => Promise<Outcome | Stopped>,
): Promise<Counting<Outcome>> {
  const buckets = bucketsOf(deps.rules, sender, deps.pseudonym, nowMs);
  const raises = await Promise.all(
    buckets
      .filter(bucket => !isNarrow(bucket))
      .map(async bucket => ({ bucket, ...(await deps.wide.raise(bucket, hasProof)) })),
  );
  for (const raise of raises) watchBudget(deps, raise);
  const noted = notesOf(raises, hasProof);
  const early = stopsOf(raises, hasProof);
  const outcome = early.length > 0 ? { stops: early } : await commit(buckets.filter(isNarrow));
  if (outcome !== 'counted') await takeBack(deps, raises);
  if (!isStopped(outcome)) return { outcome, ruling: { verdict: 'allow', rules: [], noted } };
  return stoppedBy(outcome.stops, noted);
}

function stoppedBy(stops: readonly Stop[], noted: readonly string[]): Counting<never> {
  const stop = decisive(stops);
  if (stop === undefined) throw new Error('a send was stopped by nothing');
  return {
    outcome: { stop },
    ruling: { verdict: stop.verdict, rules: stops.map(({ rule }) => rule), noted },
  };
}

function isStopped(outcome: unknown): outcome is Stopped {
  return typeof outcome === 'object' && outcome !== null && 'stops' in outcome;
}
