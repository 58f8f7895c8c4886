import type { Now } from '../domain/dice.ts';
import {
  beforeRoots,
  follows,
  isOverdue,
  nextEnd,
  nextRoot,
  placeAfter,
  rootRules,
  type ArchivedHead,
  type Root,
  type RootArchive,
  type RootPlace,
  type RootPlaces,
  type RootSigner,
} from '../domain/register-root.ts';
import { hourOf, type RegisterReader } from '../domain/register.ts';
import { cutSpan, lastMovements, type MovedChains, type Movement } from '../domain/root-span.ts';
import type { Journal } from '../journal.ts';

/** What archiving needs; `signer` is given where the stage signs its roots. */
export type ArchiveDeps = {
  readonly moved: MovedChains;
  readonly registers: Pick<RegisterReader, 'headOf'>;
  readonly archive: RootArchive;
  readonly places: RootPlaces;
  readonly signer: RootSigner | undefined;
  readonly now: Now;
  readonly journal: Journal;
  readonly headsAtMost?: number;
};

/** Roots one run makes at most, and heads read at once. */
const rootsPerRun = 12;
const atOnce = 32;

/** The heads of chains as they stand now. A chain that moved before the span only is left to the root that named it. */
async function headsOf(
  { registers }: ArchiveDeps,
  chains: readonly Movement[],
  fromMs: number,
): Promise<ArchivedHead[]> {
  const heads: ArchivedHead[] = [];
  for (let from = 0; from < chains.length; from += atOnce) {
    const read = chains.slice(from, from + atOnce).map(async ({ kind, chain, atMs: movedAtMs }) => {
      const { sequence, hash, atMs } = await registers.headOf(kind, chain);
      const moved = Math.max(movedAtMs, atMs + rootRules.settleMs) >= fromMs;
      return moved && sequence > 0 ? [{ kind, chain, sequence, hash }] : [];
    });
    heads.push(...(await Promise.all(read)).flat());
  }
  return heads;
}

/**
 * Gathers the root after `last`. A span that begins within an hour asks again for the chains that opened that hour
 * before it: only the first row of a chain in an hour is marked.
 */
async function gather(deps: ArchiveDeps, last: RootPlace, toMs: number): Promise<Root> {
  const { toMs: fromMs } = last;
  const { headsAtMost = rootRules.headsAtMost } = deps;
  const earlier = await deps.moved.movedIn(hourOf(fromMs), fromMs);
  const found = await deps.moved.movedIn(fromMs, toMs, Math.ceil(headsAtMost / 8));
  const span = cutSpan(fromMs, toMs, found, headsAtMost);
  const chains = lastMovements([...earlier.movements, ...span.chains]);
  const heads = await headsOf(deps, chains, fromMs);
  const root = nextRoot(last, span.toMs, heads, deps.signer?.keyId);
  return deps.signer === undefined ? root : deps.signer.sign(root);
}

/** A root that stands where the next should go: ours when a run ended before it could say so, else a fork. */
async function adopt(deps: ArchiveDeps, last: RootPlace): Promise<Root> {
  const number = last.number + 1;
  const root = await deps.archive.read(number);
  const isOurs =
    root !== undefined &&
    follows(last, root) &&
    (deps.signer === undefined || (await deps.signer.verify(root)));
  if (!isOurs) {
    deps.journal('archive.forked', { root: number });
    throw new Error('a root stands in the archive that does not follow the last one');
  }
  deps.journal('archive.adopted', { root: number });
  return root;
}

async function archiveOne(deps: ArchiveDeps, last: RootPlace, toMs: number): Promise<void> {
  const made = await gather(deps, last, toMs);
  const isPut = await deps.archive.put(made);
  const root = isPut ? made : await adopt(deps, last);
  if (isPut) deps.journal('archive.rooted', { root: root.number, heads: root.heads.length });
  await deps.places.advance(last, placeAfter(root));
}

/**
 * Makes the roots that are due, each over the heads of the chains that moved in its span. Archive first, then the
 * place: a run that ends between the two leaves a root that the next one adopts.
 */
export function makeArchiveRegisters(deps: ArchiveDeps) {
  return async (): Promise<void> => {
    for (let turn = 0; turn < rootsPerRun; turn += 1) {
      const last = (await deps.places.last()) ?? beforeRoots;
      const nowMs = deps.now();
      const evidence = await deps.registers.headOf('rotations', 'rotations');
      const toMs = nextEnd(last, nowMs, evidence.atMs);
      if (toMs === undefined) return;
      if (turn === 0 && last.number > 0 && isOverdue(last, nowMs))
        deps.journal('archive.overdue', { root: last.number });
      await archiveOne(deps, last, toMs);
    }
  };
}
