import type { Dice } from '../domain/dice.ts';
import type { SecretHash, StoreId } from '../domain/ids.ts';
import type { Leavers } from '../domain/leave.ts';
import { hashOfSecret, sameSecret, type Pepper } from '../domain/pepper.ts';
import type { TryCounter } from '../domain/counter.ts';
import { pinLimit } from '../domain/pin-gate.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import {
  pinRules,
  pinSetters,
  pinStateOf,
  type Store,
  type StoreBook,
  type TillSession,
} from '../domain/store.ts';

/** Keeps the sessions of tills. */
export type TillSessions = {
  open(cookie: SecretHash, session: TillSession): Promise<void>;
  of(cookie: SecretHash, nowMs: number): Promise<TillSession | undefined>;
};

/** What signing in at a till needs. */
export type SignInDeps = {
  readonly stores: Pick<StoreBook, 'byId'>;
  readonly leavers: Leavers;
  readonly sessions: TillSessions;
  readonly tries: TryCounter;
  readonly pepper: Pick<Pepper, 'pinMac'>;
  readonly dice: Dice;
};

/** A clerk with the store's PIN; `address` is the day's pseudonym of where the till is (D9). */
export type SignInTill = {
  readonly storeId: StoreId;
  readonly pin: string;
  readonly address: string;
  readonly nowMs: number;
};

async function openTill(deps: SignInDeps, { storeId, pinSetAtMs, pinSetBy }: Store, expiresAtMs: number) {
  const session = Buffer.from(deps.dice(32)).toString('base64url');
  const setter = pinSetBy === undefined ? {} : { pinSetBy };
  await deps.sessions.open(hashOfSecret(session), { storeId, expiresAtMs, pinSetAtMs, ...setter });
  return session;
}

/**
 * Opens a till for eight hours. A wrong PIN and an unknown store get the same answer; a PIN that somebody knew who
 * left is told to whoever types it right (D5).
 */
export function makeSignInTill(deps: SignInDeps) {
  return async ({ storeId, pin, address, nowMs }: SignInTill) => {
    const limit = pinLimit(storeId, address, nowMs);
    if (!(await deps.tries.count(limit)))
      return refuse('store.pin_locked', {}, Math.ceil((limit.endsAtMs - nowMs) / 1000));
    const store = await deps.stores.byId(storeId);
    if (!sameSecret(deps.pepper.pinMac(storeId, pin), store?.pinMac ?? '') || store === undefined)
      return refuse('store.pin_mismatch');
    await deps.tries.giveBack(limit);
    if (pinStateOf(store, await deps.leavers.among(pinSetters([store]))) === 'ended')
      return refuse('store.pin_ended');
    const expiresAtMs = nowMs + pinRules.tillSessionSeconds * 1000;
    const session = await openTill(deps, store, expiresAtMs);
    return { store, session, expiresAtMs } satisfies object | Refusal;
  };
}
