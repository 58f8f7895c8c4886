import type { Challenge } from '../../lambdas/domain/challenge.ts';
import type { ChallengeId, SecretHash, ShopperId } from '../../lambdas/domain/ids.ts';
import type { NumberIndex, SealedNumber } from '../../lambdas/domain/phone-number.ts';
import type { Session, Shopper } from '../../lambdas/domain/shopper.ts';
import { makeMemoryStore, type MemoryStore } from './memory-store.ts';

/** A counter as it lies in the table: how much was counted, or which members. */
export type Counter = { readonly count?: number; readonly members?: ReadonlySet<string> };

/** That a browser proved a number, for whom, and until when (milliseconds) it is known for that. */
export type Mark = { readonly shopperId: ShopperId; readonly endsAtMs: number };

/** What the tables hold of verification, beside consents and registers; keys without prefixes. */
export type VerificationStore = MemoryStore & {
  readonly challenges: Map<ChallengeId, Challenge>;
  /** Ids of puzzles that were used up. */
  readonly puzzles: Set<string>;
  readonly counters: Map<string, Counter>;
  readonly marks: Map<string, Mark>;
  readonly shoppers: Map<ShopperId, Shopper>;
  readonly numbers: Map<NumberIndex, ShopperId>;
  readonly vault: Map<ShopperId, SealedNumber>;
  readonly sessions: Map<SecretHash, Session>;
};

/** Empty tables. */
export function makeVerificationStore(): VerificationStore {
  return {
    ...makeMemoryStore(),
    challenges: new Map(),
    puzzles: new Set(),
    counters: new Map(),
    marks: new Map(),
    shoppers: new Map(),
    numbers: new Map(),
    vault: new Map(),
    sessions: new Map(),
  };
}

/** The key of a mark. */
export const markKey = (browser: SecretHash, index: NumberIndex): string => `${browser}|${index}`;
