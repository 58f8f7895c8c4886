import type { SecretHash, StoreId } from './ids.ts';
import { pinRules } from './store.ts';
import { windowAt, type Limit } from './counter.ts';

/** The counter of wrong PINs and QRs of one person (session or address) at one store; nobody can lock a shop for others. */
export function pinLimit(store: StoreId, who: SecretHash | string, nowMs: number): Limit {
  const { number, endsAtMs } = windowAt(nowMs, pinRules.windowSeconds);
  return { key: `pin#${store}#${who}#${number}`, max: pinRules.maxWrong, endsAtMs };
}
