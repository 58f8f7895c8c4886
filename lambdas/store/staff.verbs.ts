import { cookie, deviceShown } from '../cookies.ts';
import { deviceId, storeId, tillStaffId } from '../domain/ids.ts';
import { hashOfSecret, type Pepper } from '../domain/pepper.ts';
import { isRefusal } from '../domain/refusal.ts';
import { replayKey } from '../domain/replay.ts';
import { deviceSeconds, type TillDevice } from '../domain/till-device.ts';
import type { TillStaff } from '../domain/till-staff.ts';
import { pinRules } from '../domain/store.ts';
import type { Verbs } from '../door.ts';
import { callerOf, type Knock } from '../knock.ts';
import type { makeEndDevice, makeEnrolDevice, makeListDevices } from './enrol-device.ts';
import type {
  makeAddStaff,
  makeEndStaff,
  makeListStaff,
  makeSetStaffPin,
  makeSetStaffRole,
} from './manage-staff.ts';
import type { makeSignInStaff } from './sign-in-staff.ts';
import type { makeSignInTill, TillSessions } from './sign-in-till.ts';
import type { staffWire } from './staff.wire.ts';

/** The flows behind the people and devices of a store. */
export type StaffVerbDeps = {
  readonly signIn: ReturnType<typeof makeSignInTill>;
  readonly signInStaff: ReturnType<typeof makeSignInStaff>;
  readonly sessions: Pick<TillSessions, 'close'>;
  readonly listStaff: ReturnType<typeof makeListStaff>;
  readonly addStaff: ReturnType<typeof makeAddStaff>;
  readonly setStaffPin: ReturnType<typeof makeSetStaffPin>;
  readonly setStaffRole: ReturnType<typeof makeSetStaffRole>;
  readonly endStaff: ReturnType<typeof makeEndStaff>;
  readonly enrol: ReturnType<typeof makeEnrolDevice>;
  readonly listDevices: ReturnType<typeof makeListDevices>;
  readonly endDevice: ReturnType<typeof makeEndDevice>;
  readonly pepper: Pick<Pepper, 'addressName' | 'staffPinMac'>;
};

const time = (ms: number) => new Date(ms).toISOString();

const showPerson = ({ staffId, name, role }: TillStaff) => ({ staffId, name, role });

const showSignedIn = ({ staffId, name, role }: TillStaff) => ({ role, staff: { staffId, name } });

const showDevice = ({ deviceId: id, name, enrolledAtMs }: TillDevice) => ({
  deviceId: id,
  name,
  enrolledAt: time(enrolledAtMs),
});

function deviceOf(knock: Pick<Knock, 'cookies'>) {
  const shown = deviceShown(knock);
  return shown === undefined ? undefined : hashOfSecret(shown);
}

type Door = Pick<
  Verbs<typeof staffWire>,
  'POST /v1/till/sign-in' | 'POST /v1/till/sign-out' | 'POST /v1/till/devices'
>;

/** Coming in and going out: sessions, and the devices that people sign in on. */
function doorVerbs(deps: StaffVerbDeps): Door {
  return {
    'POST /v1/till/sign-in': async knock => {
      const { body, address, nowMs } = knock;
      const shown = { storeId: storeId(body.storeId), pin: body.pin, device: deviceOf(knock), nowMs };
      const open =
        body.staffId === undefined
          ? await deps.signIn({ ...shown, address: deps.pepper.addressName(address, nowMs) })
          : await deps.signInStaff({ ...shown, staffId: tillStaffId(body.staffId) });
      if (isRefusal(open)) return open;
      const { store, person, session, expiresAtMs } = open;
      const who = person === undefined ? { role: 'manager' as const } : showSignedIn(person);
      return {
        body: { storeId: store.storeId, name: store.name, expiresAt: time(expiresAtMs), ...who },
        cookies: [cookie('till', session, pinRules.tillSessionSeconds)],
      };
    },
    'POST /v1/till/sign-out': async knock => {
      await deps.sessions.close(callerOf(knock, 'till').session);
      return { body: { signedOut: true }, cookies: [cookie('till', '', 0)] };
    },
    'POST /v1/till/devices': async ({ body, address, nowMs }) => {
      const { pin, name } = body;
      const from = deps.pepper.addressName(address, nowMs);
      const enrolled = await deps.enrol({ storeId: storeId(body.storeId), pin, name, address: from, nowMs });
      if (isRefusal(enrolled)) return enrolled;
      const { device, secret } = enrolled;
      return { body: showDevice(device), cookies: [cookie('device', secret, deviceSeconds)] };
    },
  };
}

/** The people and devices of a store, as verbs. */
export function makeStaffVerbs(deps: StaffVerbDeps): Verbs<typeof staffWire> {
  return {
    ...doorVerbs(deps),
    'GET /v1/till/staff': async ({ caller }) => {
      const store = storeOf(caller);
      const people = await deps.listStaff(store.storeId);
      return { body: { storeId: store.storeId, name: store.name, items: people.map(showPerson) } };
    },
    'POST /v1/till/staff': async ({ body, idempotencyKey, nowMs, ...knock }) => {
      const { storeId: store } = callerOf(knock, 'till').store;
      const remembered = { ...body, pin: deps.pepper.staffPinMac(tillStaffId(store), body.pin) };
      const replay = replayKey(store, 'till-staff', idempotencyKey, remembered, nowMs);
      const added = await deps.addStaff({ storeId: store, ...body }, replay, nowMs);
      return isRefusal(added) ? added : { body: showPerson(added) };
    },
    'PUT /v1/till/staff/{staffId}/pin': async ({ body, params, nowMs, ...knock }) => {
      const id = tillStaffId(params['staffId'] ?? '');
      const set = await deps.setStaffPin(callerOf(knock, 'till').store.storeId, id, body.pin, nowMs);
      return isRefusal(set) ? set : { body: showPerson(set) };
    },
    'PUT /v1/till/staff/{staffId}/role': async ({ body, params, ...knock }) => {
      const id = tillStaffId(params['staffId'] ?? '');
      const set = await deps.setStaffRole(callerOf(knock, 'till').store.storeId, id, body.role);
      return isRefusal(set) ? set : { body: showPerson(set) };
    },
    'POST /v1/till/staff/{staffId}/end': async ({ params, nowMs, ...knock }) => {
      const id = tillStaffId(params['staffId'] ?? '');
      const ended = await deps.endStaff(callerOf(knock, 'till').store.storeId, id, nowMs);
      return isRefusal(ended) ? ended : { body: ended };
    },
    'GET /v1/till/devices': async ({ nowMs, ...knock }) => {
      const { store } = callerOf(knock, 'till');
      const { items, hereId } = await deps.listDevices(store, deviceOf(knock), nowMs);
      return { body: { items: items.map(one => ({ ...showDevice(one), isThis: one.deviceId === hereId })) } };
    },
    'POST /v1/till/devices/{deviceId}/end': async ({ params, nowMs, ...knock }) => {
      const id = deviceId(params['deviceId'] ?? '');
      const ended = await deps.endDevice(callerOf(knock, 'till').store.storeId, id, nowMs);
      return isRefusal(ended) ? ended : { body: ended };
    },
  };
}

/** The store whose people may be named to whoever stands here: somebody signed in, or an enrolled device. */
function storeOf(caller: Knock['caller']) {
  return caller.kind === 'device' ? caller.store : callerOf({ caller }, 'till').store;
}
