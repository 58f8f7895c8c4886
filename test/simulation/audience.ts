import { applyWish, noConsents, type Consents } from '../../lambdas/domain/consent.ts';
import { laneOf } from '../../lambdas/domain/delivery.ts';
import { secretHash, shopperId, type SecretHash, type ShopperId } from '../../lambdas/domain/ids.ts';
import type { Pepper } from '../../lambdas/domain/pepper.ts';
import { appendRow } from '../fakes/memory-registrar.ts';
import type { MemoryStore } from '../fakes/memory-store.ts';
import type { Random } from './random.ts';

/** Secrets in clear: what they hide is no question here, and a run should not spend its time on HMACs. */
export const pepper: Pick<Pepper, 'codeOf' | 'codeKey' | 'linkToken' | 'optOutToken'> = {
  codeOf: (voucher, salt) => `${voucher}.${salt}`,
  codeKey: code => secretHash(code),
  linkToken: code => code.slice(-14),
  optOutToken: shopper => shopper.slice(-14),
};

/** What the tables know a stop link by. */
export function stopLinkOf(shopper: ShopperId): SecretHash {
  return secretHash(pepper.optOutToken(shopper));
}

/** The people of a run: few over all lanes, or so many in one lane that its place is saved on the way. */
export function drawShoppers(random: Random): ShopperId[] {
  const many = random.chance(0.08);
  const count = many ? random.between(22, 45) : random.between(1, 9);
  const shoppers: ShopperId[] = [];
  for (let next = 0; shoppers.length < count; next += 1) {
    const id = shopperId(`shp_01SIM${String(next).padStart(6, '0')}${random.between(100_000, 999_999)}`);
    if (!many || laneOf(id) === 0) shoppers.push(id);
  }
  return shoppers;
}

/** A shopper who proved the number just now and agreed to everything. */
export function agreed(store: MemoryStore, shopper: ShopperId, nowMs: number): void {
  let consents: Consents = noConsents(shopper, nowMs);
  for (const purpose of ['usage', 'delivery'] as const) {
    const wish = { purpose, state: 'granted', policyVersion: '1', by: 'verification' } as const;
    const step = applyWish(consents, wish, nowMs);
    consents = step.consents;
    if (step.fact !== undefined) appendRow(store, step.fact);
  }
  store.consents.set(shopper, consents);
  store.optOuts.set(stopLinkOf(shopper), shopper);
}
