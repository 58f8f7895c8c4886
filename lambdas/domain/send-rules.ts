import { windowAt, type Pseudonym } from './counter.ts';
import type { SecretHash } from './ids.ts';
import type { NumberIndex } from './phone-number.ts';
import type { SendRule, VerificationRules } from './verification-rules.ts';

/** Whom a send counts for. `block` is the pseudonym of the number's block, `known` says that the browser proved the number before. */
export type Sender = {
  readonly index: NumberIndex;
  readonly browser: SecretHash;
  /** The address as counters see it: IPv6 by its /64. */
  readonly address: string;
  readonly block: string;
  readonly country: string;
  readonly isAbroad: boolean;
  readonly isKnown: boolean;
};

/** One counter of one rule in one window; `member` where numbers are counted and not sends. */
export type Bucket = {
  readonly rule: SendRule;
  readonly key: string;
  readonly endsAtMs: number;
  readonly member?: string;
};

/** What a rule says about a send. */
export type Verdict = 'allow' | 'challenge' | 'deny';

/** Why a send does not take place: the rule, and until when. */
export type Stop = {
  readonly rule: string;
  readonly verdict: Exclude<Verdict, 'allow'>;
  readonly endsAtMs: number;
};

const subjectOf: Readonly<Record<SendRule['per'], (sender: Sender) => string>> = {
  // Strangers must not use up what the holder may do from a browser that is known.
  number: ({ index, browser, isKnown }) => (isKnown ? `${index}|${browser}` : index),
  browser: ({ browser }) => browser,
  address: ({ address }) => address,
  prefix: ({ block }) => block,
  country: ({ country }) => country,
  everyone: () => '',
};

function isAsked(rule: SendRule, { isKnown, isAbroad }: Sender): boolean {
  if (rule.abroad && !isAbroad) return false;
  return !isKnown || (rule.per !== 'prefix' && rule.per !== 'country');
}

/** Rules about few people; their counters stand in the transaction that starts a challenge. */
export const isNarrow = ({ rule }: Bucket) => ['number', 'browser', 'address'].includes(rule.per);

/**
 * The counters a send must pass. Those of a block, a country and everyone are hot, so each is a write of its own
 * outside the transaction; whoever proved the number from this browser before is not asked about block and country.
 */
export function bucketsOf(
  rules: VerificationRules,
  sender: Sender,
  pseudonym: Pseudonym,
  atMs: number,
): Bucket[] {
  return rules.sends
    .filter(rule => isAsked(rule, sender))
    .map(rule => {
      const { number, endsAtMs } = windowAt(atMs, rule.windowSeconds);
      const scope = `${rule.id}|${number}`;
      const key = `${rule.id}#${pseudonym(scope, subjectOf[rule.per](sender))}`;
      const place = { rule, key, endsAtMs };
      return rule.counts === 'numbers'
        ? { ...place, member: pseudonym(`${scope}|member`, sender.index) }
        : place;
    });
}

/** From which count on this counter refuses a send, or undefined when it refuses none: the condition of its one write. */
export function ceilingOf(rule: SendRule, hasProof: boolean): number | undefined {
  if (rule.mode === 'record_only') return undefined;
  if (hasProof) return rule.mode === 'deny' ? rule.atMost : undefined;
  return Math.min(rule.freely ?? rule.atMost, rule.atMost);
}

/** What a rule would say about a send that finds `before` counted already, were it in force. */
export function wouldSay(rule: SendRule, before: number, hasProof: boolean): Verdict {
  if (before >= rule.atMost) return 'deny';
  return !hasProof && rule.freely !== undefined && before >= rule.freely ? 'challenge' : 'allow';
}

/** What a rule says about a send that finds `before` counted already. */
export function weigh(rule: SendRule, before: number, hasProof: boolean): Verdict {
  const verdict = wouldSay(rule, before, hasProof);
  if (rule.mode === 'record_only' || verdict === 'allow') return 'allow';
  if (rule.mode === 'challenge') return hasProof ? 'allow' : 'challenge';
  return verdict;
}

/** What stops a send that a counter refused with `before` counted already: whatever else is true, it is not sent. */
export function stopBy({ rule, endsAtMs }: Bucket, before: number, hasProof: boolean): Stop {
  const verdict = weigh(rule, before, hasProof);
  return { rule: rule.id, verdict: verdict === 'allow' ? 'deny' : verdict, endsAtMs };
}

/** How much each counter gets back for messages that counted in these buckets and were answered. */
export function returnsOf(buckets: readonly Bucket[]): { readonly bucket: Bucket; readonly by: number }[] {
  const returns = new Map<string, { bucket: Bucket; by: number }>();
  for (const bucket of buckets) {
    const { key, rule } = bucket;
    if (rule.givesBack > 0) returns.set(key, { bucket, by: (returns.get(key)?.by ?? 0) + rule.givesBack });
  }
  return [...returns.values()];
}

/** The stop that decides among several: a puzzle does not help where somebody else says no. */
export function decisive(stops: readonly Stop[]): Stop | undefined {
  const denials = stops.filter(({ verdict }) => verdict === 'deny');
  const [first, ...rest] = denials.length > 0 ? denials : stops;
  return rest.reduce((last, stop) => (last && last.endsAtMs >= stop.endsAtMs ? last : stop), first);
}
