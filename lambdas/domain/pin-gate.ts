import type { SecretHash, StoreId } from './ids.ts';
import { refuse, type Refusal } from './refusal.ts';
import { pinRules } from './store.ts';
import { secondsUntil, windowAt, type Limit } from './counter.ts';

/** The counter of wrong PINs and QRs of one person (session or address) at one store; nobody can lock a shop for others. */
export function pinLimit(store: StoreId, who: SecretHash | string, nowMs: number): Limit {
  const { number, endsAtMs } = windowAt(nowMs, pinRules.windowSeconds);
  return { key: `pin#${store}#${who}#${number}`, max: pinRules.maxWrong, endsAtMs };
}

/** The refusal of whoever got it wrong too often, with the wait until the counter begins anew. */
export function pinLocked({ endsAtMs }: Pick<Limit, 'endsAtMs'>, nowMs: number): Refusal {
  return refuse('store.pin_locked', {}, secondsUntil(endsAtMs, nowMs));
}
