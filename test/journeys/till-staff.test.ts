import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { System } from '../../local/system.ts';
import { openSystem } from '../local-system.ts';
import { openBrowserLike, type Answered, type BrowserLike } from './browser-like.ts';
import { freshAddress, makeCoupon, made, makeStore, openConsole, signUp } from './people.ts';
import { addStaff, enrolTill } from './town.ts';

const pins = { here: '70615243', there: '81726354' } as const;
const hanakosPin = '36925814';

let system: System;
let marketer: BrowserLike;
let stores: Record<keyof typeof pins, string>;
let manager: BrowserLike;
let hanako: string;
let people = 0;

const told = ({ status, body }: Answered) => [status, body['code'] ?? 'done'];
const newTill = () => openBrowserLike(system.origin, { address: freshAddress() });
const here = () => ({ storeId: stores.here });

/** A browser that is enrolled at a store, nobody signed in. */
async function newDevice(store: keyof typeof pins = 'here', name = 'レジ') {
  const till = newTill();
  return { till, deviceId: await enrolTill(till, stores[store], pins[store], name) };
}

const signIn = (till: BrowserLike, staffId: string, pin: string, storeId = stores.here) =>
  till.post('/v1/till/sign-in', { storeId, staffId, pin });

/** Somebody new, so that one test's locks and ends do not meet another's. */
async function newPerson(role: 'clerk' | 'manager' = 'clerk') {
  people += 1;
  const pin = String(20_000_000 + people * 1_234_567);
  return { staffId: await addStaff(manager, `人${people}`, role, pin), pin };
}

/** Somebody new who is signed in at a device of their own. */
async function atWork(role: 'clerk' | 'manager' = 'clerk') {
  const [person, device] = [await newPerson(role), await newDevice()];
  expect(told(await signIn(device.till, person.staffId, person.pin))).toEqual([200, 'done']);
  return { ...person, ...device };
}

const isIn = async (till: BrowserLike) => told(await till.get('/v1/till/qr'));

/** Signs in again those whose hours are over, after the clock was moved. */
async function comeBack(): Promise<void> {
  await manager.post('/v1/till/sign-in', { ...here(), pin: pins.here });
  marketer = await openConsole(system.origin);
}

beforeAll(async () => {
  system = await openSystem();
  marketer = await openConsole(system.origin);
  stores = {
    here: await makeStore(marketer, '渋谷店', pins.here),
    there: await makeStore(marketer, '新宿店', pins.there),
  };
  manager = newTill();
  await manager.post('/v1/till/sign-in', { ...here(), pin: pins.here });
  hanako = await addStaff(manager, '花子', 'clerk', hanakosPin);
});

afterAll(() => system.close());

describe('signing in as a person', () => {
  test('needs an enrolled device, which may say who works there before anybody signed in', async () => {
    const { till } = await newDevice();
    const listed = await till.get('/v1/till/staff');
    expect(listed.body).toMatchObject({ ...here(), name: '渋谷店' });
    expect(listed.body['items']).toContainEqual({ staffId: hanako, name: '花子', role: 'clerk' });
    const opened = await signIn(till, hanako, hanakosPin);
    expect(opened.body).toMatchObject({
      storeId: stores.here,
      name: '渋谷店',
      role: 'clerk',
      staff: { staffId: hanako, name: '花子' },
    });
    expect(await isIn(till)).toEqual([200, 'done']);
    const stranger = newTill();
    expect(told(await stranger.get('/v1/till/staff'))).toEqual([401, 'session.missing']);
    expect(told(await signIn(stranger, hanako, hanakosPin))).toEqual([403, 'store.device_unknown']);
  });

  test('is for the people of that store, on a device of that store', async () => {
    const there = await newDevice('there');
    expect(told(await signIn(there.till, hanako, hanakosPin, stores.there))).toEqual([
      404,
      'store.staff_unknown',
    ]);
    expect(told(await signIn(there.till, hanako, hanakosPin))).toEqual([403, 'store.device_unknown']);
    expect(told(await there.till.get('/v1/till/qr'))).toEqual([401, 'session.missing']);
  });

  test('lasts eight hours', async () => {
    const { till } = await atWork();
    system.clock.advance(8 * 3600 - 60);
    expect(await isIn(till)).toEqual([200, 'done']);
    system.clock.advance(61);
    expect(await isIn(till)).toEqual([401, 'session.missing']);
    await comeBack();
  });

  test('ends with a sign-out, also for a copy of the cookie; the device stays', async () => {
    const { till, staffId, pin } = await atWork();
    const copy = newTill();
    copy.cookies.set('__Host-till', till.cookies.get('__Host-till') ?? '');
    expect(told(await till.post('/v1/till/sign-out'))).toEqual([200, 'done']);
    expect(till.cookies.has('__Host-till')).toBe(false);
    expect(await isIn(copy)).toEqual([401, 'session.missing']);
    expect(told(await signIn(till, staffId, pin))).toEqual([200, 'done']);
  });
});

