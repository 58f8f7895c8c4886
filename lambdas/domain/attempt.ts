import type { Limit } from './counter.ts';
import { windowAt } from './counter.ts';
import type { AttemptId, CouponId, SecretHash, StoreId, TillStaffId, VoucherId } from './ids.ts';
import type { RedeemedBy } from './redemption.ts';

/**
 * A redemption or a hold that was refused: why (the refusal's code), by which till, when (milliseconds). It names no
 * code, PIN or shopper (D9), no voucher where none was found, and a clerk only who signed in as somebody.
 */
export type Attempt = {
  readonly attemptId: AttemptId;
  readonly storeId: StoreId;
  readonly reason: string;
  readonly by: RedeemedBy;
  readonly atMs: number;
  readonly voucherId?: VoucherId;
  readonly couponId?: CouponId;
  readonly staffId?: TillStaffId;
};

/** How many refusals in ten minutes are remarkable: of one voucher, of one clerk or till session, of one store. */
export const velocityRules = { windowSeconds: 600, voucher: 10, staff: 30, session: 30, store: 60 } as const;

/** Whose refusals are counted. */
export type Watched = 'voucher' | 'staff' | 'session' | 'store';

/** A counter of refusals; what is beyond `max` is not counted any more. */
export type Velocity = Limit & { readonly of: Watched };

/**
 * The counters of a refused attempt, the narrowest first. A clerk is counted over all their sessions, a till that nobody
 * in particular signed in to by its session, and a phone not at all.
 */
export function velocitiesOf(
  { voucherId, staffId, storeId, atMs }: Pick<Attempt, 'voucherId' | 'staffId' | 'storeId' | 'atMs'>,
  session: SecretHash | undefined,
): Velocity[] {
  const { number, endsAtMs } = windowAt(atMs, velocityRules.windowSeconds);
  const counters: readonly (readonly [Watched, string | undefined])[] = [
    ['voucher', voucherId],
    staffId === undefined ? ['session', session] : ['staff', staffId],
    ['store', storeId],
  ];
  return counters.flatMap(([of, whose]) =>
    whose === undefined
      ? []
      : [{ of, key: `refused-${of}#${whose}#${number}`, max: velocityRules[of], endsAtMs }],
  );
}

/** Keeps refused attempts and counts them. */
export type AttemptBook = {
  /** Counts one more; answers how many there are with it, or undefined when the counter is full. */
  count(velocity: Velocity): Promise<number | undefined>;
  note(attempt: Attempt): Promise<void>;
  /** The newest attempts at a store, newest first. */
  newest(store: StoreId, limit: number): Promise<readonly Attempt[]>;
};
