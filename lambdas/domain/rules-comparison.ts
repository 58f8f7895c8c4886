import { isSent, worstConversions, type Conversion } from './conversion.ts';
import type { Decision } from './decision.ts';
import { isBeyondRecords } from './replay-course.ts';
import { replayRules, type ReplayedDecision } from './replayed-rules.ts';
import type { Verdict } from './send-rules.ts';
import type { RuleMode, VerificationRules } from './verification-rules.ts';

/** Messages that were sent at the time, their parts, and of how many the code came back: the people whom it would have hurt. */
export type Messages = { readonly messages: number; readonly parts: number; readonly answered: number };

/** One rule beside the record. `noted`: what it let pass and would not have, were its mode `deny`. */
export type ComparedRule = {
  readonly id: string;
  readonly mode: RuleMode;
  /** Whether a record can tell what it would have said; if not, what it stopped at the time stays stopped. */
  readonly isReplayed: boolean;
  readonly stoppedThen: number;
  readonly stoppedNow: number;
  readonly puzzled: Messages;
  readonly spared: Messages;
  readonly noted: Readonly<Record<'challenge' | 'deny', Messages>>;
};

/** Recorded decisions beside what other rules would have decided. */
export type RulesComparison = {
  readonly from: string;
  readonly to: string;
  readonly starts: number;
  readonly resends: number;
  readonly checks: number;
  readonly recorded: Readonly<Record<Verdict, number>>;
  readonly replayed: Readonly<Record<Verdict, number>>;
  readonly sent: Messages;
  /** Sent at the time; a puzzle would have come first. */
  readonly puzzled: Messages;
  /** Sent at the time and not under these rules. */
  readonly spared: Messages;
  /** Stopped for a puzzle that was solved, and let pass at once by these rules. */
  readonly eased: number;
  /** Stopped at the time and let pass by these rules: nobody knows whether their codes would have come back. */
  readonly unknown: number;
  readonly refusedChecks: { readonly checks: number; readonly right: number };
  readonly rules: readonly ComparedRule[];
  readonly countries: readonly Conversion[];
  readonly prefixes: readonly Conversion[];
};

function messagesOf(replayed: readonly ReplayedDecision[]): Messages {
  const sent = replayed.filter(({ recorded }) => isSent(recorded));
  return {
    messages: sent.length,
    parts: sent.reduce((sum, { recorded }) => sum + (recorded.parts ?? 1), 0),
    answered: sent.filter(({ isAnswered }) => isAnswered).length,
  };
}

function countVerdicts(verdicts: readonly Verdict[]): Record<Verdict, number> {
  const count = { allow: 0, challenge: 0, deny: 0 };
  for (const verdict of verdicts) count[verdict] += 1;
  return count;
}

const saying = (replayed: readonly ReplayedDecision[], verdict: Verdict) =>
  replayed.filter(judged => judged.verdict === verdict);

function compareRule(
  rule: VerificationRules['sends'][number],
  sends: readonly ReplayedDecision[],
): ComparedRule {
  const stopped = sends.filter(({ rules }) => rules.includes(rule.id));
  const noted = (verdict: 'challenge' | 'deny') =>
    messagesOf(
      sends.filter(judged => judged.noted.some(note => note.rule === rule.id && note.verdict === verdict)),
    );
  return {
    id: rule.id,
    mode: rule.mode,
    isReplayed: !isBeyondRecords(rule),
    stoppedThen: sends.filter(({ recorded }) => recorded.rules.split(',').includes(rule.id)).length,
    stoppedNow: stopped.length,
    puzzled: messagesOf(saying(stopped, 'challenge')),
    spared: messagesOf(saying(stopped, 'deny')),
    noted: { challenge: noted('challenge'), deny: noted('deny') },
  };
}

/** How many countries and blocks are listed. */
const most = 10;

const countOf = (decisions: readonly Decision[], kind: Decision['kind']) =>
  decisions.filter(decision => decision.kind === kind).length;

/** What came of the sends in all. */
function compareSends(sends: readonly ReplayedDecision[]) {
  const freed = saying(sends, 'allow').filter(({ recorded }) => recorded.decision !== 'allow');
  const eased = freed.filter(({ isSentLater }) => isSentLater).length;
  return {
    recorded: countVerdicts(sends.map(({ recorded }) => recorded.decision)),
    replayed: countVerdicts(sends.map(({ verdict }) => verdict)),
    sent: messagesOf(sends),
    puzzled: messagesOf(saying(sends, 'challenge')),
    spared: messagesOf(saying(sends, 'deny')),
    eased,
    unknown: freed.length - eased,
  };
}

/** Replays recorded decisions under other rules and puts both beside each other, per rule and in all. */
export function compareRules(rules: VerificationRules, decisions: readonly Decision[]): RulesComparison {
  const replayed = replayRules(rules, decisions);
  const sends = replayed.filter(({ recorded }) => recorded.kind !== 'check');
  const refused = saying(replayed, 'deny').filter(
    ({ recorded: { kind, decision } }) => kind === 'check' && decision === 'allow',
  );
  return {
    from: replayed.at(0)?.recorded.at ?? '',
    to: replayed.at(-1)?.recorded.at ?? '',
    starts: countOf(decisions, 'start'),
    resends: countOf(decisions, 'resend'),
    checks: countOf(decisions, 'check'),
    ...compareSends(sends),
    refusedChecks: {
      checks: refused.length,
      right: refused.filter(({ recorded }) => recorded.result === 'verified').length,
    },
    rules: rules.sends.map(rule => compareRule(rule, sends)),
    countries: worstConversions(decisions, ({ country }) => country, most),
    prefixes: worstConversions(decisions, ({ at, prefix }) => `${at.slice(0, 10)} ${prefix}`, most),
  };
}
