import type { Locale } from './challenge.ts';
import type { ShopperId, SecretHash } from './ids.ts';
import { emptyHead, headAfter, nextEntry, type Entry, type Head } from './register.ts';
import { shownText, type ShownText } from './shown-text.ts';
import type { Suspension } from './suspension.ts';

/** What a shopper may agree to; the two are never mixed (D1). */
export type ConsentPurpose = 'usage' | 'delivery';

/** A dated fact: granted or withdrawn, for a purpose, with the text that was shown and its version (D1, D11). */
export type ConsentFact = ShownText & {
  readonly shopperId: ShopperId;
  readonly purpose: ConsentPurpose;
  readonly state: 'granted' | 'withdrawn';
  readonly policyVersion: string;
  readonly by: 'verification' | 'settings' | 'opt-out-link' | 'number-recycled';
};

/** Where one purpose stands now; times in milliseconds. */
export type Consent = {
  readonly state: 'granted' | 'withdrawn' | 'never';
  readonly sinceMs: number;
  readonly policyVersion: string;
};

/**
 * A shopper's consents as they stand, and the head of the chain of facts that led there; beside them what else decides
 * whether anything may be sent: when the number was last proven (milliseconds), and a suspension while it stands.
 */
export type Consents = Partial<Suspension> & {
  readonly shopperId: ShopperId;
  readonly usage: Consent;
  readonly delivery: Consent;
  readonly provenAtMs: number;
  readonly head: Head;
};

/** One wish about one purpose; `locale` is the language its text was shown in, where one was shown. */
export type ConsentWish = Pick<ConsentFact, 'purpose' | 'state' | 'by' | 'policyVersion'> & {
  readonly locale?: Locale | undefined;
};

/** What a new shopper starts with: nothing granted, and a number proven just now, or never (0). */
export function noConsents(shopperId: ShopperId, provenAtMs = 0): Consents {
  const never: Consent = { state: 'never', sinceMs: 0, policyVersion: '' };
  return { shopperId, usage: never, delivery: never, provenAtMs, head: emptyHead };
}

/** Carries out a wish: the consents afterwards and the fact to write, or no fact when nothing changes. */
export function applyWish(
  consents: Consents,
  { locale, ...wish }: ConsentWish,
  nowMs: number,
): { consents: Consents; fact?: Entry<ConsentFact> } {
  const present = consents[wish.purpose].state;
  if (wish.state === 'withdrawn' ? present !== 'granted' : present === 'granted') return { consents };
  const { shopperId } = consents;
  const shown = shownText(wish.policyVersion, locale, wish.purpose);
  const body: ConsentFact = { shopperId, ...wish, ...shown };
  const fact = nextEntry('consents', `consents#${shopperId}`, consents.head, nowMs, body);
  const consent: Consent = { state: wish.state, sinceMs: nowMs, policyVersion: wish.policyVersion };
  return { consents: { ...consents, [wish.purpose]: consent, head: headAfter(fact) }, fact };
}

/** Consents after several wishes at one moment, and the facts to write beside them. */
export type ConsentChange = { readonly consents: Consents; readonly facts: readonly Entry<ConsentFact>[] };

/** Carries out wishes one after the other, at one moment. */
export function applyWishes(before: Consents, wishes: readonly ConsentWish[], nowMs: number): ConsentChange {
  let consents = before;
  const facts: Entry<ConsentFact>[] = [];
  for (const wish of wishes) {
    const step = applyWish(consents, wish, nowMs);
    consents = step.consents;
    if (step.fact !== undefined) facts.push(step.fact);
  }
  return { consents, facts };
}

/** Ends what stands, since the number has a new holder (D12). Nobody was shown a text: each is ended under its own. */
export function endConsents(before: Consents, nowMs: number): ConsentChange {
  const wishes = (['delivery', 'usage'] as const).map(purpose => {
    const { policyVersion } = before[purpose];
    return { purpose, state: 'withdrawn', policyVersion, by: 'number-recycled' } as const;
  });
  return applyWishes(before, wishes, nowMs);
}

/** Whether a campaign that is gathered now reaches whose consents these are. */
export function isInAudience({ delivery, suspendedAtMs }: Consents): boolean {
  return delivery.state === 'granted' && suspendedAtMs === undefined;
}

/** Why nothing may be sent to a shopper. */
export type WhyNotSend = 'consent_withdrawn' | 'shopper_suspended' | 'proof_too_old';

/** Why nothing may be sent to whose consents these are, or undefined when it may; a proof before `provenSinceMs` is too old. */
export function whyNotSend(consents: Consents | undefined, provenSinceMs: number): WhyNotSend | undefined {
  if (consents?.delivery.state !== 'granted') return 'consent_withdrawn';
  if (consents.suspendedAtMs !== undefined) return 'shopper_suspended';
  return consents.provenAtMs < provenSinceMs ? 'proof_too_old' : undefined;
}

/** Keeps current consents and writes their facts; a change and its fact are one transaction. */
export type ConsentBook = {
  of(shopper: ShopperId): Promise<Consents | undefined>;
  /** False when the consents, or a suspension on them, have moved since `before` was read. */
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
