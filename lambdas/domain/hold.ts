import type { HoldId, SecretHash, StoreId, TillStaffId } from './ids.ts';
import { refuse, type Refusal } from './refusal.ts';
import type { Voucher } from './voucher.ts';

/**
 * A voucher set aside for the till session that looks at it: until `untilMs` (milliseconds) nobody else redeems or holds
 * it. The session is its owner, whichever of its holds it asks by.
 */
export type Hold = {
  readonly holdId: HoldId;
  readonly session: SecretHash;
  readonly storeId: StoreId;
  readonly staffId?: TillStaffId;
  readonly untilMs: number;
};

/** How long a hold lasts, in milliseconds: three minutes, hard. */
export const holdMs = 3 * 60_000;

/** The state that counts at a moment: a hold that is over counts as issued, and no job has to end it. */
export function stateAt({ state, hold }: Pick<Voucher, 'state' | 'hold'>, nowMs: number): Voucher['state'] {
  const isOver = hold === undefined || hold.untilMs <= nowMs;
  return state === 'held' && isOver ? 'issued' : state;
}

/** Why a session (a shopper's phone has none that holds) may not touch a voucher, or undefined when nobody else holds it. */
export function whyHeld(
  voucher: Pick<Voucher, 'state' | 'hold'>,
  session: SecretHash | undefined,
  nowMs: number,
): Refusal | undefined {
  const { hold } = voucher;
  if (stateAt(voucher, nowMs) !== 'held' || hold === undefined || hold.session === session) return undefined;
  return refuse('voucher.held', { heldUntil: new Date(hold.untilMs).toISOString() });
}

/** What came of a hold: it stands, or the voucher as it was when it could not be held. */
export type HoldOutcome =
  | { readonly kind: 'held' }
  | { readonly kind: 'voucher_moved'; readonly voucher: Voucher | undefined };

/** Sets vouchers aside and lets them go; each is one conditional write. */
export type HoldBook = {
  /** Holds a voucher nobody else holds; the session's own hold is replaced by the new one. */
  hold(voucher: Voucher, hold: Hold, nowMs: number): Promise<HoldOutcome>;
  /** Lets go of this hold and of no other; false when another session holds the voucher under this id. */
  release(voucher: Voucher, hold: Pick<Hold, 'holdId' | 'session'>): Promise<boolean>;
};
