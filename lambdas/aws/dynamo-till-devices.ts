import * as z from 'zod/mini';
import { deviceId, staffId, storeId, type SecretHash } from '../domain/ids.ts';
import type { Leavers } from '../domain/leave.ts';
import { isOnGoodPin, type StoreBook } from '../domain/store.ts';
import {
  isEnrolled,
  type StandingDevice,
  type TillDevice,
  type TillDeviceBook,
} from '../domain/till-device.ts';
import type { Dynamo } from './dynamo.ts';
import type { CatalogueTables } from './dynamo-catalogue.ts';
import { endOfStore, listOfStore } from './dynamo-part-of-store.ts';
import { named, readItem } from './items.ts';
import { bookKeys, gateKeys } from './keys.ts';

const deviceItem = z.object({
  storeId: named(storeId),
  deviceId: named(deviceId),
  name: z.string(),
  state: z.enum(['active', 'ended']),
  enrolledAtMs: z.number(),
  endsAtMs: z.number(),
  pinSetAtMs: z.exactOptional(z.number()),
  pinSetBy: z.exactOptional(named(staffId)),
  endedAtMs: z.exactOptional(z.number()),
});
const cookieItem = z.object({ storeId: named(storeId), deviceId: named(deviceId) });

/** What a device stands on: the store's PIN, and those who set PINs and left. */
export type DeviceGround = { readonly stores: Pick<StoreBook, 'byId'>; readonly leavers: Leavers };

/** The device behind a cookie, while it is enrolled and stands on a good PIN. */
async function standing(
  dynamo: Dynamo,
  { book, gate }: CatalogueTables,
  { stores, leavers }: DeviceGround,
  cookie: SecretHash,
  nowMs: number,
): Promise<StandingDevice | undefined> {
  const shown = readItem(cookieItem, await dynamo.get(gate, gateKeys.tillDevice(cookie)));
  if (shown === undefined) return undefined;
  const [item, store] = await Promise.all([
    dynamo.get(book, bookKeys.tillDevice(shown.storeId, shown.deviceId)),
    stores.byId(shown.storeId),
  ]);
  const device = readItem<TillDevice>(deviceItem, item);
  if (!isEnrolled(device, nowMs)) return undefined;
  const left = await leavers.among(device.pinSetBy === undefined ? [] : [device.pinSetBy]);
  return isOnGoodPin(device, store, left) ? { ...device, store } : undefined;
}

/** Enrolled tills beside their store in the Book; the Gate knows each by the hash of its cookie. */
export function makeTillDeviceBook(
  dynamo: Dynamo,
  tables: CatalogueTables,
  ground: DeviceGround,
): TillDeviceBook {
  const { book, gate } = tables;
  return {
    enrol: async (device, cookie) => {
      const { storeId: store, deviceId: id, endsAtMs } = device;
      const shown = { ...gateKeys.tillDevice(cookie), storeId: store, deviceId: id };
      const done = await dynamo.transact([
        { Put: { TableName: book, Item: { ...bookKeys.tillDevice(store, id), ...device } } },
        { Put: { TableName: gate, Item: { ...shown, ttl: Math.ceil(endsAtMs / 1000) } } },
      ]);
      if (!done.ok) throw new Error('a device without a condition was refused');
    },
    standing: (cookie, nowMs) => standing(dynamo, tables, ground, cookie, nowMs),
    of: async (store, id) =>
      readItem<TillDevice>(deviceItem, await dynamo.get(book, bookKeys.tillDevice(store, id))),
    list: async store =>
      (await listOfStore(dynamo, book, bookKeys.tillDevice(store, ''))).map(item => deviceItem.parse(item)),
    end: (store, id, atMs) => endOfStore(dynamo, book, bookKeys.tillDevice(store, id), atMs),
  };
}
