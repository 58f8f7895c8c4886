import * as z from 'zod/mini';
import { staffId, storeId, type SecretHash } from '../domain/ids.ts';
import type { Leavers } from '../domain/leave.ts';
import { isUnderPin, pinStateOf, type StoreBook, type TillSession } from '../domain/store.ts';
import type { Dynamo } from './dynamo.ts';
import { named, readItem } from './items.ts';
import { gateKeys } from './keys.ts';

const sessionItem = z.object({
  storeId: named(storeId),
  expiresAtMs: z.number(),
  pinSetAtMs: z.exactOptional(z.number()),
  pinSetBy: z.exactOptional(named(staffId)),
});

/** What a till session stands on: the store's PIN, and those who set PINs and left. */
export type TillGround = { readonly stores: Pick<StoreBook, 'byId'>; readonly leavers: Leavers };

/** Whether the PIN a session was opened with is the store's still, and good. One wait for both questions. */
async function isStanding(session: TillSession, { stores, leavers }: TillGround): Promise<boolean> {
  const [store, left] = await Promise.all([
    stores.byId(session.storeId),
    leavers.among(session.pinSetBy === undefined ? [] : [session.pinSetBy]),
  ]);
  return store !== undefined && isUnderPin(session, store) && pinStateOf(store, left) === 'set';
}

/** Sessions of tills in the Gate table; expiry is checked on every read, since TTL deletes days late. */
export function makeTillSessions(dynamo: Dynamo, gate: string, ground: TillGround) {
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
        sessionItem,
        await dynamo.get(gate, gateKeys.tillSession(cookie)),
      );
      if (session === undefined || session.expiresAtMs <= nowMs) return undefined;
      return (await isStanding(session, ground)) ? session : undefined;
    },
  };
}
