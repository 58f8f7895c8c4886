import type { AttemptBook } from '../../lambdas/domain/attempt.ts';
import type { TryCounter } from '../../lambdas/domain/counter.ts';
import type { HoldBook } from '../../lambdas/domain/hold.ts';
import { isFree } from './memory-redemption-book.ts';
import { takeTryOff, type RedemptionStore } from './redemption-store.ts';
import type { Wire } from './wire.ts';

/** Holds on vouchers in memory, each change one conditional write. */
export function makeMemoryHoldBook({ vouchers }: RedemptionStore, wire: Wire): HoldBook {
  return {
    hold: ({ voucherId }, hold, nowMs) =>
      wire({ verb: 'update', about: `hold ${voucherId} ${hold.holdId}` }, () => {
        const voucher = vouchers.get(voucherId);
        if (voucher === undefined || !isFree(voucher, hold.session, nowMs))
          return { kind: 'voucher_moved', voucher };
        vouchers.set(voucherId, { ...voucher, state: 'held', hold });
        return { kind: 'held' };
      }),
    release: ({ voucherId }, { holdId, session }) =>
      wire({ verb: 'update', about: `release ${voucherId} ${holdId}` }, () => {
        const standing = vouchers.get(voucherId);
        if (standing?.hold === undefined || standing.hold.holdId !== holdId) return true;
        const { hold, ...voucher } = standing;
        if (hold.session !== session) return false;
        if (voucher.state === 'held') vouchers.set(voucherId, { ...voucher, state: 'issued' });
        return true;
      }),
  };
}

/** Counters of tries in memory. */
export function makeMemoryTries(store: RedemptionStore, wire: Wire): TryCounter {
  return {
    count: ({ key, max, tryId = '' }) =>
      wire({ verb: 'update', about: 'count a try' }, () => {
        const counted = store.tries.get(key) ?? new Set();
        const hasRoom = counted.has(tryId) || counted.size < max;
        if (hasRoom) store.tries.set(key, counted.add(tryId));
        return hasRoom;
      }),
    giveBack: limit => wire({ verb: 'update', about: 'give a try back' }, () => takeTryOff(store, limit)),
  };
}

/** Refused attempts and their counters in memory. */
export function makeMemoryAttemptBook({ attempts, counters }: RedemptionStore, wire: Wire): AttemptBook {
  return {
    count: ({ key, max }) =>
      wire({ verb: 'update', about: `count ${key}` }, () => {
        const counted = (counters.get(key) ?? 0) + 1;
        if (counted > max) return undefined;
        counters.set(key, counted);
        return counted;
      }),
    note: attempt =>
      wire({ verb: 'put', about: `attempt ${attempt.attemptId}` }, () => {
        attempts.push(attempt);
      }),
    newest: (store, limit) =>
      wire({ verb: 'query', about: `attempts at ${store}` }, () =>
        attempts
          .filter(({ storeId }) => storeId === store)
          .sort((left, right) => (left.attemptId < right.attemptId ? 1 : -1))
          .slice(0, limit),
      ),
  };
}
