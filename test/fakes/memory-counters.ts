import type { WideCounters } from '../../lambdas/domain/challenge.ts';
import type { TryCounter } from '../../lambdas/domain/counter.ts';
import { ceilingOf, stopBy, weigh, type Bucket, type Stop } from '../../lambdas/domain/send-rules.ts';
import type { Counter, VerificationStore } from './verification-store.ts';
import type { Wire } from './wire.ts';

type Counters = VerificationStore['counters'];

const nothing: Counter = {};

const countedIn = ({ count = 0, members }: Counter) => members?.size ?? count;

/** Whether a counter takes one more under a ceiling; a member that is in already takes no room. */
function hasRoom(counter: Counter, max: number | undefined, member: string | undefined): boolean {
  if (max === undefined) return true;
  if (max > 0 && member !== undefined && counter.members?.has(member)) return true;
  return countedIn(counter) < max;
}

function add(counters: Counters, key: string, member: string | undefined): void {
  const counter = counters.get(key) ?? nothing;
  const more =
    member === undefined
      ? { count: (counter.count ?? 0) + 1 }
      : { members: new Set(counter.members).add(member) };
  counters.set(key, { ...counter, ...more });
}

/** What the full ones among some counters say; none where all have room. */
export function stopsBy(counters: Counters, buckets: readonly Bucket[], hasProof: boolean): Stop[] {
  return buckets.flatMap(bucket => {
    const { rule, key, member } = bucket;
    const counter = counters.get(key) ?? nothing;
    if (hasRoom(counter, ceilingOf(rule, hasProof), member)) return [];
    const before = countedIn(counter);
    if (weigh(rule, before, hasProof) === 'allow')
      throw new Error(`the counter of ${rule.id} is full where its rule has room`);
    return [stopBy(bucket, before, hasProof)];
  });
}

/** Raises counters that have room. */
export function raiseAll(counters: Counters, buckets: readonly Bucket[]): void {
  for (const { key, member } of buckets) add(counters, key, member);
}

/** Counters of many people in memory, each change one write of its own. */
export function makeMemoryWideCounters({ counters }: VerificationStore, wire: Wire): WideCounters {
  return {
    raise: ({ rule, key }, hasProof) =>
      wire({ verb: 'update', about: `raise ${key}` }, () => {
        const counter = counters.get(key) ?? nothing;
        const raised = hasRoom(counter, ceilingOf(rule, hasProof), undefined);
        if (raised) add(counters, key, undefined);
        return { raised, before: countedIn(counter) };
      }),
    lower: ({ rule, key }, by) =>
      wire({ verb: 'update', about: `lower ${key} by ${by}` }, () => {
        const { count } = counters.get(key) ?? nothing;
        if (count !== undefined && (rule.givesBack > 1 || count >= by))
          counters.set(key, { count: count - by });
      }),
  };
}

/** Tries counted in memory before they are judged. */
export function makeMemoryTryCounter({ counters }: VerificationStore, wire: Wire): TryCounter {
  return {
    count: ({ key, max }) =>
      wire({ verb: 'update', about: `try ${key}` }, () => {
        const isCounted = hasRoom(counters.get(key) ?? nothing, max, undefined);
        if (isCounted) add(counters, key, undefined);
        return isCounted;
      }),
    giveBack: ({ key }) =>
      wire({ verb: 'update', about: `try back ${key}` }, () => {
        const { count = 0 } = counters.get(key) ?? nothing;
        if (count > 0) counters.set(key, { count: count - 1 });
      }),
  };
}
