import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeStoreBook } from '../../lambdas/aws/dynamo-catalogue.ts';
import { makeLeavers } from '../../lambdas/aws/dynamo-leave-book.ts';
import { makeTillDeviceBook } from '../../lambdas/aws/dynamo-till-devices.ts';
import { makeTillSessions } from '../../lambdas/aws/dynamo-till-sessions.ts';
import { makeTillStaffBook } from '../../lambdas/aws/dynamo-till-staff.ts';
import { bookKeys, gateKeys } from '../../lambdas/aws/keys.ts';
import { secretHash, staffId, storeId } from '../../lambdas/domain/ids.ts';
import { makeSetPin } from '../../lambdas/marketer/set-pin.ts';
import { openUnguardedTables, type OpenedTables } from '../contracts/open-tables.ts';

const noonMs = Date.UTC(2026, 10, 21, 12);
const [mina, ken] = [staffId('stf_mina'), staffId('stf_ken')];
const pepper = { pinMac: (store: string, pin: string) => `mac of ${store} ${pin}` };

let tables: OpenedTables;
let house: ReturnType<typeof openHouse>;

function openHouse() {
  const { dynamo, book, gate } = tables;
  const [stores, leavers] = [makeStoreBook(dynamo, tables), makeLeavers(dynamo, book)];
  const staff = makeTillStaffBook(dynamo, tables);
  const devices = makeTillDeviceBook(dynamo, tables, { stores, leavers });
  return {
    stores,
    sessions: makeTillSessions(dynamo, gate, { stores, leavers, staff, devices }),
    setPin: makeSetPin({ stores, leavers, pepper }),
  };
}

beforeAll(async () => {
  tables = await openUnguardedTables();
  house = openHouse();
});

afterAll(() => tables.close());

/** A store and a till session as they lay in the tables before PINs could be changed. */
async function oldStore(name: string) {
  const { dynamo, book, gate } = tables;
  const [id, cookie] = [storeId(`str_${name}`), secretHash(`cookie-${name}`)];
  const item = { storeId: id, name, timeZone: 'Asia/Tokyo', pinMac: pepper.pinMac(id, '2468') };
  await dynamo.put(book, { ...bookKeys.store(id), ...item, createdAtMs: noonMs });
  const session = { storeId: id, expiresAtMs: noonMs + 1000 };
  await dynamo.put(gate, { ...gateKeys.tillSession(cookie), ...session, ttl: 0 });
  return { id, cookie };
}

test('a store and a session from before stay good: the PIN is the one the store was opened with', async () => {
  const { id, cookie } = await oldStore('old');
  expect(await house.stores.byId(id)).toMatchObject({ pinSetAtMs: noonMs, createdAtMs: noonMs });
  expect(await house.sessions.of(cookie, noonMs)).toMatchObject({ storeId: id, role: 'manager' });
  expect(await house.sessions.of(cookie, noonMs + 1000)).toBeUndefined();
});

test('a new PIN ends them, and it is known who set it', async () => {
  const { id, cookie } = await oldStore('renewed');
  await house.setPin({ storeId: id, pin: '1357', by: mina, nowMs: noonMs + 10 });
  expect(await house.stores.byId(id)).toMatchObject({ pinSetAtMs: noonMs + 10, pinSetBy: mina });
  expect(await house.sessions.of(cookie, noonMs + 20)).toBeUndefined();
});

test('two who set a PIN at once: one after the other, and the last one stands', async () => {
  const { id } = await oldStore('raced');
  const wish = (pin: string, by = mina) => house.setPin({ storeId: id, pin, by, nowMs: noonMs });
  const both = await Promise.all([wish('1111'), wish('2222', ken)]);
  const times = both.map(shown => ('pinSetAt' in shown ? shown.pinSetAt : 'refused'));
  expect(new Set(times)).toEqual(
    new Set([new Date(noonMs + 1).toISOString(), new Date(noonMs + 2).toISOString()]),
  );
  const stands = await house.stores.byId(id);
  const last = times[0] === new Date(noonMs + 2).toISOString() ? ['1111', mina] : ['2222', ken];
  expect([stands?.pinMac, stands?.pinSetBy]).toEqual([pepper.pinMac(id, String(last[0])), last[1]]);
});
