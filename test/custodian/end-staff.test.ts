import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeStoreBook } from '../../lambdas/aws/dynamo-catalogue.ts';
import { makeLeaveBook } from '../../lambdas/aws/dynamo-leave-book.ts';
import { makeRegisterReader } from '../../lambdas/aws/dynamo-register.ts';
import { makeRotationBook } from '../../lambdas/aws/dynamo-rotation-book.ts';
import { bookKeys } from '../../lambdas/aws/keys.ts';
import { makeAskRotationForLeaver } from '../../lambdas/custodian/ask-rotation.ts';
import { makeEndStaff, type EndStaff } from '../../lambdas/custodian/end-staff.ts';
import { makeShowLeave } from '../../lambdas/custodian/show-leave.ts';
import { rotationId, staffId, storeId, type StaffId, type StoreId } from '../../lambdas/domain/ids.ts';
import { noteHash } from '../../lambdas/domain/register-note.ts';
import { isRefusal } from '../../lambdas/domain/refusal.ts';
import { hashOf } from '../../lambdas/domain/register.ts';
import { pinStateOf, type StoreBook } from '../../lambdas/domain/store.ts';
import { openUnguardedTables, type OpenedTables } from '../contracts/open-tables.ts';
import { layTripwire, type Mishap, type Tripwire } from './tripwire.ts';

const noonMs = Date.UTC(2026, 10, 21, 12);
const custodian = staffId('stf_custodian');
const reason = '店のPINを知っていたため';

let tables: OpenedTables;
let stores: StoreBook;

beforeAll(async () => {
  tables = await openUnguardedTables();
  stores = makeStoreBook(tables.dynamo, tables);
});

afterAll(() => tables.close());

/** A directory that remembers whom it disabled; `down` is how often it fails first. */
function makeDirectory(down = 0) {
  const disabled: StaffId[] = [];
  let failures = down;
  return {
    disabled,
    disable: async (id: StaffId) => {
      failures -= 1;
      if (failures >= 0) throw new Error('the directory is down');
      disabled.push(id);
    },
  };
}

/** The desk of one test: its flows over the tables, the directory of its own, and what the journal was told. */
function openDesk(directory = makeDirectory()) {
  const { dynamo, register } = tables;
  const told: string[] = [];
  const rotations = makeRotationBook(dynamo, tables);
  const leaves = makeLeaveBook(dynamo, tables);
  const flow = (wire: Tripwire) =>
    makeEndStaff({
      leaves: wire.over(leaves),
      stores: wire.over(stores),
      registers: wire.over(makeRegisterReader(dynamo, register)),
      directory: wire.over({ disable: directory.disable }),
      askRotation: wire.over(
        makeAskRotationForLeaver({
          book: rotations,
          newRotationId: nowMs => rotationId(`rot_${ulid(nowMs)}`),
        }),
      ),
      dice: size => new Uint8Array(size).fill(7),
      journal: (code, fields) => told.push(`${code} ${JSON.stringify(fields)}`),
    });
  const show = makeShowLeave({ leaves, stores, rotations });
  return { directory, rotations, leaves, told, flow, end: flow(layTripwire()), show };
}

async function openStore(by: StaffId): Promise<StoreId> {
  const id = storeId(`str_${ulid()}`);
  const pin = { pinMac: ulid(), pinSetAtMs: noonMs - 1000, pinSetBy: by };
  const store = { storeId: id, name: '渋谷店', timeZone: 'Asia/Tokyo', createdAtMs: noonMs - 1000, ...pin };
  await stores.create(store, undefined);
  return id;
}

/** Somebody new who leaves, with a store whose PIN they set and one whose PIN they were told. */
async function someLeaver(): Promise<EndStaff & { readonly own: StoreId; readonly told: StoreId }> {
  const id = staffId(`stf_${ulid()}`);
  const [own, told] = [await openStore(id), await openStore(staffId('stf_other'))];
  return { staffId: id, by: custodian, reason, storeIds: [told], nowMs: noonMs, own, told };
}

