import type { Now } from '../domain/dice.ts';
import {
  belongs,
  makeChainWalk,
  type ChainReader,
  type Fault,
  type RegisterReport,
} from '../domain/register-check.ts';
import { noteHash, noteOf, type NoteBook } from '../domain/register-note.ts';
import { isOverdue, type RootPlaces, type RootSigner } from '../domain/register-root.ts';
import type { RegisterKind } from '../domain/register.ts';
import { makeRootsWalk, type RootReader, type RootsWalk } from '../domain/root-check.ts';

/** What a check reads; `signer` is given where the stage signs its roots. Nothing here writes. */
export type CheckDeps = {
  readonly places: Pick<RootPlaces, 'last'>;
  readonly archive: RootReader;
  readonly registers: ChainReader;
  readonly notes: Pick<NoteBook, 'read'>;
  readonly signer: Pick<RootSigner, 'verify'> | undefined;
  readonly now: Now;
};

/** Chains read at once, and notes of a page of rows with them. */
const atOnce = 32;

type Counted = { chains: number; rows: number; kept: number; erased: number; fault?: Fault | undefined };

const nothing = (): Counted => ({ chains: 0, rows: 0, kept: 0, erased: 0 });

async function walkRoots(deps: CheckDeps, walk: RootsWalk): Promise<Fault | undefined> {
  for await (const standing of deps.archive.roots()) {
    const { root } = standing;
    const isSigned = root === undefined ? undefined : await deps.signer?.verify(root);
    const fault = walk.root(standing, isSigned);
    if (fault !== undefined) return fault;
  }
  return walk.end();
}

/** Whether the note beside a row is the one it names; one that is gone was erased. */
async function lookAtNote(deps: CheckDeps, hash: string): Promise<'kept' | 'erased' | 'changed'> {
  const note = await deps.notes.read(hash);
  if (note === undefined) return 'erased';
  return noteHash(note) === hash ? 'kept' : 'changed';
}

async function walkChain(
  deps: CheckDeps,
  kind: RegisterKind,
  chain: string,
  roots: RootsWalk,
): Promise<Counted> {
  const { rootsEndAtMs } = roots.seen();
  const heads = roots.heads.get(chain) ?? [];
  const walk = makeChainWalk({ kind, chain, heads, rootsEndAtMs, now: deps.now });
  const counted = { ...nothing(), chains: 1 };
  for await (const page of deps.registers.rows(chain)) {
    for (const standing of page) {
      const fault = walk.row(standing);
      if (fault !== undefined) return { ...counted, fault };
      counted.rows += 1;
      const named = standing.row && noteOf(standing.row.fact);
      if (named === undefined) continue;
      const found = await lookAtNote(deps, named);
      if (found === 'changed')
        return { ...counted, fault: { what: 'note_changed', chain, sequence: standing.place } };
      counted[found] += 1;
    }
  }
  return { ...counted, fault: walk.end() };
}

/** Adds what some chains counted, up to the first that has a fault. */
function add(total: Counted, counted: readonly Counted[]): void {
  for (const { chains, rows, kept, erased, fault } of counted) {
    total.chains += chains;
    total.rows += rows;
    total.kept += kept;
    total.erased += erased;
    total.fault = fault;
    if (fault !== undefined) return;
  }
}

/** Walks the chains of a part; each chain that is met is taken off `missing`. */
async function walkPart(
  deps: CheckDeps,
  kind: RegisterKind,
  part: number,
  roots: RootsWalk,
  total: Counted,
  missing: Set<string>,
): Promise<void> {
  for await (const page of deps.registers.chains(kind, part)) {
    for (let from = 0; from < page.length; from += atOnce) {
      const walks = page.slice(from, from + atOnce).map(async chain => {
        if (chain === undefined || !belongs(chain, kind, part))
          return { ...nothing(), fault: { what: 'chain_missing', chain: chain ?? '' } } satisfies Counted;
        missing.delete(chain);
        return walkChain(deps, kind, chain, roots);
      });
      add(total, await Promise.all(walks));
      if (total.fault !== undefined) return;
    }
  }
}

function chainMissing(roots: RootsWalk, missing: ReadonlySet<string>): Fault | undefined {
  const [chain] = missing;
  if (chain === undefined) return undefined;
  const root = roots.heads.get(chain)?.[0]?.root;
  return { what: 'chain_missing', chain, ...(root === undefined ? {} : { root }) };
}

/** Roots come last: late ones must not hide what is wrong with rows. */
function lateRoots(deps: CheckDeps, roots: RootsWalk): Fault | undefined {
  const { roots: root, rootsEndAtMs } = roots.seen();
  const isLate = rootsEndAtMs !== undefined && isOverdue({ toMs: rootsEndAtMs }, deps.now());
  return isLate ? { what: 'roots_overdue', root } : undefined;
}

function report(kind: RegisterKind, roots: RootsWalk, total: Counted, fault: Fault | undefined) {
  const { rootsEndAtMs, ...seen } = roots.seen();
  const { chains, rows, kept, erased } = total;
  return {
    kind,
    chains,
    rows,
    ...seen,
    ...(rootsEndAtMs === undefined ? {} : { rootsEndAtMs }),
    notes: { kept, erased },
    ...(fault === undefined ? {} : { fault }),
  };
}

/**
 * Checks a register against itself and its roots, for some parts of its directory, and names the first bad thing.
 * Rows are read and forgotten; what is held is the heads that roots name of these parts' chains.
 */
export function makeCheckRegisters(deps: CheckDeps) {
  return async (kind: RegisterKind, parts: readonly number[]): Promise<RegisterReport> => {
    const roots = makeRootsWalk({ place: await deps.places.last(), kind, parts });
    const total = nothing();
    const broken = await walkRoots(deps, roots);
    if (broken !== undefined) return report(kind, roots, total, broken);
    const missing = new Set(roots.heads.keys());
    for (const part of parts) {
      await walkPart(deps, kind, part, roots, total, missing);
      if (total.fault !== undefined) return report(kind, roots, total, total.fault);
    }
    return report(kind, roots, total, chainMissing(roots, missing) ?? lateRoots(deps, roots));
  };
}
