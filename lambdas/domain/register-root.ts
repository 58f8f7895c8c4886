import { createHash, createPublicKey, verify } from 'node:crypto';
import * as z from 'zod/mini';
import { emptyHead, hourOf, registerKinds } from './register.ts';

/**
 * How roots are made; milliseconds and counts. No function lives longer than `settleMs`, so after it no row of a span
 * is still to come. A root is due every hour, and overdue when the last one ends more than `overdueMs` ago.
 */
export const rootRules = { settleMs: 300_000, overdueMs: 7_800_000, headsAtMost: 20_000 } as const;

const head = z.object({
  kind: z.enum(registerKinds),
  chain: z.string(),
  sequence: z.int(),
  hash: z.string(),
});

const rootOnFile = z.object({
  number: z.int(),
  fromMs: z.number(),
  toMs: z.number(),
  previousHash: z.string(),
  keyId: z.exactOptional(z.string()),
  heads: z.array(head),
  hash: z.string(),
  signature: z.exactOptional(z.string()),
});

/** The head of a chain as a root names it. */
export type ArchivedHead = z.output<typeof head>;

/**
 * A statement over the heads of all chains that moved in [fromMs, toMs), chained to the statement before it. `keyId`
 * names the key that signs it, where the stage signs; `signature` is base64.
 */
export type Root = z.output<typeof rootOnFile>;

/** Where the archive stands: its last root. */
export type RootPlace = Pick<Root, 'number' | 'toMs' | 'hash'>;

/** Before the first root, which begins at the beginning of time: it covers what was written before there were roots. */
export const beforeRoots: RootPlace = { number: 0, toMs: 0, hash: emptyHead.hash };

type Statement = Omit<Root, 'hash' | 'signature'>;

/** A statement with its keys in the one order that is hashed. */
function inForm({ number, fromMs, toMs, previousHash, keyId, heads }: Statement) {
  const named = heads.map(({ kind, chain, sequence, hash }) => ({ kind, chain, sequence, hash }));
  return { number, fromMs, toMs, previousHash, ...(keyId === undefined ? {} : { keyId }), heads: named };
}

/** What a root says, as text: JSON with its keys in one order and no spaces. Its SHA-256 is the root's hash. */
export function textOf(root: Statement): string {
  return JSON.stringify(inForm(root));
}

/** The hash of a root: SHA-256 of its text, hex. */
export function hashOfRoot(root: Statement): string {
  return createHash('sha256').update(textOf(root)).digest('hex');
}

const inOrder = (a: ArchivedHead, b: ArchivedHead) =>
  a.kind === b.kind ? (a.chain < b.chain ? -1 : 1) : a.kind < b.kind ? -1 : 1;

/** The root after `last` that ends at `toMs`, not signed yet. */
export function nextRoot(
  last: RootPlace,
  toMs: number,
  heads: readonly ArchivedHead[],
  keyId: string | undefined,
): Root {
  const root = {
    number: last.number + 1,
    fromMs: last.toMs,
    toMs,
    previousHash: last.hash,
    ...(keyId === undefined ? {} : { keyId }),
    heads: heads.toSorted(inOrder),
  };
  return { ...root, hash: hashOfRoot(root) };
}

/** The place that a root leaves behind. */
export function placeAfter({ number, toMs, hash }: Root): RootPlace {
  return { number, toMs, hash };
}

/**
 * When the next root ends, or undefined while none is due: at the last full hour, or, soon after evidence (a row of
 * the rotations, written at `evidenceAtMs`), at the last moment that nothing is missing from.
 */
export function nextEnd(last: RootPlace, nowMs: number, evidenceAtMs: number): number | undefined {
  const settledMs = nowMs - rootRules.settleMs;
  const hour = hourOf(settledMs);
  if (hour > last.toMs) return hour;
  return evidenceAtMs >= last.toMs && evidenceAtMs < settledMs ? settledMs : undefined;
}

/** Whether the registers have been without a new root for too long. */
export function isOverdue({ toMs }: Pick<RootPlace, 'toMs'>, nowMs: number): boolean {
  return nowMs - toMs > rootRules.overdueMs;
}

/** Whether a root follows the one before it: its number, span and link, and a hash that is its own. */
export function follows(last: RootPlace, root: Root): boolean {
  const linked = root.previousHash === last.hash && root.fromMs === last.toMs && root.toMs > root.fromMs;
  return linked && root.number === last.number + 1 && hashOfRoot(root) === root.hash;
}

/** Reads a root as it lies in the archive; undefined when it is no root. */
export function readRoot(text: string): Root | undefined {
  try {
    return rootOnFile.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** A root as it lies in the archive. */
export function writeRoot(root: Root): string {
  const { hash, signature } = root;
  return JSON.stringify({ ...inForm(root), hash, signature });
}

/** Whether a root's signature (ECDSA over P-256, DER) is by the key whose public half is given (SPKI, DER). */
export function isSignedBy(publicKey: Uint8Array, root: Root): boolean {
  if (root.signature === undefined) return false;
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
    return verify('sha256', Buffer.from(textOf(root)), key, Buffer.from(root.signature, 'base64'));
  } catch {
    return false;
  }
}

/** The key that signs roots; `keyId` is its ARN. */
export type RootSigner = {
  readonly keyId: string;
  /** The root with its signature. */
  sign(root: Root): Promise<Root>;
  /** Whether a root names this key and carries its signature. */
  verify(root: Root): Promise<boolean>;
};

/** Keeps roots; what is put can be neither changed nor removed. */
export type RootArchive = {
  /** False when a root of this number is there already. */
  put(root: Root): Promise<boolean>;
  /** The root of this number, or undefined when what lies there is no root. */
  read(number: number): Promise<Root | undefined>;
};

/** Remembers the last root; moving on is one conditional write. */
export type RootPlaces = {
  last(): Promise<RootPlace | undefined>;
  /** False when somebody else has moved on from `before`. */
  advance(before: RootPlace, after: RootPlace): Promise<boolean>;
};