describe('wrong PINs', () => {
  const wrong = (till: BrowserLike, staffId: string) => signIn(till, staffId, '0000');

  test('lock the person out of that device alone, for longer each time', async () => {
    const [{ staffId, pin }, { till }, other] = [await newPerson(), await newDevice(), await newDevice()];
    for (const minutes of [15, 30]) {
      for (let tries = 0; tries < 5; tries += 1)
        expect(told(await wrong(till, staffId))).toEqual([403, 'store.pin_mismatch']);
      const locked = await signIn(till, staffId, pin);
      expect(told(locked)).toEqual([429, 'store.pin_locked']);
      const wait = Number(locked.headers.get('retry-after'));
      expect(wait).toBeGreaterThan(minutes * 60 - 20);
      expect(wait).toBeLessThanOrEqual(minutes * 60);
      system.clock.advance(wait + 1);
    }
    expect(told(await signIn(other.till, staffId, pin))).toEqual([200, 'done']);
    expect(told(await signIn(till, hanako, hanakosPin))).toEqual([200, 'done']);
    expect(told(await signIn(till, staffId, pin))).toEqual([200, 'done']);
    for (let tries = 0; tries < 4; tries += 1) await wrong(till, staffId);
    expect(told(await signIn(till, staffId, pin))).toEqual([200, 'done']);
    await comeBack();
  });

  test('typed at once are counted one by one: five are compared, and no more', async () => {
    const [{ staffId, pin }, { till }] = [await newPerson(), await newDevice()];
    const all = await Promise.all(Array.from({ length: 12 }, () => wrong(till, staffId)));
    const codes = all.map(({ body }) => body['code']);
    expect(codes.filter(code => code === 'store.pin_mismatch')).toHaveLength(5);
    expect(codes.filter(code => code === 'store.pin_locked')).toHaveLength(7);
    expect(system.logs.lines().filter(({ line }) => line.includes('till.locked')).length).toBeGreaterThan(0);
    expect(told(await signIn(till, staffId, pin))).toEqual([429, 'store.pin_locked']);
    const renewed = { pin: '50392817' };
    expect(told(await manager.put(`/v1/till/staff/${staffId}/pin`, renewed))).toEqual([200, 'done']);
    expect(told(await signIn(till, staffId, renewed.pin))).toEqual([200, 'done']);
  });
});

describe('what ends a session at once', () => {
  test('the end of the person, whom only the right PIN tells why', async () => {
    const { till, staffId, pin } = await atWork();
    const end = () => manager.post(`/v1/till/staff/${staffId}/end`);
    expect([told(await end()), told(await end())]).toEqual([
      [200, 'done'],
      [200, 'done'],
    ]);
    expect(await isIn(till)).toEqual([401, 'session.missing']);
    expect(told(await signIn(till, staffId, '0000'))).toEqual([403, 'store.pin_mismatch']);
    expect(told(await signIn(till, staffId, pin))).toEqual([403, 'store.staff_ended']);
    const items = (await till.get('/v1/till/staff')).body['items'] as { staffId: string }[];
    expect(items.map(one => one.staffId)).not.toContain(staffId);
    expect(told(await manager.put(`/v1/till/staff/${staffId}/pin`, { pin }))).toEqual([
      403,
      'store.staff_ended',
    ]);
  });

  test('a new PIN of theirs', async () => {
    const { till, staffId } = await atWork();
    await manager.put(`/v1/till/staff/${staffId}/pin`, { pin: '91827364' });
    expect(await isIn(till)).toEqual([401, 'session.missing']);
  });

  test('the end of the device, for a person and for the store’s PIN on it', async () => {
    const { till, deviceId, staffId, pin } = await atWork();
    const second = openBrowserLike(system.origin, { address: freshAddress() });
    second.cookies.set('__Host-device', till.cookies.get('__Host-device') ?? '');
    await second.post('/v1/till/sign-in', { ...here(), pin: pins.here });
    const shown = (await second.get('/v1/till/devices')).body['items'];
    expect(shown).toContainEqual(expect.objectContaining({ deviceId, isThis: true }));
    expect(told(await manager.post(`/v1/till/devices/${deviceId}/end`))).toEqual([200, 'done']);
    expect([await isIn(till), await isIn(second)]).toEqual([
      [401, 'session.missing'],
      [401, 'session.missing'],
    ]);
    expect(told(await till.get('/v1/till/staff'))).toEqual([401, 'session.missing']);
    expect(told(await signIn(till, staffId, pin))).toEqual([403, 'store.device_unknown']);
    const left = (await manager.get('/v1/till/devices')).body['items'] as { deviceId: string }[];
    expect(left.map(one => one.deviceId)).not.toContain(deviceId);
  });

  test('a new PIN of the store, which ends its devices too', async () => {
    const storeId = await makeStore(marketer, '池袋店', '64738291');
    const [owner, till] = [newTill(), newTill()];
    await owner.post('/v1/till/sign-in', { storeId, pin: '64738291' });
    const staffId = await addStaff(owner, '次郎', 'manager', '83746152');
    await enrolTill(till, storeId, '64738291');
    expect(told(await signIn(till, staffId, '83746152', storeId))).toEqual([200, 'done']);
    await marketer.put(`/v1/stores/${storeId}/pin`, { pin: '19283746' });
    expect(await isIn(till)).toEqual([401, 'session.missing']);
    expect(told(await signIn(till, staffId, '83746152', storeId))).toEqual([403, 'store.device_unknown']);
    await enrolTill(till, storeId, '19283746');
    expect(told(await signIn(till, staffId, '83746152', storeId))).toEqual([200, 'done']);
    expect((await till.get('/v1/till/devices')).body['items']).toHaveLength(1);
  });
});

