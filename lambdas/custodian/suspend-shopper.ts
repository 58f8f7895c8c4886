import type { Dice } from '../domain/dice.ts';
import type { ShopperId, StaffId } from '../domain/ids.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import { draftNote, noteFact } from '../domain/register-note.ts';
import type { RegisterReader } from '../domain/register.ts';
import {
  suspensionChain,
  suspensionRow,
  type Suspension,
  type SuspensionBook,
  type SuspensionReason,
} from '../domain/suspension.ts';
import type { Journal } from '../journal.ts';
import type { makeShowShopper, ShownShopper } from './show-shopper.ts';

/** What suspending and reinstating need. */
export type SuspendDeps = {
  readonly show: ReturnType<typeof makeShowShopper>;
  readonly suspensions: SuspensionBook;
  readonly registers: Pick<RegisterReader, 'headOf'>;
  readonly dice: Dice;
  readonly journal: Journal;
};

/** Whom to suspend, who says so, why, and what else they write down about it. */
export type SuspendShopper = {
  readonly shopperId: ShopperId;
  readonly by: StaffId;
  readonly reason: SuspensionReason;
  readonly note: string | undefined;
  readonly nowMs: number;
};

const tries = 20;

/**
 * Suspends a shopper: from then on nothing is sent to them, and they redeem and take nothing. One transaction with its
 * row; suspending again answers the suspension that stands. Refusals: shopper.not_found.
 */
export function makeSuspendShopper({ show, suspensions, registers, dice, journal }: SuspendDeps) {
  return async (wish: SuspendShopper): Promise<ShownShopper | Refusal> => {
    const { shopperId, by, reason, nowMs } = wish;
    const note = draftNote(wish.note, dice);
    const suspension: Suspension = { suspendedAtMs: nowMs, suspendedFor: reason, suspendedBy: by };
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const seen = await show(shopperId);
      if (isRefusal(seen) || seen.standing.suspendedAtMs !== undefined) return seen;
      const head = await registers.headOf('suspensions', suspensionChain);
      const fact = { event: 'suspended', shopperId, by, reason, ...noteFact(note) } as const;
      const row = suspensionRow(head, nowMs, fact);
      if ((await suspensions.suspend(shopperId, suspension, row, note)) !== 'written') continue;
      journal('shopper.suspended', { shopperId, by, reason });
      return { ...seen, standing: { ...seen.standing, ...suspension } };
    }
    throw new Error('the chain of suspensions outran a suspension');
  };
}
