import type { Suspension, SuspensionBook } from '../../lambdas/domain/suspension.ts';
import { appendRow } from './memory-registrar.ts';
import type { MemoryStore } from './memory-store.ts';
import type { Wire } from './wire.ts';

/** Consents without the suspension that stood on them. */
function withoutSuspension<C extends Partial<Suspension>>(consents: C): Omit<C, keyof Suspension> {
  const { suspendedAtMs: _at, suspendedFor: _for, suspendedBy: _by, ...rest } = consents;
  return rest;
}

/** Suspensions on the consents in memory; a change and its row are one transaction, notes are not kept. */
export function makeMemorySuspensionBook(store: MemoryStore, wire: Wire): SuspensionBook {
  return {
    suspend: (shopper, suspension, row) =>
      wire({ verb: 'transact', about: `suspend ${shopper}` }, () => {
        const standing = store.consents.get(shopper);
        if (standing === undefined || standing.suspendedAtMs !== undefined) return 'shopper_moved';
        if (appendRow(store, row) !== undefined) return 'chain_moved';
        store.consents.set(shopper, { ...standing, ...suspension });
        return 'written';
      }),
    reinstate: ({ shopperId, suspendedAtMs, delivery }, row) =>
      wire({ verb: 'transact', about: `reinstate ${shopperId}` }, () => {
        const standing = store.consents.get(shopperId);
        if (standing?.suspendedAtMs !== suspendedAtMs || standing.delivery.state !== delivery.state)
          return 'shopper_moved';
        if (appendRow(store, row) !== undefined) return 'chain_moved';
        store.consents.set(shopperId, withoutSuspension(standing));
        return 'written';
      }),
  };
}
