import type { StaffId, StoreId } from './ids.ts';
import type { Note } from './register-note.ts';
import type { Entry, Fact } from './register.ts';

/** Where the evidence of something stands: a register row. */
export type Evidence = Pick<Entry, 'chain' | 'sequence' | 'hash'>;

/**
 * A person of the staff who left (D5). While this stands, no token and no PIN of theirs opens anything: whoever asks
 * looks it up. The two parts that lie with others are remembered when they are done. Milliseconds.
 */
export type Leave = {
  readonly staffId: StaffId;
  readonly leftAtMs: number;
  readonly by: StaffId;
  /** Stores whose PIN they had set or were said to know. */
  readonly storeIds: readonly StoreId[];
  readonly evidence: Evidence;
  readonly loginDisabledAtMs?: number;
  readonly rotationId?: string;
};

/** The register's fact of a leave; the reason lies beside the chain, under its salted hash. */
export type LeaveFact = Fact & {
  readonly event: 'staff-left';
  readonly staffId: StaffId;
  readonly by: StaffId;
  readonly note?: string;
};

/** The chain in which leaves stand, beside the rotations they start. */
export const leaveChain = 'rotations';

/** Stores that may be named in one leave, and stores that are listed in its record. */
export const leaveRules = { mostNamed: 50, mostListed: 200 } as const;

/** Tells who has left. */
export type Leavers = {
  /** Those of these people who have left. */
  among(ids: readonly StaffId[]): Promise<ReadonlySet<StaffId>>;
};

/** A PIN to end: whose, and the moment that ends it, which is not before it was set. */
export type PinEnd = { readonly storeId: StoreId; readonly endedAtMs: number };

/** A part of a leave that lies with others and is done. */
export type DonePart = { readonly loginDisabledAtMs: number } | { readonly rotationId: string };

/** Keeps who left; a leave is one transaction. */
export type LeaveBook = Leavers & {
  of(id: StaffId): Promise<Leave | undefined>;
  /** The person has left, the named PINs are ended, the evidence stands, and the reason beside it; or none of it. */
  begin(
    leave: Leave,
    row: Entry<LeaveFact>,
    pins: readonly PinEnd[],
    note: Note | undefined,
  ): Promise<'begun' | 'left_already' | 'chain_moved'>;
  /** Ends further PINs of a leave and lists their stores; undefined when the leave is another one by now. */
  endMore(leave: Leave, pins: readonly PinEnd[]): Promise<Leave | undefined>;
  /** Remembers that a part is done, unless that is remembered already; answers the leave as it stands. */
  notePart(id: StaffId, part: DonePart): Promise<Leave>;
};
