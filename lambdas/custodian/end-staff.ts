import type { Dice } from '../domain/dice.ts';
import type { StaffId, StoreId } from '../domain/ids.ts';
import {
  leaveChain,
  leaveRules,
  type DonePart,
  type Leave,
  type LeaveBook,
  type LeaveFact,
  type PinEnd,
} from '../domain/leave.ts';
import { draftNote, noteFact } from '../domain/register-note.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import { nextEntry, type RegisterReader } from '../domain/register.ts';
import type { StaffDirectory } from '../domain/staff.ts';
import type { Store, StoreBook } from '../domain/store.ts';
import type { Journal } from '../journal.ts';
import type { makeAskRotationForLeaver } from './ask-rotation.ts';

/** What ending a person needs. */
export type EndStaffDeps = {
  readonly leaves: LeaveBook;
  readonly stores: Pick<StoreBook, 'byId' | 'list'>;
  readonly registers: Pick<RegisterReader, 'headOf'>;
  readonly directory: Pick<StaffDirectory, 'disable'>;
  readonly askRotation: ReturnType<typeof makeAskRotationForLeaver>;
  readonly dice: Dice;
  readonly journal: Journal;
};

/** Who leaves, who ends them, why, and the stores whose PIN they knew besides those they set. */
export type EndStaff = {
  readonly staffId: StaffId;
  readonly by: StaffId;
  readonly reason: string | undefined;
  readonly storeIds: readonly StoreId[];
  readonly nowMs: number;
};

const chainTries = 20;
const pageSize = 100;

/** The stores named, or the refusal when one does not exist. */
async function readNamed(deps: EndStaffDeps, ids: readonly StoreId[]): Promise<Store[] | Refusal> {
  const found = await Promise.all([...new Set(ids)].map(id => deps.stores.byId(id)));
  const stores = found.filter(store => store !== undefined);
  return stores.length === found.length ? stores : refuse('store.not_found');
}

/** The stores whose present PIN a person set. Their PINs end with the person; they are listed so that new ones are set. */
async function readOwn({ stores }: EndStaffDeps, by: StaffId): Promise<StoreId[]> {
  const own: StoreId[] = [];
  let cursor: string | undefined;
  do {
    const page = await stores.list(cursor, pageSize);
    own.push(...page.items.filter(({ pinSetBy }) => pinSetBy === by).map(({ storeId }) => storeId));
    cursor = page.cursor;
  } while (cursor !== undefined && own.length < leaveRules.mostListed);
  return own.slice(0, leaveRules.mostListed);
}

/** Ends a PIN now, and not before it was set, whatever the clocks say. */
const pinEnd = ({ storeId, pinSetAtMs }: Store, nowMs: number): PinEnd => ({
  storeId,
  endedAtMs: Math.max(nowMs, pinSetAtMs),
});

/** The leave itself: one transaction with its evidence, tried again when the chain grew meanwhile. */
async function begin(deps: EndStaffDeps, wish: EndStaff): Promise<Leave | Refusal> {
  const { staffId, by, reason, nowMs } = wish;
  const named = await readNamed(deps, wish.storeIds);
  if (isRefusal(named)) return named;
  const own = await readOwn(deps, staffId);
  const storeIds = [...new Set([...own, ...named.map(({ storeId }) => storeId)])];
  const note = draftNote(reason, deps.dice);
  const fact: LeaveFact = { event: 'staff-left', staffId, by, ...noteFact(note) };
  const pins = named.map(store => pinEnd(store, nowMs));
  for (let attempt = 0; attempt < chainTries; attempt += 1) {
    const head = await deps.registers.headOf('rotations', leaveChain);
    const row = nextEntry('rotations', leaveChain, head, nowMs, fact);
    const { chain, sequence, hash } = row;
    const leave: Leave = { staffId, leftAtMs: nowMs, by, storeIds, evidence: { chain, sequence, hash } };
    const outcome = await deps.leaves.begin(leave, row, pins, note);
    if (outcome === 'chain_moved') continue;
    if (outcome === 'begun') deps.journal('staff.left', { staffId, by });
    const standing = outcome === 'begun' ? leave : await deps.leaves.of(staffId);
    if (standing !== undefined) return standing;
  }
  throw new Error('the chain of rotations outran a leave');
}

/** Ends the PINs of stores that are named now and were not before; a PIN renewed since the leave stays. */
async function endNamed(deps: EndStaffDeps, leave: Leave, wish: EndStaff): Promise<Leave | Refusal> {
  const named = await readNamed(
    deps,
    wish.storeIds.filter(id => !leave.storeIds.includes(id)),
  );
  if (isRefusal(named)) return named;
  if (named.length === 0) return leave;
  const more = await deps.leaves.endMore(
    leave,
    named.map(store => pinEnd(store, wish.nowMs)),
  );
  const standing = more ?? (await deps.leaves.of(leave.staffId));
  if (standing === undefined) throw new Error('a leave went away');
  return more === undefined ? endNamed(deps, standing, wish) : standing;
}

/** A part that lies with others: its failure is told by the answer and mended by asking again, and holds up no other part. */
async function tryPart(
  deps: EndStaffDeps,
  leave: Leave,
  part: string,
  work: () => Promise<DonePart>,
): Promise<Leave> {
  try {
    return await deps.leaves.notePart(leave.staffId, await work());
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    deps.journal('leave.part_pending', { staffId: leave.staffId, part, error: name });
    return leave;
  }
}

/** Brings on what is pending: the login in the directory, and the rotation. Each may be repeated. */
async function bringOn(deps: EndStaffDeps, begun: Leave, nowMs: number): Promise<Leave> {
  const { staffId, by, leftAtMs } = begun;
  let leave = begun;
  if (leave.loginDisabledAtMs === undefined)
    leave = await tryPart(deps, leave, 'login', async () => {
      await deps.directory.disable(staffId);
      return { loginDisabledAtMs: nowMs };
    });
  if (leave.rotationId === undefined)
    leave = await tryPart(deps, leave, 'rotation', async () => ({
      rotationId: await deps.askRotation({ by, leftAtMs }),
    }));
  return leave;
}

/**
 * Ends a person (D5): with one transaction they are out everywhere, then their login is disabled and a rotation asked
 * for. Asking again answers the same leave and brings on what is pending. Refusals: staff.cannot_end_self,
 * store.not_found.
 */
export function makeEndStaff(deps: EndStaffDeps) {
  return async (wish: EndStaff): Promise<Leave | Refusal> => {
    if (wish.staffId === wish.by) return refuse('staff.cannot_end_self');
    const before = await deps.leaves.of(wish.staffId);
    const leave = before === undefined ? await begin(deps, wish) : await endNamed(deps, before, wish);
    return isRefusal(leave) ? leave : bringOn(deps, leave, wish.nowMs);
  };
}
