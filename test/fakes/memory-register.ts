import type { ChainReader, StandingRow } from '../../lambdas/domain/register-check.ts';
import { noteHash, type Note, type NoteBook } from '../../lambdas/domain/register-note.ts';
import type { Root, RootArchive, RootPlace, RootPlaces } from '../../lambdas/domain/register-root.ts';
import {
  emptyHead,
  headAfter,
  nextEntry,
  partOf,
  type Entry,
  type RegisterKind,
  type Registrar,
  type RegisterReader,
} from '../../lambdas/domain/register.ts';
import type { RootReader, StandingRoot } from '../../lambdas/domain/root-check.ts';
import type { MovedChains, Movement } from '../../lambdas/domain/root-span.ts';

/** What lies in the tables and the bucket; everything in it may be tampered with. */
export type MemoryRegister = {
  /** Rows by chain, in the order of their places. */
  rows: Map<string, StandingRow[]>;
  directory: Movement[];
  moved: Movement[];
  /** The first version of each root, in order of number. */
  roots: StandingRoot[];
  place: RootPlace | undefined;
  notes: Map<string, Note>;
};

/** A register without rows. */
export function makeMemoryRegister(): MemoryRegister {
  return { rows: new Map(), directory: [], moved: [], roots: [], place: undefined, notes: new Map() };
}

/** Puts a row at the end of its chain unless its place is taken; answers the row that stands there. */
function appendRow(register: MemoryRegister, row: Entry): Entry | undefined {
  const rows = register.rows.get(row.chain) ?? [];
  const standing = rows.find(({ place }) => place === row.sequence)?.row;
  if (standing !== undefined) return standing;
  register.rows.set(row.chain, [...rows, { place: row.sequence, row }]);
  const movement = { kind: row.kind, chain: row.chain, atMs: row.atMs };
  if (row.sequence === 1) register.directory.push(movement);
  else if (row.opensHour === true) register.moved.push(movement);
  return undefined;
}

function registrarOf(register: MemoryRegister): Registrar {
  return {
    append: async (kind, chain, head, atMs, fact) => {
      for (let present = head; ; ) {
        const row = nextEntry(kind, chain, present, atMs, fact);
        const standing = appendRow(register, row);
        if (standing === undefined) return row;
        present = headAfter(standing);
      }
    },
  };
}

async function* once<T>(page: readonly T[]): AsyncGenerator<readonly T[]> {
  yield page;
}

/** Everything that archiving and checking use, over one register. */
export function openMemoryRegister(register: MemoryRegister) {
  const headOf: RegisterReader['headOf'] = async (_kind: RegisterKind, chain: string) => {
    const last = register.rows.get(chain)?.at(-1)?.row;
    return last === undefined ? emptyHead : headAfter(last);
  };
  const moved: MovedChains = {
    movedIn: async (fromMs, toMs, most = Infinity) => {
      const all = [...register.directory, ...register.moved]
        .filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
        .sort((a, b) => a.atMs - b.atMs);
      const movements = all.slice(0, most);
      return { movements, completeToMs: all.length > most ? (movements.at(-1)?.atMs ?? toMs) : toMs };
    },
  };
  const archive: RootArchive = {
    put: async (root: Root) => {
      if (register.roots.some(({ number }) => number === root.number)) return false;
      register.roots.push({ number: root.number, root });
      return true;
    },
    read: async wanted => register.roots.find(({ number }) => number === wanted)?.root,
  };
  const reader: RootReader = {
    roots: async function* roots() {
      yield* register.roots;
    },
  };
  const places: RootPlaces = {
    last: async () => register.place,
    advance: async (before, after) => {
      if ((register.place?.hash ?? emptyHead.hash) !== before.hash) return false;
      register.place = after;
      return true;
    },
  };
  const chains: ChainReader = {
    chains: (kind, part) =>
      once(
        register.directory
          .filter(entry => entry.kind === kind && partOf(entry.chain) === part)
          .map(({ chain }) => chain),
      ),
    rows: chain => once(register.rows.get(chain) ?? []),
  };
  const notes: NoteBook = {
    keep: async note => void register.notes.set(noteHash(note), note),
    read: async hash => register.notes.get(hash),
    erase: async hash => void register.notes.delete(hash),
  };
  return {
    registrar: registrarOf(register),
    registers: { headOf },
    moved,
    archive,
    reader,
    places,
    chains,
    notes,
  };
}
