import type { DeskPurpose, Errand } from '../domain/custodian-login.ts';
import type { ShopperId, StaffId } from '../domain/ids.ts';
import type { NumberOpener, PhoneNumber } from '../domain/phone-number.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import type { Entry, Registrar, RegisterReader } from '../domain/register.ts';
import type { Journal } from '../journal.ts';

/** What a reading by a person needs. */
export type ReadingDeps = {
  readonly registrar: Registrar;
  readonly registers: Pick<RegisterReader, 'headOf'>;
  readonly openerFor: (errand: Errand) => NumberOpener;
  readonly journal: Journal;
};

/** A declared reading: who, whose number, why, and the ticket that asks for it (D3). */
export type ReadNumber = {
  readonly staffId: StaffId;
  readonly shopperId: ShopperId;
  readonly purpose: DeskPurpose;
  readonly ticket: string;
  readonly nowMs: number;
};

/** The name of a register row inside a session name. */
function referenceOf(row: Entry): string {
  return `reg_${row.hash.slice(0, 32)}`;
}

async function declare(deps: ReadingDeps, wish: ReadNumber): Promise<Entry | undefined> {
  const { staffId, shopperId, purpose, ticket, nowMs } = wish;
  const chain = `readings#${staffId}#${new Date(nowMs).toISOString().slice(0, 10)}`;
  try {
    const head = await deps.registers.headOf('readings', chain);
    return await deps.registrar.append('readings', chain, head, nowMs, {
      purpose,
      shopperId,
      ticket,
      by: staffId,
    });
  } catch {
    return undefined;
  }
}

/** Reads one number for a person: register first, then Decrypt; without the row there is no reading (DESIGN §3). */
export function makeReadNumber(deps: ReadingDeps) {
  return async (wish: ReadNumber): Promise<PhoneNumber | Refusal> => {
    const row = await declare(deps, wish);
    if (row === undefined) return refuse('register.unavailable');
    const reference = referenceOf(row);
    const opener = deps.openerFor({ purpose: wish.purpose, reference, onBehalfOf: wish.staffId });
    try {
      const number = await opener.open(wish.shopperId);
      deps.journal(number === undefined ? 'reading.refused' : 'reading.done', {
        reference,
        purpose: wish.purpose,
      });
      return number ?? refuse('reading.not_found');
    } catch (error) {
      deps.journal('reading.refused', { reference, error: error instanceof Error ? error.name : 'unknown' });
      return refuse('reading.refused');
    }
  };
}
