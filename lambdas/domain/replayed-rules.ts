import type { Decision } from './decision.ts';
import { asNamed, isBeyondRecords, senderOf, type ReplayCourse, type Saying } from './replay-course.ts';
import { makeReplayCounters } from './replay-counters.ts';
import { judgeCheck } from './replayed-checks.ts';
import { bucketsOf, decisive, isNarrow, type Bucket, type Stop } from './send-rules.ts';
import type { VerificationRules } from './verification-rules.ts';

/**
 * A recorded decision, and what other rules would have decided in its place. `challenge` where the message was sent at
 * the time means that a puzzle would have come first; it is taken to be solved. `isAnswered`: its code came back then.
 * `isSentLater`: a puzzle was asked for and solved, so that the message stands in the record once more.
 */
export type ReplayedDecision = Saying & {
  readonly recorded: Decision;
  readonly isAnswered: boolean;
  readonly isSentLater: boolean;
};

/** Whether a counter stops a send; where no record can tell, what was said at the time stands. */
function stopBy(
  { counters }: ReplayCourse,
  { decision, rules }: Decision,
  bucket: Bucket,
  hasProof: boolean,
): Stop | undefined {
  const { rule, endsAtMs } = bucket;
  if (!isBeyondRecords(rule)) return counters.stopBy(bucket, hasProof);
  const isKept = decision !== 'allow' && rules.split(',').includes(rule.id);
  return isKept ? { rule: rule.id, verdict: decision, endsAtMs } : undefined;
}

/** What the rules say about a send: the counters of many are asked before those of few, as when it is counted. */
function sayOf(
  course: ReplayCourse,
  decision: Decision,
  buckets: readonly Bucket[],
  hasProof: boolean,
): Saying {
  const stopsAmong = (asked: readonly Bucket[]) =>
    asked.flatMap(bucket => stopBy(course, decision, bucket, hasProof) ?? []);
  const wide = buckets.filter(bucket => !isNarrow(bucket));
  const early = stopsAmong(wide);
  const stops = early.length > 0 ? early : stopsAmong(buckets.filter(isNarrow));
  const rules = stops.map(({ rule }) => rule);
  const passed = (early.length > 0 ? wide : buckets).filter(
    ({ rule }) => !rules.includes(rule.id) && !isBeyondRecords(rule),
  );
  return {
    verdict: decisive(stops)?.verdict ?? 'allow',
    rules,
    noted: passed.flatMap(bucket => course.counters.noteBy(bucket, hasProof) ?? []),
  };
}

function isSentLater({ rules, solvedAtMs }: ReplayCourse, decision: Decision): boolean {
  if (decision.kind !== 'start' || decision.decision !== 'challenge') return false;
  const atMs = Date.parse(decision.at);
  const untilMs = atMs + rules.puzzle.lifeSeconds * 1000;
  const solved = solvedAtMs.get(`${decision.number}|${decision.browser}`) ?? [];
  return solved.some(solvedAt => solvedAt >= atMs && solvedAt <= untilMs);
}

function judgeSend(course: ReplayCourse, decision: Decision): Saying {
  const { rules, counters, sent, dropped } = course;
  const { challengeId: id, kind, result } = decision;
  const [sender, atMs] = [senderOf(decision), Date.parse(decision.at)];
  const buckets = bucketsOf(rules, sender, asNamed, atMs);
  const wasSent = decision.decision === 'allow';
  const first = sayOf(course, decision, buckets, decision.proof);
  const last = first.verdict === 'challenge' && wasSent ? sayOf(course, decision, buckets, true) : first;
  if (last.verdict !== 'allow') {
    if (kind === 'start' && wasSent) dropped.set(id, last);
    return last;
  }
  if (result === 'puzzle_used' || isSentLater(course, decision)) return first;
  counters.raise(buckets);
  sent.set(id, [...(sent.get(id) ?? []), { sender, atMs }]);
  return first;
}

/** A message or check of a challenge that would not have been started would not have been either. */
function judge(course: ReplayCourse, decision: Decision): Saying {
  const dropped = decision.decision === 'allow' ? course.dropped.get(decision.challengeId) : undefined;
  if (dropped !== undefined) return dropped;
  return decision.kind === 'check' ? judgeCheck(course, decision) : judgeSend(course, decision);
}

function solvedPuzzles(decisions: readonly Decision[]): Map<string, number[]> {
  const solved = new Map<string, number[]>();
  for (const { kind, proof, number, browser, at } of decisions) {
    if (kind !== 'start' || !proof) continue;
    const whose = `${number}|${browser}`;
    const times = solved.get(whose);
    if (times === undefined) solved.set(whose, [Date.parse(at)]);
    else times.push(Date.parse(at));
  }
  return solved;
}

/**
 * Replays recorded decisions under other rules, in the order of time, with the code that decides in production and
 * counters that begin empty. The rules that were in force over the whole of a record decide as they did then.
 */
export function replayRules(rules: VerificationRules, decisions: readonly Decision[]): ReplayedDecision[] {
  const inTime = decisions.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const isRight = ({ result }: Decision) => result === 'verified';
  const answered = new Set(inTime.filter(isRight).map(({ challengeId }) => challengeId));
  const course: ReplayCourse = {
    rules,
    counters: makeReplayCounters(),
    sent: new Map(),
    dropped: new Map(),
    solvedAtMs: solvedPuzzles(inTime),
  };
  return inTime.map(recorded => ({
    recorded,
    ...judge(course, recorded),
    isAnswered: answered.has(recorded.challengeId),
    isSentLater: isSentLater(course, recorded),
  }));
}
