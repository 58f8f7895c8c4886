import type { ShopperId, StaffId } from './ids.ts';
import type { Note } from './register-note.ts';
import { nextEntry, type Entry, type Fact, type Head } from './register.ts';

/** Why a shopper may be suspended; a closed list, so that the register can be counted by it. */
export const suspensionReasons = ['false_registration', 'somebody_elses_number', 'abuse', 'other'] as const;
/** Why a shopper is suspended. */
export type SuspensionReason = (typeof suspensionReasons)[number];

/**
 * A suspension as it stands: since when (milliseconds), why, and who said so. It lies with the consents, so that one look
 * tells whether anything may be sent to or redeemed by the shopper.
 */
export type Suspension = {
  readonly suspendedAtMs: number;
  readonly suspendedFor: SuspensionReason;
  readonly suspendedBy: StaffId;
};

/** The suspension that stands on consents, or undefined when none does. */
export function suspensionOf(standing: Partial<Suspension>): Suspension | undefined {
  const { suspendedAtMs, suspendedFor, suspendedBy } = standing;
  return suspendedAtMs === undefined || suspendedFor === undefined || suspendedBy === undefined
    ? undefined
    : { suspendedAtMs, suspendedFor, suspendedBy };
}

/** The register's fact of a suspension or of its end; `reason` is the suspension's, `note` the hash of a note beside it. */
export type SuspensionFact = Fact & {
  readonly event: 'suspended' | 'reinstated';
  readonly shopperId: ShopperId;
  readonly by: StaffId;
  readonly reason: SuspensionReason;
  readonly note?: string;
};

/** The one chain of suspensions: a desk writes too few for it to be hot. */
export const suspensionChain = 'suspensions';

/** The next row of the chain of suspensions. */
export function suspensionRow(head: Head, atMs: number, fact: SuspensionFact): Entry<SuspensionFact> {
  return nextEntry('suspensions', suspensionChain, head, atMs, fact);
}

/** A suspended shopper as the end of the suspension looks at them: who granted delivery is in the audience again. */
export type Suspended = Suspension & {
  readonly shopperId: ShopperId;
  readonly delivery: { readonly state: 'granted' | 'withdrawn' | 'never' };
};

/** What came of a change: written, or the shopper's standing or the chain moved since they were read. */
export type SuspensionOutcome = 'written' | 'shopper_moved' | 'chain_moved';

/** Suspends and reinstates; each is one transaction with its row and the note beside it. */
export type SuspensionBook = {
  suspend(
    shopper: ShopperId,
    suspension: Suspension,
    row: Entry<SuspensionFact>,
    note: Note | undefined,
  ): Promise<SuspensionOutcome>;
  reinstate(
    before: Suspended,
    row: Entry<SuspensionFact>,
    note: Note | undefined,
  ): Promise<SuspensionOutcome>;
};
