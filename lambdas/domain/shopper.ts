import type { ChallengeId, SecretHash, ShopperId } from './ids.ts';
import type { ConsentChange, ConsentFact, Consents } from './consent.ts';
import type { NumberIndex, SealedNumber } from './phone-number.ts';
import type { Entry } from './register.ts';

/** A person with a verified number; nothing here says which number. */
export type Shopper = {
  readonly shopperId: ShopperId;
  readonly createdAtMs: number;
  readonly verifiedAtMs: number;
};

/** A shopper's stay on one browser; the cookie itself is with the browser, its hash with us. */
export type Session = { readonly shopperId: ShopperId; readonly expiresAtMs: number };

/** How long a shopper's session lasts, in seconds: 30 days. */
export const sessionSeconds = 30 * 24 * 3600;

/** The oldest proof of a number that still counts now, in milliseconds: `proofDays` days ago (verification.md §8). */
export function oldestProofMs(nowMs: number, proofDays: number): number {
  return nowMs - proofDays * 86_400_000;
}

/** Who a number stood for until somebody else proved it: their consents as read, and how they end. */
export type Replaced = ConsentChange & { readonly before: Consents };

/** Everything that becomes true at once when a right code is entered. */
export type Registration = {
  readonly challengeId: ChallengeId;
  readonly replayKey: SecretHash | undefined;
  readonly index: NumberIndex;
  readonly shopper: Shopper;
  /** Present only for a shopper who is new to us. */
  readonly sealed: SealedNumber | undefined;
  /** Present only when the number stood for somebody else until now. */
  readonly replaced: Replaced | undefined;
  readonly before: Consents | undefined;
  readonly consents: Consents;
  readonly facts: readonly Entry<ConsentFact>[];
  readonly optOut: SecretHash;
  readonly session: SecretHash;
  readonly sessionExpiresAtMs: number;
  /** The browser that proved the number, and until when it is known for that. */
  readonly browser: SecretHash;
  readonly knownUntilMs: number;
};

/** Keeps shoppers by id and by number index, and their sessions. */
export type ShopperBook = {
  byId(id: ShopperId): Promise<Shopper | undefined>;
  byIndex(index: NumberIndex): Promise<ShopperId | undefined>;
  /** One transaction: the challenge is used, the shopper exists, the number is sealed and stands for them, consents and facts stand. */
  register(registration: Registration): Promise<'registered' | 'challenge_used' | 'moved_meanwhile'>;
  sessionOf(cookie: SecretHash, nowMs: number): Promise<Session | undefined>;
  openSession(cookie: SecretHash, session: Session): Promise<void>;
  closeSession(cookie: SecretHash): Promise<void>;
};
