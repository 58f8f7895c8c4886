import type { DeviceId, StaffId, StoreId, TillStaffId } from './ids.ts';
import type { Creation, ReplayKey } from './replay.ts';

/**
 * A place where vouchers are redeemed; `pinMac` is the peppered HMAC of its staff PIN. A PIN is known by the moment it
 * was set, which grows with each one of a store; who set it is unknown of stores from before that was kept.
 */
export type Store = {
  readonly storeId: StoreId;
  readonly name: string;
  /** Stores of one group can be named together by a coupon (I1). */
  readonly group?: string;
  readonly timeZone: string;
  readonly pinMac: string;
  readonly pinSetAtMs: number;
  readonly pinSetBy?: StaffId;
  /** When the PIN was ended by name, because somebody who knew it left. */
  readonly pinEndedAtMs?: number;
  readonly createdAtMs: number;
};

/** Rules of a PIN typed at a store: wrong tries are counted per session and store, never per store alone (DESIGN §6.2). */
export const pinRules = { maxWrong: 5, windowSeconds: 900, tillSessionSeconds: 8 * 3600 } as const;

/** The PIN of a store: good, or ended because somebody who set or knew it left. */
export type PinState = 'set' | 'ended';

/** The people whose leaving ends the PINs of these stores. */
export function pinSetters(stores: readonly Store[]): StaffId[] {
  return [...new Set(stores.flatMap(({ pinSetBy }) => (pinSetBy === undefined ? [] : [pinSetBy])))];
}

/** Whether a store's PIN is good: not ended by name since it was set, and its setter not among those who left (D5). */
export function pinStateOf(store: Store, left: ReadonlySet<StaffId>): PinState {
  const { pinSetBy, pinSetAtMs, pinEndedAtMs } = store;
  const isEnded = pinEndedAtMs !== undefined && pinEndedAtMs >= pinSetAtMs;
  return isEnded || (pinSetBy !== undefined && left.has(pinSetBy)) ? 'ended' : 'set';
}

/** The moment that stands for the next PIN of a store: now, but after all that happened to its PINs, whatever the clocks say. */
export function nextPinAtMs({ pinSetAtMs, pinEndedAtMs = 0 }: Store, nowMs: number): number {
  return Math.max(nowMs, pinSetAtMs + 1, pinEndedAtMs + 1);
}

/** A PIN to put in place of the one a store has. */
export type NewPin = { readonly pinMac: string; readonly pinSetAtMs: number; readonly pinSetBy: StaffId };

/** What people may do at a till: a clerk serves, a manager also says who works there and on which devices. */
export const tillRoles = ['clerk', 'manager'] as const;

/** See `tillRoles`. */
export type TillRole = (typeof tillRoles)[number];

/** The store's PIN that something at a till stands on: when it was set, and by whom. */
export type UnderPin = { readonly pinSetAtMs?: number; readonly pinSetBy?: StaffId };

/**
 * A clerk's stay at a till, good while the PIN it stands on is the store's and good; milliseconds. Whoever signed in with
 * the store's PIN itself is a manager and nobody in particular; with a person go the device they stand at, and the moment
 * that their own PIN was set. A person's role is the one they have when a request is made.
 */
export type TillSession = UnderPin & {
  readonly storeId: StoreId;
  readonly expiresAtMs: number;
  readonly role: TillRole;
  readonly staffId?: TillStaffId;
  readonly staffPinSetAtMs?: number;
  readonly deviceId?: DeviceId;
};

/** A session of a till that is good now, and its store as it is now. */
export type StandingTill = TillSession & { readonly store: Store };

/** Whether a till session or a device stands on the PIN the store has now; one from before that was kept has the first PIN. */
export function isUnderPin(under: UnderPin, { pinSetAtMs, pinSetBy, createdAtMs }: Store): boolean {
  return (under.pinSetAtMs ?? createdAtMs) === pinSetAtMs && under.pinSetBy === pinSetBy;
}

/** The present PIN of a store, for what is opened under it. */
export function underPinOf({ pinSetAtMs, pinSetBy }: Store): UnderPin {
  return { pinSetAtMs, ...(pinSetBy === undefined ? {} : { pinSetBy }) };
}

/** Whether something stands on a PIN that is the store's now and good. */
export function isOnGoodPin(
  under: UnderPin,
  store: Store | undefined,
  left: ReadonlySet<StaffId>,
): store is Store {
  return store !== undefined && isUnderPin(under, store) && pinStateOf(store, left) === 'set';
}

/**
 * What may change of a store: its name, and its group (null: none). Not its time zone, for the days and limits that were
 * counted go by it.
 */
export type StoreChange = { readonly name?: string | undefined; readonly group?: string | null | undefined };

/** Keeps stores. */
export type StoreBook = {
  create(store: Store, replay: ReplayKey | undefined): Promise<Creation<StoreId>>;
  byId(id: StoreId): Promise<Store | undefined>;
  list(cursor: string | undefined, limit: number): Promise<Page<Store>>;
  /** The store with the change, or undefined when there is none; something is changed. */
  change(id: StoreId, change: StoreChange): Promise<Store | undefined>;
  /** Replaces the PIN that was seen; false when it is another one by now. */
  setPin(seen: Store, pin: NewPin): Promise<boolean>;
};

/** One page of a list; `cursor` is opaque and absent on the last page. */
export type Page<T> = { readonly items: T[]; readonly cursor?: string };
