import { makeAudience } from '../../lambdas/aws/dynamo-audience.ts';
import { makeCampaignBook, makeCouponBook } from '../../lambdas/aws/dynamo-catalogue.ts';
import { makeDeliveryBook } from '../../lambdas/aws/dynamo-delivery-book.ts';
import { makePulseBook } from '../../lambdas/aws/dynamo-pulse-book.ts';
import { makeRegistrar } from '../../lambdas/aws/dynamo-register.ts';
import { makeConsentBook } from '../../lambdas/aws/dynamo-shopper-book.ts';
import { makeVoucherBook } from '../../lambdas/aws/dynamo-voucher-book.ts';
import { makeMemoryStore } from '../fakes/memory-store.ts';
import { plainWire } from '../fakes/wire.ts';
import { openBooks, type Books } from '../simulation/books.ts';
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
    },
    close,
  };
}
