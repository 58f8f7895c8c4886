import type { CanaryBook } from '../domain/canary.ts';
import type { Dynamo } from './dynamo.ts';
import { bookKeys } from './keys.ts';

/** The sealed canary in the Book: the Vault is closed to the rotator, and this number is nobody's. */
export function makeCanaryBook(dynamo: Dynamo, book: string): CanaryBook {
  return {
    isKept: async () => (await dynamo.get(book, bookKeys.canary)) !== undefined,
    keep: async sealed => {
      await dynamo.put(book, { ...bookKeys.canary, sealed }, 'attribute_not_exists(pk)');
    },
  };
}
