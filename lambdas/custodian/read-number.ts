import { deskPurposes, LoginFault, type DeskPurpose, type Errand } from '../domain/custodian-login.ts';
import type { ShopperId, StaffId } from '../domain/ids.ts';
import type { NumberOpener, PhoneNumber } from '../domain/phone-number.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import type { Entry, Registrar, RegisterReader } from '../domain/register.ts';
import type { Journal } from '../journal.ts';

/** What a reading by a person needs; above `readingsPerDay` of one person an alarm is raised and nothing refused. */
export type ReadingDeps = {
  readonly registrar: Registrar;
  readonly registers: Pick<RegisterReader, 'headOf'>;
  readonly openerFor: (errand: Errand) => NumberOpener;
  readonly readingsPerDay: number;
  readonly journal: Journal;
};

/** A reading as it is wished for: who, whose number, why, and the ticket that asks for it, as they were said (D3). */
export type ReadNumber = {
  readonly staffId: StaffId;
  readonly shopperId: ShopperId;
  readonly purpose: string | undefined;
  readonly ticket: string | undefined;
  readonly nowMs: number;
};

/** A wish with a purpose and a ticket that may stand in the register. */
type Declared = ReadNumber & { readonly purpose: DeskPurpose; readonly ticket: string };

/** The name of a register row inside a session name. */
function referenceOf(row: Entry): string {
  return `reg_${row.hash.slice(0, 32)}`;
}

function declare(wish: ReadNumber): Declared | Refusal {
  const purpose = deskPurposes.find(known => known === wish.purpose);
  if (purpose === undefined) return refuse('reading.purpose_not_allowed');
  const { ticket = '' } = wish;
  return ticket === '' ? refuse('reading.ticket_missing') : { ...wish, purpose, ticket };
}

async function register(deps: ReadingDeps, wish: Declared): Promise<Entry | undefined> {
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

/** What a failed opening is to the person at the desk; the row that was written stays as it is. */
function whyNotOpened(error: unknown): Refusal {
  return refuse(error instanceof LoginFault ? `login.${error.why}` : 'reading.refused');
}

/**
 * Reads one number for a person: register first, then Decrypt; without the row there is no reading (DESIGN §3).
 * Refusals: reading.purpose_not_allowed, reading.ticket_missing, register.unavailable, login.unavailable,
 * login.refused, reading.not_found, reading.refused.
 */
export function makeReadNumber(deps: ReadingDeps) {
  return async (wish: ReadNumber): Promise<PhoneNumber | Refusal> => {
    const declared = declare(wish);
    if ('refused' in declared) return declared;
    const row = await register(deps, declared);
    if (row === undefined) return refuse('register.unavailable');
    const reference = referenceOf(row);
    // The chain is this person's of this day, so its length is the count.
    if (row.sequence > deps.readingsPerDay)
      deps.journal('readings.over_limit', { staffId: wish.staffId, reading: row.sequence });
    const { purpose, staffId, shopperId } = declared;
    const opener = deps.openerFor({ purpose, reference, onBehalfOf: staffId });
    try {
      const number = await opener.open(shopperId);
      deps.journal(number === undefined ? 'reading.refused' : 'reading.done', { reference, purpose });
      return number ?? refuse('reading.not_found');
    } catch (error) {
      deps.journal('reading.refused', { reference, error: error instanceof Error ? error.name : 'unknown' });
      return whyNotOpened(error);
    }
  };
}
