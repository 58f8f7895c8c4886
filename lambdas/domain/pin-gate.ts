import type { SecretHash, StoreId } from './ids.ts';
import { pinRules } from './store.ts';
import { windowAt, type Limit } from './counter.ts';

/** A try at a store's PIN or QR on the counter of one person (session or address) there; nobody can lock a shop for others. */
export function pinLimit(store: StoreId, who: SecretHash | string, tryId: string, nowMs: number): Limit {
  const { number, endsAtMs } = windowAt(nowMs, pinRules.windowSeconds);
  return { key: `pin#${store}#${who}#${number}`, max: pinRules.maxWrong, endsAtMs, tryId };
}
