import { isRefusal, type Refusal } from '../domain/refusal.ts';
import { draftNote, noteFact } from '../domain/register-note.ts';
import { suspensionChain, suspensionOf, suspensionRow } from '../domain/suspension.ts';
import type { ShownShopper } from './show-shopper.ts';
import type { SuspendDeps, SuspendShopper } from './suspend-shopper.ts';

/** Whose suspension to end, who says so, and what they write down about it. */
export type ReinstateShopper = Omit<SuspendShopper, 'reason'>;

const tries = 20;

/**
 * Ends a suspension: everything is as the shopper's consents and vouchers say again. One transaction with its row, which
 * repeats the reason of what it ends; where nothing stands, nothing is written. Refusals: shopper.not_found.
 */
export function makeReinstateShopper({ show, suspensions, registers, dice, journal }: SuspendDeps) {
  return async (wish: ReinstateShopper): Promise<ShownShopper | Refusal> => {
    const { shopperId, by, nowMs } = wish;
    const note = draftNote(wish.note, dice);
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const seen = await show(shopperId);
      const suspension = isRefusal(seen) ? undefined : suspensionOf(seen.standing);
      if (isRefusal(seen) || suspension === undefined) return seen;
      const head = await registers.headOf('suspensions', suspensionChain);
      const reason = suspension.suspendedFor;
      const fact = { event: 'reinstated', shopperId, by, reason, ...noteFact(note) } as const;
      const before = { shopperId, delivery: seen.standing.delivery, ...suspension };
      const row = suspensionRow(head, nowMs, fact);
      if ((await suspensions.reinstate(before, row, note)) !== 'written') continue;
      journal('shopper.reinstated', { shopperId, by });
      const { suspendedAtMs: _, suspendedFor: _for, suspendedBy: _by, ...standing } = seen.standing;
      return { ...seen, standing };
    }
    throw new Error('the chain of suspensions outran the end of one');
  };
}
