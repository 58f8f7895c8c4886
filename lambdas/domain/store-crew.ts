import type { StoreId } from './ids.ts';
import type { Store } from './store.ts';
import { isOnGoodPin } from './store.ts';
import { isEnrolled, type TillDevice } from './till-device.ts';
import type { TillStaff } from './till-staff.ts';

/** A person of a store without name, id and PIN. */
export type CrewMember = Pick<TillStaff, 'role' | 'state'>;

/** A device of a store without name and id. */
export type CrewDevice = Pick<TillDevice, 'state' | 'endsAtMs' | 'pinSetAtMs' | 'pinSetBy'>;

/** Who works at a store and on what, as far as it is counted for others than the store itself. */
export type Crew = { readonly staff: readonly CrewMember[]; readonly devices: readonly CrewDevice[] };

/** Reads the people and devices of a store for counting; what names somebody stays in the table. */
export type CrewReader = { of(store: StoreId): Promise<Crew> };

/** How many people a store has by role, how many devices are enrolled under its present PIN, and how many of each ended. */
export type CrewCounts = {
  readonly staff: { readonly manager: number; readonly clerk: number; readonly ended: number };
  readonly devices: { readonly enrolled: number; readonly ended: number };
};

/** Counts a store's people and devices now; `left` are the setters of PINs who left. */
export function countCrew(
  { staff, devices }: Crew,
  store: Store,
  left: Parameters<typeof isOnGoodPin>[2],
  nowMs: number,
): CrewCounts {
  const active = staff.filter(({ state }) => state === 'active');
  const manager = active.filter(({ role }) => role === 'manager').length;
  const enrolled = devices.filter(
    device => isEnrolled(device, nowMs) && isOnGoodPin(device, store, left),
  ).length;
  return {
    staff: { manager, clerk: active.length - manager, ended: staff.length - active.length },
    devices: { enrolled, ended: devices.length - enrolled },
  };
}
