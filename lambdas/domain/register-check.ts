import type { Now } from './dice.ts';
import {
  emptyHead,
  headAfter,
  hashOf,
  partOf,
  type Entry,
  type Head,
  type RegisterKind,
} from './register.ts';
import { isOverdue, rootRules } from './register-root.ts';

/** What can be wrong with registers and their roots. */
export const faultCodes = [
  'row_changed',
  'row_missing',
  'link_broken',
  'chain_missing',
  'head_differs',
  'row_uncovered',
  'root_changed',
  'root_missing',
  'root_unsigned',
  'signature_wrong',
  'note_changed',
  'roots_overdue',
] as const;

/** A thing that is wrong, named: the chain and the row in it, or the number of the root. */
export type Fault = {
  readonly what: (typeof faultCodes)[number];
  readonly chain?: string;
  readonly sequence?: number;
  readonly root?: number;
};

/** A head as some root names it; `fromMs` is where that root's span begins. */
export type NamedHead = {
  readonly sequence: number;
  readonly hash: string;
  readonly root: number;
  readonly fromMs: number;
};

/** What lies at a place of a chain; without `row` it cannot be read as one. */
export type StandingRow = { readonly place: number; readonly row?: Entry };

/** What a check counted, and the first fault it met. Times in milliseconds. */
export type RegisterReport = {
  readonly kind: RegisterKind;
  readonly chains: number;
  readonly rows: number;
  readonly heads: number;
  readonly roots: number;
  readonly rootsEndAtMs?: number;
  readonly notes: { readonly kept: number; readonly erased: number };
  readonly fault?: Fault;
};

/** Reads the register table for checking: chains by the directory, rows in order; pages, so that nothing is held whole. */
export type ChainReader = {
  /** Names of the chains of a part; undefined for an entry that names none. */
  chains(kind: RegisterKind, part: number): AsyncIterable<readonly (string | undefined)[]>;
  rows(chain: string): AsyncIterable<readonly StandingRow[]>;
};

/** Whether a chain is one of this kind and this part of the directory. */
export function belongs(chain: string, kind: RegisterKind, part: number): boolean {
  return partOf(chain) === part && (chain === kind || chain.startsWith(`${kind}#`));
}

/** What a walk along a chain starts from: the heads named by roots, in the roots' order, and the end of the last root. */
export type ChainGround = {
  readonly kind: RegisterKind;
  readonly chain: string;
  readonly heads: readonly NamedHead[];
  readonly rootsEndAtMs: number | undefined;
  readonly now: Now;
};

/** Walks one chain row by row and holds every row against its neighbours, the roots and the time; keeps no rows. */
export type ChainWalk = {
  row(standing: StandingRow): Fault | undefined;
  /** After the last row: what the roots name and the chain does not have. */
  end(): Fault | undefined;
};

function isItself(row: Entry, { kind, chain }: ChainGround, sequence: number): boolean {
  const placed = row.kind === kind && row.chain === chain && row.sequence === sequence;
  return placed && hashOf(row) === row.hash;
}

/**
 * A row must be named, or stand before a row that is named, in the first root that could: one that comes later was
 * written with an older date than it has. A row of the future would wait for its root for ever.
 */
function makeCover({ heads, rootsEndAtMs, now }: ChainGround) {
  let first = 0;
  return (row: Entry): Fault['what'] | undefined => {
    while ((heads[first]?.sequence ?? Infinity) < row.sequence) first += 1;
    const fromMs = heads[first]?.fromMs ?? rootsEndAtMs ?? 0;
    const nowMs = now();
    if (row.atMs + rootRules.settleMs < fromMs || row.atMs > nowMs + rootRules.settleMs)
      return 'row_uncovered';
    return rootsEndAtMs === undefined && isOverdue({ toMs: row.atMs }, nowMs) ? 'roots_overdue' : undefined;
  };
}

/** A walk along one chain. */
export function makeChainWalk(ground: ChainGround): ChainWalk {
  const { chain, heads } = ground;
  const cover = makeCover(ground);
  const named = Map.groupBy(heads, ({ sequence }) => sequence);
  let head: Head = emptyHead;
  const found = (what: Fault['what'], root?: number): Fault => {
    const place = { what, chain, sequence: head.sequence + 1 };
    return root === undefined ? place : { ...place, root };
  };
  return {
    row: ({ place, row }) => {
      const sequence = head.sequence + 1;
      if (place > sequence) return found('row_missing');
      if (row === undefined || place < sequence || !isItself(row, ground, sequence))
        return found('row_changed');
      if (row.previousHash !== head.hash) return found('link_broken');
      const other = named.get(sequence)?.find(({ hash }) => hash !== row.hash);
      if (other !== undefined) return found('head_differs', other.root);
      const uncovered = cover(row);
      if (uncovered !== undefined) return found(uncovered);
      head = headAfter(row);
      return undefined;
    },
    end: () => {
      const further = heads.find(({ sequence }) => sequence > head.sequence);
      if (head.sequence === 0)
        return { what: 'chain_missing', chain, ...(further === undefined ? {} : { root: further.root }) };
      return further === undefined ? undefined : found('row_missing', further.root);
    },
  };
}
