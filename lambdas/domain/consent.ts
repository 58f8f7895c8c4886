import type { ShopperId, SecretHash } from './ids.ts';
import { emptyHead, headAfter, nextEntry, type Entry, type Head } from './register.ts';

/** What a shopper may agree to; the two are never mixed (D1). */
export type ConsentPurpose = 'usage' | 'delivery';

/** A dated fact: granted or withdrawn, for a purpose, with the text version that was shown (D1, D11). */
export type ConsentFact = {
  readonly shopperId: ShopperId;
  readonly purpose: ConsentPurpose;
  readonly state: 'granted' | 'withdrawn';
  readonly policyVersion: string;
  readonly by: 'verification' | 'settings' | 'opt-out-link';
};

/** Where one purpose stands now; times in milliseconds. */
export type Consent = {
  readonly state: 'granted' | 'withdrawn' | 'never';
  readonly sinceMs: number;
  readonly policyVersion: string;
};

/** A shopper's consents as they stand, and the head of the chain of facts that led there. */
export type Consents = {
  readonly shopperId: ShopperId;
  readonly usage: Consent;
  readonly delivery: Consent;
  readonly head: Head;
};

/** One wish about one purpose. */
export type ConsentWish = Pick<ConsentFact, 'purpose' | 'state' | 'by' | 'policyVersion'>;

/** What a new shopper starts with: nothing granted. */
export function noConsents(shopperId: ShopperId): Consents {
  const never: Consent = { state: 'never', sinceMs: 0, policyVersion: '' };
  return { shopperId, usage: never, delivery: never, head: emptyHead };
}

/** Carries out a wish: the consents afterwards and the fact to write, or no fact when nothing changes. */
export function applyWish(
  consents: Consents,
  wish: ConsentWish,
  nowMs: number,
): { consents: Consents; fact?: Entry<ConsentFact> } {
  const present = consents[wish.purpose].state;
  if (wish.state === 'withdrawn' ? present !== 'granted' : present === 'granted') return { consents };
  const { shopperId } = consents;
  const fact = nextEntry('consents', `consents#${shopperId}`, consents.head, nowMs, { shopperId, ...wish });
  const consent: Consent = { state: wish.state, sinceMs: nowMs, policyVersion: wish.policyVersion };
  return { consents: { ...consents, [wish.purpose]: consent, head: headAfter(fact) }, fact };
}

/** Keeps current consents and writes their facts; a change and its fact are one transaction. */
export type ConsentBook = {
  of(shopper: ShopperId): Promise<Consents | undefined>;
  /** False when the consents have moved since `before` was read. */
  change(before: Consents, after: Consents, fact: Entry<ConsentFact>): Promise<boolean>;
  shopperOfOptOut(token: SecretHash): Promise<ShopperId | undefined>;
};

/** Shards of the audience index. */
export const audienceShards = 16;

/** The audience shard of a shopper, from the random end of the ULID. */
export function shardOf(shopper: ShopperId): number {
  let sum = 0;
  for (const letter of shopper.slice(-6)) sum = (sum * 31 + letter.charCodeAt(0)) % 65_521;
  return sum % audienceShards;
}
