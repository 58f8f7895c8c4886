import { failuresOfAddress, failuresOfNumber, type CheckRule } from './check-rules.ts';
import type { Limit } from './counter.ts';
import type { Decision } from './decision.ts';
import { asNamed, dayOf, senderOf, type ReplayCourse, type Saying } from './replay-course.ts';
import { bucketsOf, returnsOf, type Sender } from './send-rules.ts';

/** The counters that a check stands in, in the order in which they are asked. */
function limitsOf({ rules }: ReplayCourse, decision: Decision, sender: Sender, atMs: number) {
  const triesKey = `tries-challenge#${decision.challengeId}`;
  return {
    'failures-address': failuresOfAddress(rules, sender.address, asNamed, atMs),
    'tries-challenge': { key: triesKey, max: rules.triesPerChallenge, endsAtMs: 0 },
    'failures-number': failuresOfNumber(rules, sender, asNamed, atMs),
  } as const satisfies Readonly<Record<CheckRule, Limit>>;
}

/** Gives back as `settleSends` does. Whoever answers after midnight has other names by then: the message's count. */
function settle({ rules, counters, sent }: ReplayCourse, id: string, sender: Sender, nowMs: number): void {
  const counted = (sent.get(id) ?? []).flatMap(({ sender: then, atMs }) =>
    bucketsOf(rules, dayOf(atMs) === dayOf(nowMs) ? sender : then, asNamed, atMs),
  );
  for (const { bucket, by } of returnsOf(counted)) counters.lower(bucket, by);
}

/** What the rules say about a check, with everything that followed from it. What was refused unseen stays refused. */
export function judgeCheck(course: ReplayCourse, decision: Decision): Saying {
  const { counters } = course;
  if (decision.decision !== 'allow')
    return { verdict: decision.decision, rules: decision.rules.split(','), noted: [] };
  const [sender, atMs] = [senderOf(decision), Date.parse(decision.at)];
  const limits = limitsOf(course, decision, sender, atMs);
  for (const [rule, limit] of Object.entries(limits)) {
    if (counters.isFull(limit)) return { verdict: 'deny', rules: [rule], noted: [] };
    counters.countTry(limit);
  }
  if (decision.result !== 'mismatch') {
    counters.giveBackTry(limits['failures-address']);
    counters.giveBackTry(limits['failures-number']);
  }
  if (decision.result === 'verified') settle(course, decision.challengeId, sender, atMs);
  return { verdict: 'allow', rules: [], noted: [] };
}
