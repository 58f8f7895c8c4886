import type { Dice } from '../domain/dice.ts';
import type { SecretHash } from '../domain/ids.ts';
import { hashOfSecret } from '../domain/pepper.ts';
import { isRefusal } from '../domain/refusal.ts';
import { pinRules, underPinOf, type StandingTill, type TillSession } from '../domain/store.ts';
import type { TillDeviceBook } from '../domain/till-device.ts';
import { proveStorePin, type StorePinDeps, type StorePinShown } from './prove-store-pin.ts';

/** Keeps the sessions of tills. */
export type TillSessions = {
  open(cookie: SecretHash, session: TillSession): Promise<void>;
  of(cookie: SecretHash, nowMs: number): Promise<StandingTill | undefined>;
  /** Ends a session; one that is over already stays so. */
  close(cookie: SecretHash): Promise<void>;
};

/** What opening a session needs. */
export type OpenTillDeps = { readonly sessions: Pick<TillSessions, 'open'>; readonly dice: Dice };

/** What signing in at a till needs. */
export type SignInDeps = StorePinDeps & OpenTillDeps & { readonly devices: Pick<TillDeviceBook, 'standing'> };

/** A manager with the store's PIN, and the device they stand at where it is an enrolled one. */
export type SignInTill = StorePinShown & { readonly device: SecretHash | undefined };

/** Opens a session for eight hours; answers the cookie's secret and the end (milliseconds). */
export async function openTill(
  { sessions, dice }: OpenTillDeps,
  session: Omit<TillSession, 'expiresAtMs'>,
  nowMs: number,
) {
  const secret = Buffer.from(dice(32)).toString('base64url');
  const expiresAtMs = nowMs + pinRules.tillSessionSeconds * 1000;
  await sessions.open(hashOfSecret(secret), { ...session, expiresAtMs });
  return { session: secret, expiresAtMs };
}

/** Opens a till with the store's PIN, as a manager and nobody in particular. Refusals: those of `proveStorePin`. */
export function makeSignInTill(deps: SignInDeps) {
  return async ({ device, ...shown }: SignInTill) => {
    const store = await proveStorePin(deps, shown);
    if (isRefusal(store)) return store;
    const { storeId } = store;
    const stand = device && (await deps.devices.standing(device, shown.nowMs));
    const at = stand?.storeId === storeId ? { deviceId: stand.deviceId } : {};
    const session = { storeId, role: 'manager' as const, ...underPinOf(store), ...at };
    return { store, person: undefined, ...(await openTill(deps, session, shown.nowMs)) };
  };
}
