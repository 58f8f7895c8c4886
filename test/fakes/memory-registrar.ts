import { headAfter, nextEntry, type Entry, type Registrar } from '../../lambdas/domain/register.ts';
import type { MemoryStore } from './memory-store.ts';
import type { Wire } from './wire.ts';

/** Puts a row unless its place is taken; answers the row that stands there. */
export function appendRow(store: MemoryStore, row: Entry): Entry | undefined {
  const rows = store.register.get(row.chain) ?? [];
  const standing = rows[row.sequence - 1];
  if (standing !== undefined) return standing;
  rows[row.sequence - 1] = row;
  store.register.set(row.chain, rows);
  return undefined;
}

/** Appends rows in memory, walking on when a chain has grown meanwhile. */
export function makeMemoryRegistrar(store: MemoryStore, wire: Wire): Registrar {
  return {
    append: async (kind, chain, head, atMs, fact) => {
      let present = head;
      for (let step = 0; step < 200; step += 1) {
        const row = nextEntry(kind, chain, present, atMs, fact);
        const verb = row.sequence > 1 ? 'put' : 'transact';
        const standing = await wire({ verb, about: `${chain} row ${row.sequence}` }, () =>
          appendRow(store, row),
        );
        if (standing === undefined) return row;
        present = headAfter(standing);
      }
      throw new Error('a chain outran its writer');
    },
  };
}
