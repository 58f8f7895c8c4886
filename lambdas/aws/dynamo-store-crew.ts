import * as z from 'zod/mini';
import { staffId, type StoreId } from '../domain/ids.ts';
import { tillRoles } from '../domain/store.ts';
import type { Crew, CrewReader } from '../domain/store-crew.ts';
import type { Dynamo } from './dynamo.ts';
import { allOf } from './dynamo-pages.ts';
import { named } from './items.ts';
import { bookKeys, type BookKey } from './keys.ts';

const state = z.enum(['active', 'ended']);
const memberItem = z.object({ role: z.enum(tillRoles), state });
const deviceItem = z.object({
  state,
  endsAtMs: z.number(),
  pinSetAtMs: z.exactOptional(z.number()),
  pinSetBy: z.exactOptional(named(staffId)),
});

/** Some fields of all that lies with a store under a kind of key. */
function fieldsOf(dynamo: Dynamo, book: string, start: BookKey, fields: readonly string[]) {
  return allOf(dynamo, {
    TableName: book,
    KeyConditionExpression: 'pk = :store AND begins_with(sk, :kind)',
    ProjectionExpression: fields.map(field => `#${field}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(fields.map(field => [`#${field}`, field])),
    ExpressionAttributeValues: { ':store': start.pk, ':kind': start.sk },
  });
}

/** A store's people and devices in the Book, for counting: names, ids and PINs are not asked for. */
export function makeCrewReader(dynamo: Dynamo, book: string): CrewReader {
  return {
    of: async (store: StoreId): Promise<Crew> => {
      const [staff, devices] = await Promise.all([
        fieldsOf(dynamo, book, bookKeys.tillStaff(store, ''), ['role', 'state']),
        fieldsOf(dynamo, book, bookKeys.tillDevice(store, ''), Object.keys(deviceItem.shape)),
      ]);
      return {
        staff: staff.map(item => memberItem.parse(item)),
        devices: devices.map(item => deviceItem.parse(item)),
      };
    },
  };
}
