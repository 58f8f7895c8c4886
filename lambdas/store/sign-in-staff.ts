import type { DeviceId, SecretHash, StoreId, TillStaffId } from '../domain/ids.ts';
import type { Pepper } from '../domain/pepper.ts';
import type { PinLock } from '../domain/pin-lock.ts';
import { refuse } from '../domain/refusal.ts';
import { isStaffPin } from '../domain/staff-pin.ts';
import { underPinOf } from '../domain/store.ts';
import type { TillDeviceBook } from '../domain/till-device.ts';
import type { TillStaff, TillStaffBook } from '../domain/till-staff.ts';
import type { Journal } from '../journal.ts';
import { openTill, type OpenTillDeps } from './sign-in-till.ts';

/** What signing in as a person needs. */
export type SignInStaffDeps = OpenTillDeps & {
  readonly devices: Pick<TillDeviceBook, 'standing'>;
  readonly staff: Pick<TillStaffBook, 'of'>;
  readonly lock: PinLock;
  readonly pepper: Pick<Pepper, 'staffPinMac'>;
  readonly journal: Journal;
};

/** A person of a store with their own PIN, at the device that shows this cookie. */
export type SignInStaff = {
  readonly storeId: StoreId;
  readonly staffId: TillStaffId;
  readonly pin: string;
  readonly device: SecretHash | undefined;
  readonly nowMs: number;
};

/** Compares the PIN, after the try is counted; a right one takes the count back. */
async function whyNotThem(
  deps: SignInStaffDeps,
  person: TillStaff,
  at: DeviceId,
  pin: string,
  nowMs: number,
) {
  const { storeId, staffId, pinHash, pinSetAtMs, state } = person;
  const key = `${at}#${staffId}#${pinSetAtMs}`;
  const lockedUntilMs = await deps.lock.count(key, nowMs);
  if (lockedUntilMs !== undefined) {
    deps.journal('till.locked', { storeId, staffId, deviceId: at });
    return refuse('store.pin_locked', {}, Math.ceil((lockedUntilMs - nowMs) / 1000));
  }
  if (!(await isStaffPin(deps.pepper.staffPinMac(staffId, pin), pinHash)))
    return refuse('store.pin_mismatch');
  await deps.lock.clear(key);
  return state === 'ended' ? refuse('store.staff_ended') : undefined;
}

/**
 * Opens a till for a person of the store, on an enrolled device alone. Refusals: store.device_unknown (which includes one
 * whose PIN was ended or changed), store.staff_unknown, store.pin_locked, store.pin_mismatch, and store.staff_ended to
 * whoever types the right PIN.
 */
export function makeSignInStaff(deps: SignInStaffDeps) {
  return async ({ storeId, staffId, pin, device, nowMs }: SignInStaff) => {
    const stand = device && (await deps.devices.standing(device, nowMs));
    if (stand?.storeId !== storeId) return refuse('store.device_unknown');
    const person = await deps.staff.of(storeId, staffId);
    if (person === undefined) return refuse('store.staff_unknown');
    const { deviceId, store } = stand;
    const no = await whyNotThem(deps, person, deviceId, pin, nowMs);
    if (no !== undefined) return no;
    const { role, pinSetAtMs: staffPinSetAtMs } = person;
    const session = { storeId, role, staffId, staffPinSetAtMs, deviceId, ...underPinOf(store) };
    return { store, person, ...(await openTill(deps, session, nowMs)) };
  };
}