describe('a manager', () => {
  test('is who signs in with the store’s PIN or as one; a clerk is not, nor one of another store', async () => {
    const [clerk, boss] = [await atWork(), await atWork('manager')];
    const other = newTill();
    await other.post('/v1/till/sign-in', { storeId: stores.there, pin: pins.there });
    const wish = { name: '三郎', role: 'clerk', pin: '47382910' };
    expect(told(await clerk.till.post('/v1/till/staff', wish))).toEqual([403, 'session.not_allowed']);
    expect(told(await boss.till.post('/v1/till/staff', wish))).toEqual([201, 'done']);
    expect(told(await other.post(`/v1/till/staff/${clerk.staffId}/end`))).toEqual([
      404,
      'store.staff_unknown',
    ]);
    expect(told(await other.put(`/v1/till/staff/${clerk.staffId}/pin`, { pin: '4738' }))).toEqual([
      404,
      'store.staff_unknown',
    ]);
    expect(told(await other.post(`/v1/till/devices/${clerk.deviceId}/end`))).toEqual([
      404,
      'store.device_not_found',
    ]);
    expect(await isIn(clerk.till)).toEqual([200, 'done']);
  });

  test('makes a clerk a manager and a manager a clerk, which counts from the next request on', async () => {
    const [clerk, boss] = [await atWork(), await atWork('manager')];
    const setRole = (who: BrowserLike, staffId: string, role: string) =>
      who.put(`/v1/till/staff/${staffId}/role`, { role });
    const promoted = await setRole(boss.till, clerk.staffId, 'manager');
    expect(promoted.body).toMatchObject({ staffId: clerk.staffId, role: 'manager' });
    expect(told(await setRole(clerk.till, boss.staffId, 'clerk'))).toEqual([200, 'done']);
    const wish = { name: '六郎', role: 'clerk', pin: '47382912' };
    for (const tried of [
      await boss.till.post('/v1/till/staff', wish),
      await boss.till.get('/v1/till/devices'),
      await setRole(boss.till, boss.staffId, 'manager'),
      await boss.till.post(`/v1/till/staff/${clerk.staffId}/end`),
    ])
      expect(told(tried)).toEqual([403, 'session.not_allowed']);
    expect(await isIn(boss.till)).toEqual([200, 'done']);
    const again = await signIn(boss.till, boss.staffId, boss.pin);
    expect(again.body['role']).toBe('clerk');
    const items = (await clerk.till.get('/v1/till/staff')).body['items'];
    expect(items).toContainEqual(expect.objectContaining({ staffId: boss.staffId, role: 'clerk' }));
  });

  test('cannot lock the store out: the store’s PIN is a manager’s, even where nobody is one', async () => {
    const storeId = await makeStore(marketer, '目白店', '57463829');
    const owner = newTill();
    await owner.post('/v1/till/sign-in', { storeId, pin: '57463829' });
    const staffId = await addStaff(owner, '七郎', 'manager', '83746159');
    await enrolTill(owner, storeId, '57463829');
    await signIn(owner, staffId, '83746159', storeId);
    const role = (wish: string) => owner.put(`/v1/till/staff/${staffId}/role`, { role: wish });
    expect(told(await role('clerk'))).toEqual([200, 'done']);
    expect(told(await role('manager'))).toEqual([403, 'session.not_allowed']);
    await owner.post('/v1/till/sign-in', { storeId, pin: '57463829' });
    expect(told(await role('manager'))).toEqual([200, 'done']);
  });

  test('gives no role to the people of another store, to one who ended, or of another name', async () => {
    const { staffId } = await newPerson();
    const other = newTill();
    await other.post('/v1/till/sign-in', { storeId: stores.there, pin: pins.there });
    const path = `/v1/till/staff/${staffId}/role`;
    expect(told(await other.put(path, { role: 'manager' }))).toEqual([404, 'store.staff_unknown']);
    expect((await manager.put(path, { role: 'owner' })).body).toMatchObject({ fields: 'role' });
    await manager.post(`/v1/till/staff/${staffId}/end`);
    expect(told(await manager.put(path, { role: 'manager' }))).toEqual([403, 'store.staff_ended']);
    const items = (await manager.get('/v1/till/staff')).body['items'] as { staffId: string }[];
    expect(items.map(one => one.staffId)).not.toContain(staffId);
  });

  test('adds somebody once per Idempotency-Key', async () => {
    const wish = { name: '四郎', role: 'clerk', pin: '47382911' };
    const add = (body: object) => manager.post('/v1/till/staff', body, { 'idempotency-key': 'four' });
    const [first, again, other] = [await add(wish), await add(wish), await add({ ...wish, pin: '4738' })];
    expect(made(again, 'staffId')).toBe(made(first, 'staffId'));
    expect(told(other)).toEqual([409, 'idempotency.key_reused']);
  });

  test.each([
    [{ name: '090-1234-5678', role: 'clerk', pin: '4738' }, 'name'],
    [{ name: '二\n行', role: 'clerk', pin: '4738' }, 'name'],
    [{ name: '五郎', role: 'owner', pin: '4738' }, 'role'],
    [{ name: '五郎', role: 'clerk', pin: '473' }, 'pin'],
  ])('cannot add %j', async (wish, fields) => {
    const refused = await manager.post('/v1/till/staff', wish);
    expect([refused.status, refused.body['fields']]).toEqual([400, fields]);
  });

  test('lost the device: whoever guesses the store’s PIN to enrol another is locked out as ever', async () => {
    const thief = newTill();
    const enrol = (pin: string) => thief.post('/v1/till/devices', { ...here(), pin, name: '盗' });
    for (let tries = 0; tries < 5; tries += 1)
      expect(told(await enrol('0000'))).toEqual([403, 'store.pin_mismatch']);
    expect(told(await enrol(pins.here))).toEqual([429, 'store.pin_locked']);
  });
});

