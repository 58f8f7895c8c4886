import type { Limit } from './counter.ts';
import { ceilingOf, stopBy, wouldSay, type Bucket, type Stop } from './send-rules.ts';

/** What a rule that let a send pass would have said, were it in force. */
export type Note = Pick<Stop, 'rule' | 'verdict'>;

/** Counters of one replay: what the tables hold, in memory and in the order of time. */
export type ReplayCounters = {
  /** What a counter says against a send; nothing is counted. */
  stopBy(bucket: Bucket, hasProof: boolean): Stop | undefined;
  noteBy(bucket: Bucket, hasProof: boolean): Note | undefined;
  raise(buckets: readonly Bucket[]): void;
  /** Takes back what an answered code had counted, as `WideCounters.lower` does. */
  lower(bucket: Bucket, by: number): void;
  isFull(limit: Limit): boolean;
  countTry(limit: Limit): void;
  giveBackTry(limit: Limit): void;
};

/** Empty counters. */
export function makeReplayCounters(): ReplayCounters {
  const counts = new Map<string, number>();
  const members = new Map<string, Set<string>>();
  const counted = ({ key, member }: Bucket) =>
    member === undefined ? (counts.get(key) ?? 0) : (members.get(key)?.size ?? 0);
  const isIn = ({ key, member }: Bucket) => member !== undefined && members.get(key)?.has(member) === true;
  const add = (key: string, by: number) => counts.set(key, (counts.get(key) ?? 0) + by);
  return {
    stopBy: (bucket, hasProof) => {
      const [before, ceiling] = [counted(bucket), ceilingOf(bucket.rule, hasProof)];
      if (ceiling === undefined || before < ceiling || (ceiling > 0 && isIn(bucket))) return undefined;
      return stopBy(bucket, before, hasProof);
    },
    noteBy: (bucket, hasProof) => {
      const verdict = isIn(bucket) ? 'allow' : wouldSay(bucket.rule, counted(bucket), hasProof);
      return verdict === 'allow' ? undefined : { rule: bucket.rule.id, verdict };
    },
    raise: buckets => {
      for (const { key, member } of buckets) {
        if (member === undefined) add(key, 1);
        else members.set(key, (members.get(key) ?? new Set()).add(member));
      }
    },
    lower: ({ rule, key }, by) => {
      const count = counts.get(key);
      if (count !== undefined && (rule.givesBack > 1 || count >= by)) add(key, -by);
    },
    isFull: ({ key, max }) => (counts.get(key) ?? 0) >= max,
    countTry: ({ key }) => void add(key, 1),
    giveBackTry: ({ key }) => {
      if ((counts.get(key) ?? 0) > 0) add(key, -1);
    },
  };
}
