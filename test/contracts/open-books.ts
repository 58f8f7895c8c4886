import type { Now } from '../../lambdas/domain/dice.ts';
import { makeAudience } from '../../lambdas/aws/dynamo-audience.ts';
import { makeCampaignBook, makeCouponBook } from '../../lambdas/aws/dynamo-catalogue.ts';
import { makeChallengeBook } from '../../lambdas/aws/dynamo-challenge-book.ts';
import { makeTryCounter, makeWideCounters } from '../../lambdas/aws/dynamo-counters.ts';
import { makeDeliveryBook } from '../../lambdas/aws/dynamo-delivery-book.ts';
import { makeKnownBrowsers } from '../../lambdas/aws/dynamo-known-browsers.ts';
import { makePulseBook } from '../../lambdas/aws/dynamo-pulse-book.ts';
import { makeChainReader } from '../../lambdas/aws/dynamo-chain-reader.ts';
import { makeMovedChains } from '../../lambdas/aws/dynamo-moved-chains.ts';
import { makeNoteBook } from '../../lambdas/aws/dynamo-register-notes.ts';
import { makeRegisterReader, makeRegistrar } from '../../lambdas/aws/dynamo-register.ts';
import { makeRootPlaces } from '../../lambdas/aws/dynamo-root-place.ts';
import { makeSuspensionBook } from '../../lambdas/aws/dynamo-suspension-book.ts';
import { makeConsentBook, makeShopperBook } from '../../lambdas/aws/dynamo-shopper-book.ts';
import { makeVoucherBook } from '../../lambdas/aws/dynamo-voucher-book.ts';
import { makeMemoryRegister, openMemoryRegister } from '../fakes/memory-register.ts';
import { makeMemoryStore } from '../fakes/memory-store.ts';
import { makeMemoryVerification, type MemoryVerification } from '../fakes/memory-verification.ts';
import { plainWire } from '../fakes/wire.ts';
import { openBooks, type Books } from '../simulation/books.ts';
import type { RegisterBooks } from './register-books.ts';
import { openUnguardedTables } from './open-tables.ts';

/** The books of the send path, by whoever keeps them, and how to put them away. */
export type OpenedBooks = { readonly books: Books; close(): Promise<void> };

/** The fakes of the simulation, over empty tables. */
export async function openMemoryBooks(): Promise<OpenedBooks> {
  return { books: openBooks(makeMemoryStore(), plainWire), close: async () => undefined };
}

/** The real adapters over the local AWS. */
export async function openDynamoBooks(): Promise<OpenedBooks> {
  const { dynamo, book, gate, register, close } = await openUnguardedTables();
  return {
    books: {
      campaigns: makeCampaignBook(dynamo, { book, gate }),
      coupons: makeCouponBook(dynamo, { book, gate }),
      deliveries: makeDeliveryBook(dynamo, book),
      pulse: makePulseBook(dynamo, book),
      registrar: makeRegistrar(dynamo, register),
      audience: makeAudience(dynamo, book),
      codes: makeVoucherBook(dynamo, book),
      consents: makeConsentBook(dynamo, { book, register }),
      suspensions: makeSuspensionBook(dynamo, { book, register }),
    },
    close,
  };
}

/** The books of verification, by whoever keeps them. */
export type VerificationBooks = Omit<MemoryVerification, 'store'>;

/** The books of verification, and how to put them away. */
export type OpenedVerification = { readonly books: VerificationBooks; close(): Promise<void> };

/** The fakes of flows and benches, over empty tables; marks of browsers end by `now`. */
export async function openMemoryVerification(now: Now): Promise<OpenedVerification> {
  return { books: makeMemoryVerification({ now }), close: async () => undefined };
}

/** The adapters of `shopper-verify` over the local AWS. */
export async function openDynamoVerification(now: Now): Promise<OpenedVerification> {
  const { dynamo, book, gate, register, vault, close } = await openUnguardedTables();
  const tables = { book, gate, register };
  return {
    books: {
      challenges: makeChallengeBook(dynamo, gate),
      wide: makeWideCounters(dynamo, gate),
      tries: makeTryCounter(dynamo, gate),
      browsers: makeKnownBrowsers(dynamo, gate, now),
      shoppers: makeShopperBook(dynamo, tables, vault),
      consents: makeConsentBook(dynamo, tables),
      suspensions: makeSuspensionBook(dynamo, tables),
    },
    close,
  };
}

/** The registers and what is archived of them, by whoever keeps them. */
export type OpenedRegisters = { readonly books: RegisterBooks; close(): Promise<void> };

/** The fake of the attacks, empty. */
export async function openMemoryRegisters(): Promise<OpenedRegisters> {
  return { books: openMemoryRegister(makeMemoryRegister()), close: async () => undefined };
}

/** The adapters of archive and desk over the local AWS. */
export async function openDynamoRegisters(): Promise<OpenedRegisters> {
  const { dynamo, book, register, close } = await openUnguardedTables();
  return {
    books: {
      registrar: makeRegistrar(dynamo, register),
      registers: makeRegisterReader(dynamo, register),
      moved: makeMovedChains(dynamo, register),
      chains: makeChainReader(dynamo, register),
      places: makeRootPlaces(dynamo, book),
      notes: makeNoteBook(dynamo, book),
    },
    close,
  };
}
