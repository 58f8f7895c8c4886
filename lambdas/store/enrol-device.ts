import { deviceId, type DeviceId, type SecretHash, type StoreId } from '../domain/ids.ts';
import type { Dice } from '../domain/dice.ts';
import type { Leavers } from '../domain/leave.ts';
import { hashOfSecret } from '../domain/pepper.ts';
import { isRefusal, refuse } from '../domain/refusal.ts';
import { isOnGoodPin, pinSetters, underPinOf, type Store } from '../domain/store.ts';
import { deviceSeconds, isEnrolled, type TillDevice, type TillDeviceBook } from '../domain/till-device.ts';
import { proveStorePin, type StorePinDeps, type StorePinShown } from './prove-store-pin.ts';

/** What enrolling a device needs. */
export type EnrolDeps = StorePinDeps & {
  readonly devices: Pick<TillDeviceBook, 'enrol'>;
  readonly newUlid: (nowMs: number) => string;
  readonly dice: Dice;
};

/** Enrols the browser that asks as a till, with the store's PIN. Refusals: those of `proveStorePin`. */
export function makeEnrolDevice(deps: EnrolDeps) {
  return async ({ name, ...shown }: StorePinShown & { readonly name: string }) => {
    const store = await proveStorePin(deps, shown);
    if (isRefusal(store)) return store;
    const { nowMs } = shown;
    const secret = Buffer.from(deps.dice(32)).toString('base64url');
    const device: TillDevice = {
      storeId: store.storeId,
      deviceId: deviceId(`dev_${deps.newUlid(nowMs)}`),
      name,
      state: 'active',
      enrolledAtMs: nowMs,
      endsAtMs: nowMs + deviceSeconds * 1000,
      ...underPinOf(store),
    };
    await deps.devices.enrol(device, hashOfSecret(secret));
    return { device, secret };
  };
}

/** What looking after devices needs. */
export type DevicesDeps = {
  readonly leavers: Leavers;
  readonly devices: Pick<TillDeviceBook, 'list' | 'end' | 'standing'>;
};

/** The devices of a store that are enrolled now, under its present PIN, and which of them shows `cookie`. */
export function makeListDevices({ leavers, devices }: DevicesDeps) {
  return async (store: Store, cookie: SecretHash | undefined, nowMs: number) => {
    const [all, shown, left] = await Promise.all([
      devices.list(store.storeId),
      cookie && devices.standing(cookie, nowMs),
      leavers.among(pinSetters([store])),
    ]);
    const items = all.filter(device => isEnrolled(device, nowMs) && isOnGoodPin(device, store, left));
    return { items, hereId: shown?.deviceId };
  };
}

/** Ends a device of the store, and with it every session on it. Refusal: store.device_not_found. */
export function makeEndDevice({ devices }: DevicesDeps) {
  return async (store: StoreId, id: DeviceId, nowMs: number) =>
    (await devices.end(store, id, nowMs)) ? { deviceId: id } : refuse('store.device_not_found');
}
