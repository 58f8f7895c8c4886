import type { Audience } from '../../lambdas/domain/campaign.ts';
import { isInAudience, shardOf, type Consents, type ConsentBook } from '../../lambdas/domain/consent.ts';
import type { ShopperId } from '../../lambdas/domain/ids.ts';
import type { VoucherBook } from '../../lambdas/domain/voucher.ts';
import { appendRow } from './memory-registrar.ts';
import type { MemoryStore } from './memory-store.ts';
import type { Wire } from './wire.ts';

const saltTries = 16;

/** Whether a shopper's consents stand as they were read; `before` is undefined where there were none. */
export function standAsRead(
  { consents }: MemoryStore,
  shopper: ShopperId,
  before: Consents | undefined,
): boolean {
  const standing = consents.get(shopper);
  if (before === undefined || standing === undefined) return before === standing;
  return (
    standing.head.sequence === before.head.sequence &&
    standing.provenAtMs === before.provenAtMs &&
    standing.suspendedAtMs === before.suspendedAtMs
  );
}

/** Current consents in memory; a change and its fact are one transaction. */
export function makeMemoryConsentBook(store: MemoryStore, wire: Wire): ConsentBook {
  return {
    of: id => wire({ verb: 'get', about: `consents ${id}` }, () => store.consents.get(id)),
    change: (before, after, fact) =>
      wire({ verb: 'transact', about: `consent ${after.shopperId} ${after.delivery.state}` }, () => {
        const known = before.head.sequence === 0 ? undefined : before;
        if (!standAsRead(store, before.shopperId, known)) return false;
        if (appendRow(store, fact) !== undefined) return false;
        store.consents.set(after.shopperId, after);
        return true;
      }),
    shopperOfOptOut: token => wire({ verb: 'get', about: 'stop link' }, () => store.optOuts.get(token)),
  };
}

function granted(store: MemoryStore, shard?: number): ShopperId[] {
  return [...store.consents.values()]
    .filter(isInAudience)
    .map(({ shopperId }) => shopperId)
    .filter(id => shard === undefined || shardOf(id) === shard)
    .sort();
}

/** Everyone with granted delivery who is not suspended, by shard; narrowing to stores is not kept here. */
export function makeMemoryAudience(store: MemoryStore, wire: Wire): Audience {
  return {
    of: async () => ({
      count: () => wire({ verb: 'query', about: 'audience' }, () => granted(store).length),
      shard: async function* members(shard) {
        yield* await wire({ verb: 'query', about: `audience ${shard}` }, () => granted(store, shard));
      },
    }),
  };
}

/** Places of voucher codes in memory. */
export function makeMemoryCodes(store: MemoryStore, wire: Wire): Pick<VoucherBook, 'settleSalt'> {
  return {
    settleSalt: async ({ voucherId: voucher }, codeOfSalt) => {
      for (let salt = 0; salt < saltTries; salt += 1) {
        const code = codeOfSalt(salt);
        const isOurs = await wire({ verb: 'update', about: `code of ${voucher}` }, () => {
          const holder = store.codes.get(code) ?? voucher;
          if (holder === voucher) store.codes.set(code, voucher);
          return holder === voucher;
        });
        if (isOurs) return salt;
      }
      throw new Error('sixteen voucher codes in a row were taken');
    },
  };
}
