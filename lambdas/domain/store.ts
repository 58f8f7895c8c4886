import type { StaffId, StoreId } from './ids.ts';
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

/** A clerk's stay at a till, good while the PIN it was opened with is the store's and good; milliseconds. */
export type TillSession = {
  readonly storeId: StoreId;
  readonly expiresAtMs: number;
  readonly pinSetAtMs?: number;
  readonly pinSetBy?: StaffId;
};

/** Whether a till session was opened with the PIN the store has now; one from before that was kept has the first PIN. */
export function isUnderPin(session: TillSession, { pinSetAtMs, pinSetBy, createdAtMs }: Store): boolean {
  return (session.pinSetAtMs ?? createdAtMs) === pinSetAtMs && session.pinSetBy === pinSetBy;
}

/** Keeps stores. */
export type StoreBook = {
  create(store: Store, replay: ReplayKey | undefined): Promise<Creation<StoreId>>;
  byId(id: StoreId): Promise<Store | undefined>;
  list(cursor: string | undefined, limit: number): Promise<Page<Store>>;
  /** Replaces the PIN that was seen; false when it is another one by now. */
  setPin(seen: Store, pin: NewPin): Promise<boolean>;
};

/** One page of a list; `cursor` is opaque and absent on the last page. */
export type Page<T> = { readonly items: T[]; readonly cursor?: string };