test('the marketer sees how many people and devices a store has, by role and state, and nobody’s name', async () => {
  const storeId = await makeStore(marketer, '大塚店', '57463820');
  const counted = async () => (await marketer.get(`/v1/stores/${storeId}/staff`)).body;
  const nobody = { staff: { manager: 0, clerk: 0, ended: 0 }, devices: { enrolled: 0, ended: 0 } };
  expect(await counted()).toEqual(nobody);
  const owner = newTill();
  await owner.post('/v1/till/sign-in', { storeId, pin: '57463820' });
  await addStaff(owner, '八郎', 'manager', '83746150');
  const [nine] = [
    await addStaff(owner, '九郎', 'clerk', '83746151'),
    await addStaff(owner, '十郎', 'clerk', '83746152'),
  ];
  const [gone] = [
    await enrolTill(newTill(), storeId, '57463820'),
    await enrolTill(newTill(), storeId, '57463820'),
  ];
  await owner.post(`/v1/till/staff/${nine}/end`);
  await owner.post(`/v1/till/devices/${gone}/end`);
  expect(await counted()).toEqual({
    staff: { manager: 1, clerk: 1, ended: 1 },
    devices: { enrolled: 1, ended: 1 },
  });
  await marketer.put(`/v1/stores/${storeId}/pin`, { pin: '19283746' });
  expect(await counted()).toMatchObject({ devices: { enrolled: 0, ended: 2 } });
  expect(told(await marketer.get('/v1/stores/str_none/staff'))).toEqual([404, 'store.not_found']);
});

