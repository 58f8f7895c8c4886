import * as z from 'zod/mini';
import { storeId, tillStaffId } from '../domain/ids.ts';
import { tillRoles } from '../domain/store.ts';
import type { TillStaff, TillStaffBook } from '../domain/till-staff.ts';
import type { Dynamo } from './dynamo.ts';
import { createOnce, type CatalogueTables } from './dynamo-catalogue.ts';
import { endOfStore, listOfStore } from './dynamo-part-of-store.ts';
import { named, readItem } from './items.ts';
import { bookKeys } from './keys.ts';

const staffItem = z.object({
  storeId: named(storeId),
  staffId: named(tillStaffId),
  name: z.string(),
  role: z.enum(tillRoles),
  pinHash: z.string(),
  pinSetAtMs: z.number(),
  state: z.enum(['active', 'ended']),
  createdAtMs: z.number(),
  endedAtMs: z.exactOptional(z.number()),
});

/** Who works at a store, beside the store in the Book. */
export function makeTillStaffBook(dynamo: Dynamo, tables: CatalogueTables): TillStaffBook {
  const { book } = tables;
  return {
    add: (staff, replay) => {
      const { staffId } = staff;
      const item = { ...bookKeys.tillStaff(staff.storeId, staffId), ...staff };
      return createOnce(dynamo, tables, item, { id: staffId, name: tillStaffId }, replay);
    },
    of: async (store, id) =>
      readItem<TillStaff>(staffItem, await dynamo.get(book, bookKeys.tillStaff(store, id))),
    list: async store =>
      (await listOfStore(dynamo, book, bookKeys.tillStaff(store, ''))).map(item => staffItem.parse(item)),
    setPin: async (store, id, { pinHash, pinSetAtMs }) => {
      const { ok } = await dynamo.update({
        TableName: book,
        Key: bookKeys.tillStaff(store, id),
        UpdateExpression: 'SET pinHash = :hash, pinSetAtMs = :at',
        ConditionExpression: '#state = :active AND pinSetAtMs < :at',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':hash': pinHash, ':at': pinSetAtMs, ':active': 'active' },
      });
      return ok;
    },
    setRole: async (store, id, role) => {
      const { item } = await dynamo.update({
        TableName: book,
        Key: bookKeys.tillStaff(store, id),
        UpdateExpression: 'SET #role = :role',
        ConditionExpression: '#state = :active',
        ExpressionAttributeNames: { '#role': 'role', '#state': 'state' },
        ExpressionAttributeValues: { ':role': role, ':active': 'active' },
      });
      return readItem<TillStaff>(staffItem, item);
    },
    end: (store, id, atMs) => endOfStore(dynamo, book, bookKeys.tillStaff(store, id), atMs),
  };
}
