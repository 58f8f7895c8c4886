import { hash as digest } from 'node:crypto';

/** The registers; each is made of short chains so that no row is hot (DESIGN §4). */
export const registerKinds = [
  'consents',
  'readings',
  'disclosures',
  'rotations',
  'erasures',
  'suspensions',
] as const;
/** A register's name. */
export type RegisterKind = (typeof registerKinds)[number];

/** Values a register row may hold; opaque ids, counts, codes and times only. */
export type Fact = Readonly<Record<string, string | number | boolean>>;

/** Where a chain stands: number, hash and time (milliseconds) of its last row. */
export type Head = { readonly sequence: number; readonly hash: string; readonly atMs: number };

/**
 * A row to append: which chain, after which head, when (milliseconds) and what happened. `opensHour` stands on a row
 * just made whose clock hour is not its predecessor's: the chain moves in that hour. It is no part of the hash.
 */
export type Entry<F extends Fact = Fact> = {
  readonly kind: RegisterKind;
  readonly chain: string;
  readonly sequence: number;
  readonly previousHash: string;
  readonly atMs: number;
  readonly fact: F;
  readonly hash: string;
  readonly opensHour?: true;
};

/** The head of a chain that has no rows yet. */
export const emptyHead: Head = { sequence: 0, hash: '0'.repeat(64), atMs: 0 };

/** Parts of the directory of chains, so that no partition of it is hot and a check can be done part by part. */
export const chainParts = 8;

/** The part of the directory a chain belongs to. */
export function partOf(chain: string): number {
  let sum = 0;
  for (const letter of chain) sum = (sum * 31 + letter.charCodeAt(0)) % 65_521;
  return sum % chainParts;
}

/** The start of the clock hour (UTC) that holds a time; milliseconds. */
export function hourOf(atMs: number): number {
  return Math.floor(atMs / 3_600_000) * 3_600_000;
}

/** JSON with sorted keys and no spaces: equal facts give equal bytes. */
export function canonicalJson(value: Fact): string {
  return JSON.stringify(Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** SHA-256 over the row's place, time, body and the hash before it; changing any earlier row changes this one. */
export function hashOf(row: Omit<Entry, 'hash'>): string {
  const text = [row.kind, row.chain, row.sequence, row.previousHash, row.atMs, canonicalJson(row.fact)].join(
    '\n',
  );
  return digest('sha256', text, 'hex');
}

/** The next row of a chain after `head`. */
export function nextEntry<F extends Fact>(
  kind: RegisterKind,
  chain: string,
  head: Head,
  atMs: number,
  fact: F,
): Entry<F> {
  const row = { kind, chain, sequence: head.sequence + 1, previousHash: head.hash, atMs, fact };
  const hash = hashOf(row);
  return hourOf(atMs) === hourOf(head.atMs) ? { ...row, hash } : { ...row, hash, opensHour: true };
}

/** The head that a row leaves behind. */
export function headAfter(row: Entry): Head {
  return { sequence: row.sequence, hash: row.hash, atMs: row.atMs };
}

/** Appends to chains; a row once written is never changed. */
export type Registrar = {
  /** Writes the next row after `head`, walking on when the chain has grown meanwhile; answers the row written. */
  append<F extends Fact>(
    kind: RegisterKind,
    chain: string,
    head: Head,
    atMs: number,
    fact: F,
  ): Promise<Entry<F>>;
};

/** Reads registers for the desk; pages by an opaque cursor. */
export type RegisterReader = {
  headOf(kind: RegisterKind, chain: string): Promise<Head>;
  rows(
    kind: RegisterKind,
    cursor: string | undefined,
    limit: number,
  ): Promise<{ rows: Entry[]; cursor?: string }>;
};
