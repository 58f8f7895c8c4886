import type { StoreId, TillStaffId } from './ids.ts';
import type { Creation, ReplayKey } from './replay.ts';
import type { TillRole } from './store.ts';

/**
 * A person who works at a store's till. The name is all that is kept of them; `pinHash` is their own PIN (`hashStaffPin`)
 * and `pinSetAtMs` the moment that tells it from an earlier one. Who ended stays on record, since redemptions name them.
 */
export type TillStaff = {
  readonly storeId: StoreId;
  readonly staffId: TillStaffId;
  readonly name: string;
  readonly role: TillRole;
  readonly pinHash: string;
  readonly pinSetAtMs: number;
  readonly state: 'active' | 'ended';
  readonly createdAtMs: number;
  readonly endedAtMs?: number;
};

/** A PIN to put in place of the one a person has. */
export type NewStaffPin = Pick<TillStaff, 'pinHash' | 'pinSetAtMs'>;

/** Keeps who works at a store. */
export type TillStaffBook = {
  add(staff: TillStaff, replay: ReplayKey | undefined): Promise<Creation<TillStaffId>>;
  of(store: StoreId, id: TillStaffId): Promise<TillStaff | undefined>;
  /** Everybody of a store, the ended ones too, in the order they came. */
  list(store: StoreId): Promise<readonly TillStaff[]>;
  /** Sets a person's PIN; false when they are not at work here. */
  setPin(store: StoreId, id: TillStaffId, pin: NewStaffPin): Promise<boolean>;
  /** Gives a person another role; the person as they are then, or as they ended, which they stay. */
  setRole(store: StoreId, id: TillStaffId, role: TillRole): Promise<TillStaff | undefined>;
  /** Ends a person's work; the first moment stays. False when the store has no such person. */
  end(store: StoreId, id: TillStaffId, atMs: number): Promise<boolean>;
};

/** Whether a person works here still, with the PIN they signed in with. */
export function isAtWork(staff: TillStaff | undefined, pinSetAtMs: number | undefined): boolean {
  return staff?.state === 'active' && staff.pinSetAtMs === pinSetAtMs;
}
