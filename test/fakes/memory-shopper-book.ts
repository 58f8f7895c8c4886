import type { Now } from '../../lambdas/domain/dice.ts';
import type { KnownBrowsers } from '../../lambdas/domain/known-browser.ts';
import type { Registration, ShopperBook } from '../../lambdas/domain/shopper.ts';
import { appendRow } from './memory-registrar.ts';
import { standAsRead } from './memory-shopper-books.ts';
import { markKey, type VerificationStore } from './verification-store.ts';
import type { Wire } from './wire.ts';

/** Whether a shopper who is new to us finds their places free: the number (or still with whom it is taken from), the stop link, the vault. */
function hasPlaces(
  { numbers, optOuts, vault }: VerificationStore,
  { index, shopper, sealed, replaced, optOut }: Registration,
): boolean {
  if (sealed === undefined) return true;
  if (optOuts.has(optOut) || vault.has(shopper.shopperId)) return false;
  return numbers.get(index) === replaced?.before.shopperId;
}

function mayStand(store: VerificationStore, registration: Registration): boolean {
  const { shopper, before, replaced, facts } = registration;
  const isFree = ({ chain, sequence }: (typeof facts)[number]) =>
    store.register.get(chain)?.[sequence - 1] === undefined;
  return (
    standAsRead(store, shopper.shopperId, before) &&
    (replaced === undefined || standAsRead(store, replaced.before.shopperId, replaced.before)) &&
    hasPlaces(store, registration) &&
    [...facts, ...(replaced?.facts ?? [])].every(isFree)
  );
}

function useChallenge({ challenges }: VerificationStore, registration: Registration): void {
  const { challengeId, replayKey, shopper } = registration;
  const challenge = challenges.get(challengeId);
  if (challenge === undefined) throw new Error('a challenge is gone in its own transaction');
  const { shopperId, verifiedAtMs: usedAtMs } = shopper;
  const key = replayKey === undefined ? {} : { replayKey };
  challenges.set(challengeId, { ...challenge, state: 'used', usedAtMs, shopperId, ...key });
}

/** Writes everything a registration makes true. */
function stand(store: VerificationStore, registration: Registration): void {
  const { shopper, index, sealed, optOut, replaced, facts } = registration;
  const { shopperId } = shopper;
  useChallenge(store, registration);
  store.shoppers.set(shopperId, shopper);
  store.consents.set(shopperId, registration.consents);
  store.sessions.set(registration.session, { shopperId, expiresAtMs: registration.sessionExpiresAtMs });
  store.marks.set(markKey(registration.browser, index), { shopperId, endsAtMs: registration.knownUntilMs });
  if (sealed !== undefined) {
    store.numbers.set(index, shopperId);
    store.optOuts.set(optOut, shopperId);
    store.vault.set(shopperId, sealed);
  }
  if (replaced !== undefined) store.consents.set(replaced.before.shopperId, replaced.consents);
  for (const fact of [...facts, ...(replaced?.facts ?? [])]) appendRow(store, fact);
}

/** Shoppers and their sessions in memory; a registration is one transaction. */
export function makeMemoryShopperBook(store: VerificationStore, wire: Wire): ShopperBook {
  return {
    byId: id => wire({ verb: 'get', about: `shopper ${id}` }, () => store.shoppers.get(id)),
    byIndex: index => wire({ verb: 'get', about: 'number' }, () => store.numbers.get(index)),
    register: registration =>
      wire({ verb: 'transact', about: `register ${registration.shopper.shopperId}` }, () => {
        if (store.challenges.get(registration.challengeId)?.state !== 'pending') return 'challenge_used';
        if (!mayStand(store, registration)) return 'moved_meanwhile';
        stand(store, registration);
        return 'registered';
      }),
    sessionOf: (cookie, nowMs) =>
      wire({ verb: 'get', about: 'session' }, () => {
        const session = store.sessions.get(cookie);
        return session !== undefined && session.expiresAtMs > nowMs ? session : undefined;
      }),
    openSession: (cookie, session) =>
      wire({ verb: 'put', about: `session of ${session.shopperId}` }, () => {
        store.sessions.set(cookie, session);
      }),
    closeSession: cookie =>
      wire({ verb: 'delete', about: 'session' }, () => {
        store.sessions.delete(cookie);
      }),
  };
}

/** Marks of browsers in memory. */
export function makeMemoryKnownBrowsers(store: VerificationStore, wire: Wire, now: Now): KnownBrowsers {
  return {
    whoProved: (browser, index) =>
      wire({ verb: 'get', about: 'mark of a browser' }, () => {
        const mark = store.marks.get(markKey(browser, index));
        return mark !== undefined && mark.endsAtMs > now() ? mark.shopperId : undefined;
      }),
  };
}
