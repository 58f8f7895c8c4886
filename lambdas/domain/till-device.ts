import type { DeviceId, SecretHash, StoreId } from './ids.ts';
import type { Store, UnderPin } from './store.ts';

/** For how long a device is enrolled, in seconds: 400 days, the longest that browsers keep a cookie. */
export const deviceSeconds = 400 * 24 * 3600;

/**
 * A browser that was enrolled as a till with the store's PIN, and ends with that PIN; milliseconds. People of the store
 * sign in with their own PINs on such a device alone.
 */
export type TillDevice = UnderPin & {
  readonly storeId: StoreId;
  readonly deviceId: DeviceId;
  readonly name: string;
  readonly state: 'active' | 'ended';
  readonly enrolledAtMs: number;
  readonly endsAtMs: number;
  readonly endedAtMs?: number;
};

/** A device that is enrolled and stands on the good PIN of its store. */
export type StandingDevice = TillDevice & { readonly store: Store };

/** Keeps the devices of stores. */
export type TillDeviceBook = {
  enrol(device: TillDevice, cookie: SecretHash): Promise<void>;
  /** The device that shows a cookie, while it stands. */
  standing(cookie: SecretHash, nowMs: number): Promise<StandingDevice | undefined>;
  of(store: StoreId, id: DeviceId): Promise<TillDevice | undefined>;
  /** Every device a store ever had, in the order they were enrolled. */
  list(store: StoreId): Promise<readonly TillDevice[]>;
  /** Ends a device; the first moment stays. False when the store has no such device. */
  end(store: StoreId, id: DeviceId, atMs: number): Promise<boolean>;
};

/** Whether nobody ended a device and its time is not over. */
export function isEnrolled<D extends Pick<TillDevice, 'state' | 'endsAtMs'>>(
  device: D | undefined,
  nowMs: number,
): device is D {
  return device?.state === 'active' && nowMs < device.endsAtMs;
}
