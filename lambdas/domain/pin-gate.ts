import type { SecretHash, StoreId } from './ids.ts';
import { pinRules } from './store.ts';
import type { Limit } from './challenge.ts';

/** The counter of wrong PINs of one person (session or address) at one store; nobody can lock a shop for others. */
export function pinLimit(store: StoreId, who: SecretHash | string, nowMs: number): Limit {
  const window = Math.floor(nowMs / (pinRules.windowSeconds * 1000));
  return {
    key: `pin#${store}#${who}#${window}`,
    max: pinRules.maxWrong,
    endsAtMs: (window + 1) * pinRules.windowSeconds * 1000,
  };
}

/** Counts tries before they are judged, and gives a right one back. */
export type TryCounter = {
  /** Counts a try; false when the counter is full. */
  count(limit: Limit): Promise<boolean>;
  giveBack(limit: Limit): Promise<void>;
};