const rowsOf = async (id: StaffId) => {
  const { dynamo, register } = tables;
  const { items } = await dynamo.query({
    TableName: register,
    KeyConditionExpression: 'pk = :chain',
    ExpressionAttributeValues: { ':chain': 'rotations' },
  });
  return items.filter(({ fact }) => (fact as { staffId?: string }).staffId === id);
};

const pinOf = async ({ leaves }: ReturnType<typeof openDesk>, id: StoreId) => {
  const store = await stores.byId(id);
  if (store === undefined) throw new Error('there is no such store');
  return pinStateOf(store, await leaves.among(store.pinSetBy === undefined ? [] : [store.pinSetBy]));
};

/** Everything that must be so once when somebody has left, whatever happened on the way. */
async function expectWhole(
  desk: ReturnType<typeof openDesk>,
  leaver: Awaited<ReturnType<typeof someLeaver>>,
) {
  const leave = await desk.leaves.of(leaver.staffId);
  const rows = await rowsOf(leaver.staffId);
  expect(rows).toHaveLength(1);
  const note = noteHash({ salt: '07'.repeat(16), text: reason });
  expect(rows[0]?.['fact']).toEqual({
    event: 'staff-left',
    staffId: leaver.staffId,
    by: custodian,
    note,
  });
  expect(rows[0]?.['hash']).toBe(hashOf(rows[0] as unknown as Parameters<typeof hashOf>[0]));
  expect(leave).toMatchObject({
    by: custodian,
    storeIds: [leaver.own, leaver.told],
    evidence: { chain: 'rotations', sequence: rows[0]?.['sequence'], hash: rows[0]?.['hash'] },
  });
  expect([noonMs, noonMs + 1000]).toContain(leave?.leftAtMs);
  expect(rows[0]?.['atMs']).toBe(leave?.leftAtMs);
  expect(leave?.loginDisabledAtMs).toBeGreaterThanOrEqual(noonMs);
  expect(leave?.rotationId).toBe((await desk.rotations.wish())?.rotationId);
  expect(new Set(desk.directory.disabled)).toEqual(new Set([leaver.staffId]));
  expect([await pinOf(desk, leaver.own), await pinOf(desk, leaver.told)]).toEqual(['ended', 'ended']);
  expect(await tables.dynamo.get(tables.book, bookKeys.note(note))).toMatchObject({ text: reason });
}

