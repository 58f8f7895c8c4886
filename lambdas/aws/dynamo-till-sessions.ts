import type { SecretHash } from '../domain/ids.ts';
import type { TillSession } from '../domain/store.ts';
import type { Dynamo } from './dynamo.ts';
import { itemOf, readItem } from './items.ts';
import { gateKeys } from './keys.ts';

/** Sessions of tills in the Gate table; expiry is checked on every read, since TTL deletes days late. */
export function makeTillSessions(dynamo: Dynamo, gate: string) {
  return {
    open: async (cookie: SecretHash, session: TillSession): Promise<void> => {
      await dynamo.put(gate, {
        ...gateKeys.tillSession(cookie),
        ...session,
        ttl: Math.ceil(session.expiresAtMs / 1000),
      });
    },
    of: async (cookie: SecretHash, nowMs: number): Promise<TillSession | undefined> => {
      const session = readItem<TillSession>(
        itemOf.tillSession,
        await dynamo.get(gate, gateKeys.tillSession(cookie)),
      );
      return session !== undefined && session.expiresAtMs > nowMs ? session : undefined;
    },
  };
}