test('what a clerk does carries their name; another store’s clerk finds nothing to undo', async () => {
  const couponId = await makeCoupon(marketer, { public: true });
  const shopper = await signUp(system.origin, '090-6666-0002', '+819066660002', false);
  const code = String((await shopper.post(`/v1/coupons/${couponId}/vouchers`)).body['code']);
  const { till, staffId } = await atWork();
  const other = newTill();
  await other.post('/v1/till/sign-in', { storeId: stores.there, pin: pins.there });
  const redemptionId = made(await till.post('/v1/till/redemptions', { code }), 'redemptionId');
  const undo = (who: BrowserLike) =>
    who.post(`/v1/till/redemptions/${redemptionId}/undo`, { reason: '打ち間違い' });
  expect(told(await undo(other))).toEqual([404, 'redemption.not_found']);
  expect(told(await till.post('/v1/till/redemptions', { code }))).toEqual([409, 'voucher.already_redeemed']);
  expect(told(await undo(till))).toEqual([200, 'done']);
  expect(told(await till.post('/v1/till/holds', { code }))).toEqual([201, 'done']);
  const counted = (await till.get('/v1/till/counts')).body['items'];
  expect(counted).toContainEqual(
    expect.objectContaining({ staffId, staffName: `人${people}`, redeemed: 0, undone: 1 }),
  );
  const { body: refused, text } = await till.get('/v1/till/attempts');
  expect(refused['items']).toMatchObject([
    { by: 'till', staffId, staffName: `人${people}`, reason: { code: 'voucher.already_redeemed' } },
  ]);
  expect(text).not.toMatch(new RegExp(`${code}|${shopper.shopperId}|906666`, 'u'));
  const theirs = (await system.world.dump()).split('\n').filter(line => line.includes(staffId));
  for (const kind of [`RED#${redemptionId}`, `UND#${redemptionId}`, 'ATT#att_', '"hold"'])
    expect([kind, theirs.filter(line => line.includes(kind)).length]).toEqual([kind, 1]);
});

test('a clerk is counted over all their sessions, and nobody else with them', async () => {
  const [{ till, staffId, pin }, { till: elsewhere }, { till: colleague, staffId: other }] = [
    await atWork(),
    await newDevice(),
    await atWork(),
  ];
  const guess = async (who: BrowserLike) => told(await who.post('/v1/till/holds', { code: '0000000001' }));
  const rowsOf = async (id: string) =>
    (await system.world.dump())
      .split('\n')
      .filter(line => line.includes('ATT#att_') && line.includes(`"${id}"`)).length;
  await signIn(elsewhere, staffId, pin);
  // The window of ten minutes must not end in the midst of this.
  const leftSeconds = 600 - (Math.floor(system.clock.now() / 1000) % 600);
  if (leftSeconds < 60) system.clock.advance(leftSeconds);
  for (let turn = 0; turn < 16; turn += 1)
    for (const who of [till, elsewhere]) expect(await guess(who)).toEqual([404, 'voucher.not_found']);
  await signIn(till, staffId, pin);
  expect(await guess(till)).toEqual([404, 'voucher.not_found']);
  expect(await rowsOf(staffId)).toBe(30);
  await guess(colleague);
  await manager.post('/v1/till/holds', { code: '0000000001' });
  expect(await rowsOf(other)).toBe(1);
  const shown = (await manager.get('/v1/till/attempts')).body['items'] as Record<string, unknown>[];
  expect(shown.slice(0, 3).map(one => [one['by'], one['staffId'], one['staffName']])).toEqual([
    ['till', undefined, undefined],
    ['till', other, `人${people}`],
    ['till', staffId, `人${people - 1}`],
  ]);
  const lines = system.logs.lines().filter(({ line }) => line.includes('"redemption.velocity"'));
  expect(lines.map(({ line }) => JSON.parse(line) as unknown)).toMatchObject([
    { code: 'redemption.velocity', of: 'staff', staffId, storeId: stores.here, refused: 30 },
  ]);
});

test('no PIN and no cookie lies anywhere, and a PIN costs what scrypt is set to', async () => {
  const { till, pin } = await atWork();
  const dump = await system.world.dump();
  const cookies = [...till.cookies.values()];
  expect(cookies).toHaveLength(2);
  for (const secret of [pin, hanakosPin, pins.here, pins.there, ...cookies])
    expect(dump).not.toContain(secret);
  expect(dump.match(/\$scrypt\$ln=15,r=8,p=1\$/gu)?.length).toBeGreaterThan(5);
});