describe('ending a person', () => {
  test('is one leave with its evidence, its PINs, its note, a disabled login and a rotation asked for', async () => {
    const [desk, leaver] = [openDesk(), await someLeaver()];
    expect(isRefusal(await desk.end(leaver))).toBe(false);
    await expectWhole(desk, leaver);
    expect(desk.told).toEqual([`staff.left ${JSON.stringify({ staffId: leaver.staffId, by: custodian })}`]);
  });

  test('twice answers the same leave and changes nothing, also with another reason', async () => {
    const [desk, leaver] = [openDesk(), await someLeaver()];
    const first = await desk.end(leaver);
    expect(await desk.end({ ...leaver, reason: '別の理由', nowMs: noonMs + 5000 })).toEqual(first);
    await expectWhole(desk, leaver);
    expect(desk.directory.disabled).toHaveLength(1);
  });

  test('at the same moment from two desks is one leave', async () => {
    const [desk, leaver] = [openDesk(), await someLeaver()];
    const both = await Promise.all([desk.end(leaver), desk.end(leaver)]);
    expect(both.map(leave => isRefusal(leave))).toEqual([false, false]);
    await expectWhole(desk, leaver);
  });

  test('many at once writes every row, each after the one before', async () => {
    const desk = openDesk();
    const leavers = await Promise.all(Array.from({ length: 8 }, someLeaver));
    await Promise.all(leavers.map(leaver => desk.end(leaver)));
    for (const leaver of leavers) expect(await rowsOf(leaver.staffId)).toHaveLength(1);
  });

  test('is not for oneself, and not with a store that does not exist', async () => {
    const [desk, leaver] = [openDesk(), await someLeaver()];
    expect(await desk.end({ ...leaver, staffId: custodian })).toMatchObject({
      refused: 'staff.cannot_end_self',
    });
    const nowhere = { ...leaver, storeIds: [leaver.told, storeId('str_none')] };
    expect(await desk.end(nowhere)).toMatchObject({ refused: 'store.not_found' });
    expect(await desk.leaves.of(leaver.staffId)).toBeUndefined();
    expect(await rowsOf(leaver.staffId)).toEqual([]);
    expect(await pinOf(desk, leaver.told)).toBe('set');
    expect(await desk.show(leaver.staffId)).toMatchObject({ refused: 'staff.has_not_left' });
  });

  test('again with a further store ends its PIN too, and one renewed meanwhile stays', async () => {
    const [desk, leaver, further] = [openDesk(), await someLeaver(), await openStore(staffId('stf_other'))];
    await desk.end(leaver);
    const seen = await stores.byId(leaver.told);
    if (seen === undefined) throw new Error('there is no such store');
    await stores.setPin(seen, { pinMac: 'new', pinSetAtMs: noonMs + 1000, pinSetBy: custodian });
    await desk.end({ ...leaver, storeIds: [leaver.told, further], nowMs: noonMs + 9000 });
    expect([await pinOf(desk, leaver.told), await pinOf(desk, further)]).toEqual(['set', 'ended']);
    const shown = await desk.show(leaver.staffId);
    expect(shown).toMatchObject({
      parts: {
        pins: {
          stores: [
            { storeId: leaver.own, renewed: false },
            { storeId: leaver.told, renewed: true },
            { storeId: further, renewed: false },
          ],
        },
      },
    });
  });

  test('with the directory down is a leave whose login is pending, and asking again disables it', async () => {
    const [desk, leaver] = [openDesk(makeDirectory(1)), await someLeaver()];
    await desk.end(leaver);
    expect(await desk.show(leaver.staffId)).toMatchObject({
      parts: { sessions: { state: 'ended' }, login: { state: 'pending' }, rotation: { state: 'requested' } },
    });
    expect(desk.told.join()).toMatch(/leave\.part_pending .*"part":"login"/u);
    expect(desk.told.join()).not.toContain(reason);
    await desk.end({ ...leaver, nowMs: noonMs + 60_000 });
    expect(await desk.show(leaver.staffId)).toMatchObject({
      parts: { login: { state: 'disabled', at: new Date(noonMs + 60_000).toISOString() } },
    });
    await expectWhole(desk, leaver);
  });
});

/** How many calls a whole leave makes: none of them may be the place where one is lost. */
const mostCalls = 12;
const mishaps: readonly Mishap[] = ['dies before', 'dies after', 'answer lost'];
const places = Array.from({ length: mostCalls }, (_, at) => at + 1);

describe.each(mishaps)('a caller whose call %s', mishap => {
  test.each(places)('%i leaves nothing doubled, and asking again finishes it', async place => {
    const [desk, leaver] = [openDesk(), await someLeaver()];
    const wire = layTripwire(mishap, place);
    const first = desk.flow(wire)(leaver);
    await Promise.race([first.catch(() => 'failed'), wire.died]);
    const again = await desk.end({ ...leaver, nowMs: noonMs + 1000 });
    expect(isRefusal(again)).toBe(false);
    expect(await desk.end({ ...leaver, nowMs: noonMs + 2000 })).toEqual(again);
    await expectWhole(desk, leaver);
  });
});

test('the mishaps befall every call a leave makes', async () => {
  const [desk, leaver, wire] = [openDesk(), await someLeaver(), layTripwire()];
  await desk.flow(wire)(leaver);
  expect(wire.calls()).toBeGreaterThanOrEqual(8);
  expect(wire.calls()).toBeLessThanOrEqual(mostCalls);
});
