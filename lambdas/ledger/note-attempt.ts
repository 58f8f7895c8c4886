import { velocitiesOf, type Attempt, type AttemptBook, type Velocity } from '../domain/attempt.ts';
import { attemptId, type SecretHash, type TillStaffId } from '../domain/ids.ts';
import type { AtStore } from '../domain/redemption.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Store } from '../domain/store.ts';
import type { Journal } from '../journal.ts';

/** What noting a refused attempt needs. */
export type AttemptDeps = {
  readonly attempts: Pick<AttemptBook, 'count' | 'note'>;
  readonly newUlid: (nowMs: number) => string;
  readonly journal: Journal;
};

/** An attempt at a store: of which voucher, if one was found, by which till and session, when (milliseconds). */
export type Tried = {
  readonly store: Pick<Store, 'storeId'>;
  readonly voucher?: Pick<AtStore['voucher'], 'voucherId' | 'couponId'>;
  readonly by: Attempt['by'];
  readonly session: SecretHash | undefined;
  readonly staffId?: TillStaffId | undefined;
  readonly nowMs: number;
};

/** Where a counter is full, and whose it is where that is a clerk's. */
function whoFilled({ of }: Velocity, { storeId, staffId }: Attempt) {
  return of === 'staff' ? { storeId, staffId } : { storeId };
}

/** Counts an attempt by one counter; answers whether there was room. Who fills a counter is told of, once a window. */
async function count({ attempts, journal }: AttemptDeps, velocity: Velocity, attempt: Attempt) {
  const counted = await attempts.count(velocity);
  if (counted === velocity.max)
    journal('redemption.velocity', { of: velocity.of, ...whoFilled(velocity, attempt), refused: counted });
  return counted !== undefined;
}

async function note(deps: AttemptDeps, tried: Tried, reason: string): Promise<void> {
  const { store, voucher, by, session, staffId, nowMs } = tried;
  const found = voucher === undefined ? {} : { voucherId: voucher.voucherId, couponId: voucher.couponId };
  const who = staffId === undefined ? {} : { staffId };
  const place = { storeId: store.storeId, reason, by, ...who, atMs: nowMs };
  const attempt = { attemptId: attemptId(`att_${deps.newUlid(nowMs)}`), ...place, ...found };
  const [narrowest, ...wider] = velocitiesOf(attempt, session);
  // Where the narrowest counter is full nothing more is written: a flood costs one refused write each.
  if (narrowest === undefined || !(await count(deps, narrowest, attempt))) return;
  await Promise.all([deps.attempts.note(attempt), ...wider.map(velocity => count(deps, velocity, attempt))]);
}

/**
 * Notes that an attempt was refused, and answers the refusal. It is written after the refusal and never instead of it:
 * where it cannot be written, the refusal stands all the same.
 */
export function makeNoteAttempt(deps: AttemptDeps) {
  return async (tried: Tried, refusal: Refusal): Promise<Refusal> => {
    try {
      await note(deps, tried, refusal.refused);
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown';
      deps.journal('attempt.unrecorded', { storeId: tried.store.storeId, error: name });
    }
    return refusal;
  };
}

/** Notes refused attempts. */
export type NoteAttempt = ReturnType<typeof makeNoteAttempt>;
