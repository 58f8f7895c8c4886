import * as z from 'zod/mini';
import { deviceId, staffId, storeId, tillStaffId, type SecretHash } from '../domain/ids.ts';
import type { Leavers } from '../domain/leave.ts';
import {
  isOnGoodPin,
  tillRoles,
  type StandingTill,
  type StoreBook,
  type TillSession,
} from '../domain/store.ts';
import { isEnrolled, type TillDeviceBook } from '../domain/till-device.ts';
import { isAtWork, type TillStaffBook } from '../domain/till-staff.ts';
import type { Dynamo } from './dynamo.ts';
import { named, readItem } from './items.ts';
import { gateKeys } from './keys.ts';

const sessionItem = z.pipe(
  z.object({
    storeId: named(storeId),
    expiresAtMs: z.number(),
    pinSetAtMs: z.exactOptional(z.number()),
    pinSetBy: z.exactOptional(named(staffId)),
    role: z.exactOptional(z.enum(tillRoles)),
    staffId: z.exactOptional(named(tillStaffId)),
    staffPinSetAtMs: z.exactOptional(z.number()),
    deviceId: z.exactOptional(named(deviceId)),
  }),
  // From before people had PINs of their own: opened with the store's.
  z.transform(session => ({ role: 'manager' as const, ...session })),
);

/** What a till session stands on: the store's PIN and those who set PINs and left, the person and the device. */
export type TillGround = {
  readonly stores: Pick<StoreBook, 'byId'>;
  readonly leavers: Leavers;
  readonly staff: Pick<TillStaffBook, 'of'>;
  readonly devices: Pick<TillDeviceBook, 'of'>;
};

/** A session while all that it stands on is good, with the role its person has now. One wait for every question. */
async function standing(
  session: TillSession,
  ground: TillGround,
  nowMs: number,
): Promise<StandingTill | undefined> {
  const { storeId: id, pinSetBy, staffId: staff, deviceId: device } = session;
  const [store, left, person, stand] = await Promise.all([
    ground.stores.byId(id),
    ground.leavers.among(pinSetBy === undefined ? [] : [pinSetBy]),
    staff && ground.staff.of(id, staff),
    device && ground.devices.of(id, device),
  ]);
  const isGood =
    (staff === undefined || isAtWork(person, session.staffPinSetAtMs)) &&
    (device === undefined || isEnrolled(stand, nowMs));
  return isGood && isOnGoodPin(session, store, left)
    ? { ...session, role: person?.role ?? session.role, store }
    : undefined;
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
    of: async (cookie: SecretHash, nowMs: number): Promise<StandingTill | undefined> => {
      const session = readItem<TillSession>(
        sessionItem,
        await dynamo.get(gate, gateKeys.tillSession(cookie)),
      );
      if (session === undefined || session.expiresAtMs <= nowMs) return undefined;
      return standing(session, ground, nowMs);
    },
    close: (cookie: SecretHash): Promise<void> => dynamo.delete(gate, gateKeys.tillSession(cookie)),
  };
}
