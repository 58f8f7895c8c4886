import { createHash } from 'node:crypto';
import type { Entry } from './register.ts';

/**
 * A set of readings, counted: how many, and the sum (hex, modulo 2^64) of a hash of each. Two sets of the same size
 * that differ in one reading differ in the sum, so that an opening without a row does not hide behind a row without one.
 */
export type Tally = { readonly count: number; readonly sum: string };

/** Nothing counted yet. */
export const emptyTally: Tally = { count: 0, sum: '0' };

/** A number opened by the custodian, as the trail tells it: when (milliseconds, whole seconds), and by which session whose. */
export type Opening = { readonly atMs: number; readonly session: string; readonly shopper: string };

/**
 * How far the comparison of a day has come: parts of the log that are counted, then chains, in the order of their names.
 * `dayMs` is the moment at which the day began.
 */
export type Reconciliation = {
  readonly dayMs: number;
  readonly partsRead: number;
  readonly chainsTo: string;
  readonly opened: Tally;
  readonly registered: Tally;
};

const hourMs = 3_600_000;

/**
 * When a day begins and is compared; milliseconds. It begins at 19:00 UTC, 04:00 in Japan, when no campaign sends: a row
 * and its opening on two sides of that moment would be a difference on both days. CloudTrail is late by minutes, an hour
 * is enough (CloudTrail User Guide). The log is read in parts so small that one takes seconds on the busiest day.
 */
export const reconciliationRules = {
  beginsAtMs: 19 * hourMs,
  dayMs: 24 * hourMs,
  lateMs: hourMs,
  partMs: hourMs / 6,
} as const;

const { beginsAtMs, dayMs: lengthMs, lateMs, partMs } = reconciliationRules;

/** How many parts of the log hold the records of a day, with those that come late. */
export const partsOfDay = (lengthMs + lateMs) / partMs;

/** The comparison of the first whole day after `nowMs`. */
export function firstReconciliation(nowMs: number): Reconciliation {
  const daysBegun = Math.floor((nowMs - beginsAtMs) / lengthMs) + 1;
  return beginningAt(beginsAtMs + daysBegun * lengthMs);
}

/** The comparison of the day after. */
export function nextReconciliation({ dayMs }: Reconciliation): Reconciliation {
  return beginningAt(dayMs + lengthMs);
}

function beginningAt(dayMs: number): Reconciliation {
  return { dayMs, partsRead: 0, chainsTo: '', opened: emptyTally, registered: emptyTally };
}

/** The day that is compared: from its beginning to before the next one's. */
export function spanOf({ dayMs }: Reconciliation): { readonly fromMs: number; readonly toMs: number } {
  return { fromMs: dayMs, toMs: dayMs + lengthMs };
}

/** The part of the log to read next, by the time of the log; undefined when all of the day's has been read. */
export function nextPart({ dayMs, partsRead }: Reconciliation) {
  const fromMs = dayMs + partsRead * partMs;
  return partsRead < partsOfDay ? { fromMs, toMs: fromMs + partMs } : undefined;
}

/** Whether the day is over for so long that its records are all there. */
export function isComparable({ dayMs }: Reconciliation, nowMs: number): boolean {
  return nowMs >= dayMs + lengthMs + lateMs;
}

/** Counts one more reading, named by the session that opens and the shopper whose number it is. */
export function countIn({ count, sum }: Tally, session: string, shopper: string): Tally {
  const hash = createHash('sha256').update(`${session} ${shopper}`).digest('hex').slice(0, 16);
  const total = BigInt.asUintN(64, BigInt(`0x${sum}`) + BigInt(`0x${hash}`));
  return { count: count + 1, sum: total.toString(16) };
}

/** Whether two tallies are of the same readings. */
export function isSame(one: Tally, other: Tally): boolean {
  return one.count === other.count && one.sum === other.sum;
}

/** The name of a register row inside a session name: how a Decrypt of a person at the desk is tied to its row. */
export function referenceOf(row: Entry): string {
  return `reg_${row.hash.slice(0, 32)}`;
}

/**
 * The session and the shopper that a row of the readings announces. A campaign opens its numbers in one session, a
 * person at the desk has one for each row.
 */
export function announcedBy(row: Entry): { readonly session: string; readonly shopper: string } {
  const { purpose, campaignId, shopperId } = row.fact;
  return {
    session: `${String(purpose)}-${campaignId === undefined ? referenceOf(row) : String(campaignId)}`,
    shopper: String(shopperId),
  };
}

/** The numbers that the custodian opened, by the account's own record. */
export type OpenedNumbers = {
  /** Openings recorded in [fromMs, toMs) of the log's time, page by page; the rotation's canary is none. */
  loggedIn(fromMs: number, toMs: number): AsyncIterable<readonly Opening[]>;
};

/** The readings that were registered. */
export type RegisteredReadings = {
  /** Chains of readings that may have rows in [fromMs, toMs), in the order of their names. */
  chains(fromMs: number, toMs: number): Promise<readonly string[]>;
  /** The rows of a chain, page by page. */
  rows(chain: string): AsyncIterable<readonly Entry[]>;
};

/** Keeps how far the comparison has come. */
export type ReconciliationBook = {
  reconciliation(): Promise<Reconciliation | undefined>;
  /** Moves on from `before` (undefined: there is none yet); false when another run moved first. */
  advance(before: Reconciliation | undefined, after: Reconciliation): Promise<boolean>;
};
