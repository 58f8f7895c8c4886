import type { ChallengeId, SecretHash, ShopperId } from './ids.ts';
import type { ConsentFact, Consents } from './consent.ts';
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

/** Everything that becomes true at once when a right code is entered. */
export type Registration = {
  readonly challengeId: ChallengeId;
  readonly replayKey: SecretHash | undefined;
  readonly index: NumberIndex;
  readonly shopper: Shopper;
  /** Present only for a number that is new to us. */
  readonly sealed: SealedNumber | undefined;
  readonly before: Consents | undefined;
  readonly consents: Consents;
  readonly facts: readonly Entry<ConsentFact>[];
  readonly optOut: SecretHash;
  readonly session: SecretHash;
  readonly sessionExpiresAtMs: number;
};

/** Keeps shoppers by id and by number index, and their sessions. */
export type ShopperBook = {
  byId(id: ShopperId): Promise<Shopper | undefined>;
  byIndex(index: NumberIndex): Promise<ShopperId | undefined>;
  /** One transaction: the challenge is used, the shopper exists, the number is sealed, consents and facts stand. */
  register(registration: Registration): Promise<'registered' | 'challenge_used' | 'moved_meanwhile'>;
  sessionOf(cookie: SecretHash, nowMs: number): Promise<Session | undefined>;
  openSession(cookie: SecretHash, session: Session): Promise<void>;
  closeSession(cookie: SecretHash): Promise<void>;
};
