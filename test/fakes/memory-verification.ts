import type { Now } from '../../lambdas/domain/dice.ts';
import { makeMemoryChallengeBook } from './memory-challenge-book.ts';
import { makeMemoryTryCounter, makeMemoryWideCounters } from './memory-counters.ts';
import { makeMemoryConsentBook } from './memory-shopper-books.ts';
import { makeMemoryKnownBrowsers, makeMemoryShopperBook } from './memory-shopper-book.ts';
import { makeMemorySuspensionBook } from './memory-suspension-book.ts';
import { makeVerificationStore, type VerificationStore } from './verification-store.ts';
import { plainWire, type Wire } from './wire.ts';

/** Over what the books lie: a wire for schedules and faults, the clock that marks of browsers end by, tables to share between actors. */
export type MemoryVerificationOptions = {
  readonly wire?: Wire;
  readonly now?: Now;
  readonly store?: VerificationStore;
};

/** Every book that proving a number uses, in memory, over one store and one actor's wire. */
export function makeMemoryVerification({
  wire = plainWire,
  now = Date.now,
  store = makeVerificationStore(),
}: MemoryVerificationOptions = {}) {
  return {
    store,
    challenges: makeMemoryChallengeBook(store, wire),
    wide: makeMemoryWideCounters(store, wire),
    tries: makeMemoryTryCounter(store, wire),
    browsers: makeMemoryKnownBrowsers(store, wire, now),
    shoppers: makeMemoryShopperBook(store, wire),
    consents: makeMemoryConsentBook(store, wire),
    suspensions: makeMemorySuspensionBook(store, wire),
  };
}

/** The books of one actor. */
export type MemoryVerification = ReturnType<typeof makeMemoryVerification>;
