import type { Dice } from '../domain/dice.ts';
import { tillStaffId, type StoreId, type TillStaffId } from '../domain/ids.ts';
import type { Pepper } from '../domain/pepper.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import type { ReplayKey } from '../domain/replay.ts';
import { hashStaffPin, staffPinSaltBytes } from '../domain/staff-pin.ts';
import type { TillRole } from '../domain/store.ts';
import type { NewStaffPin, TillStaff, TillStaffBook } from '../domain/till-staff.ts';

/** What looking after the people of a store needs. */
export type StaffDeps = {
  readonly staff: TillStaffBook;
  readonly pepper: Pick<Pepper, 'staffPinMac'>;
  readonly newUlid: (nowMs: number) => string;
  readonly dice: Dice;
};

/** Somebody who begins to work at a store. */
export type NewStaff = {
  readonly storeId: StoreId;
  readonly name: string;
  readonly role: TillRole;
  readonly pin: string;
};

async function newPin(
  { pepper, dice }: StaffDeps,
  id: TillStaffId,
  pin: string,
  pinSetAtMs: number,
): Promise<NewStaffPin> {
  return { pinHash: await hashStaffPin(pepper.staffPinMac(id, pin), dice(staffPinSaltBytes)), pinSetAtMs };
}

/** Adds a person to a store. Refusal: idempotency.key_reused. */
export function makeAddStaff(deps: StaffDeps) {
  return async (
    wish: NewStaff,
    replay: ReplayKey | undefined,
    nowMs: number,
  ): Promise<TillStaff | Refusal> => {
    const { storeId, name, role, pin } = wish;
    const staffId = tillStaffId(`cls_${deps.newUlid(nowMs)}`);
    const hashed = await newPin(deps, staffId, pin, nowMs);
    const person: TillStaff = {
      storeId,
      staffId,
      name,
      role,
      ...hashed,
      state: 'active',
      createdAtMs: nowMs,
    };
    const made = await deps.staff.add(person, replay);
    if (made.kind === 'key_reused') return refuse('idempotency.key_reused');
    const first = made.kind === 'repeated' ? await deps.staff.of(storeId, made.id) : person;
    return first ?? refuse('store.staff_unknown');
  };
}

const tries = 5;

/** Sets a person's PIN, which ends their sessions and every lock. Refusals: store.staff_unknown, store.staff_ended. */
export function makeSetStaffPin(deps: StaffDeps) {
  return async (
    store: StoreId,
    id: TillStaffId,
    pin: string,
    nowMs: number,
  ): Promise<TillStaff | Refusal> => {
    const hashed = await newPin(deps, id, pin, nowMs);
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const seen = await deps.staff.of(store, id);
      if (seen === undefined) return refuse('store.staff_unknown');
      if (seen.state === 'ended') return refuse('store.staff_ended');
      const next = { ...hashed, pinSetAtMs: Math.max(nowMs, seen.pinSetAtMs + 1) };
      if (await deps.staff.setPin(store, id, next)) return { ...seen, ...next };
    }
    throw new Error('the PIN moved five times in a row');
  };
}

/**
 * Gives a person another role, which counts from their next request on, also where they are signed in. Refusals:
 * store.staff_unknown, store.staff_ended.
 */
export function makeSetStaffRole({ staff }: Pick<StaffDeps, 'staff'>) {
  return async (store: StoreId, id: TillStaffId, role: TillRole): Promise<TillStaff | Refusal> => {
    const person = await staff.setRole(store, id, role);
    if (person === undefined) return refuse('store.staff_unknown');
    return person.state === 'ended' ? refuse('store.staff_ended') : person;
  };
}

/** Ends a person's work at the store, and with it every session of theirs. Refusal: store.staff_unknown. */
export function makeEndStaff({ staff }: StaffDeps) {
  return async (store: StoreId, id: TillStaffId, nowMs: number) =>
    (await staff.end(store, id, nowMs)) ? { staffId: id } : refuse('store.staff_unknown');
}

/** Those who work at a store now. */
export function makeListStaff({ staff }: StaffDeps) {
  return async (store: StoreId) => (await staff.list(store)).filter(({ state }) => state === 'active');
}
