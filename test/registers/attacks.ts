import type { faultCodes, StandingRow } from '../../lambdas/domain/register-check.ts';
import { hashOfRoot, type ArchivedHead, type Root } from '../../lambdas/domain/register-root.ts';
import {
  emptyHead,
  hashOf,
  nextEntry,
  headAfter,
  type Entry,
  type Head,
} from '../../lambdas/domain/register.ts';
import type { MemoryRegister } from '../fakes/memory-register.ts';
import type { Random } from '../simulation/random.ts';

/** What a fault may be called. */
export type Code = (typeof faultCodes)[number];

/** Something done to a register behind its back: what it may be found as, and how it is done; false where it cannot be. */
export type Attack = {
  readonly name: string;
  readonly found: readonly Code[];
  readonly strike: (register: MemoryRegister, random: Random) => boolean;
};

const pick = <T>(items: readonly T[], random: Random): T => {
  const item = items[random.between(0, items.length - 1)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
};

const someChain = (register: MemoryRegister, random: Random) => pick([...register.rows.keys()], random);

const renumbered = (rows: readonly Entry[], from: Head): StandingRow[] => {
  let head = from;
  return rows.map(({ kind, chain, atMs, fact }) => {
    const row = nextEntry(kind, chain, head, atMs, fact);
    head = headAfter(row);
    return { place: row.sequence, row };
  });
};

/** Changes a chain's rows from some place on; `change` sees them as entries and gives what shall stand there. */
function onRows(
  change: (rows: Entry[], at: number, random: Random) => StandingRow[] | undefined,
): Attack['strike'] {
  return (register, random) => {
    const chain = someChain(register, random);
    const rows = (register.rows.get(chain) ?? []).map(({ row }) => row).filter(row => row !== undefined);
    const at = random.between(0, rows.length - 1);
    const changed = change([...rows], at, random);
    if (changed !== undefined) register.rows.set(chain, changed);
    return changed !== undefined;
  };
}

const standing = (rows: readonly Entry[]): StandingRow[] => rows.map(row => ({ place: row.sequence, row }));

function edited(row: Entry, random: Random): Entry {
  const fact = { ...row.fact, count: random.between(1000, 9999) };
  const changes: readonly Partial<Entry>[] = [
    { fact },
    { fact: Object.fromEntries(Object.entries(row.fact).slice(1)) },
    { fact: { ...row.fact, more: true } },
    { atMs: row.atMs + random.between(1, 1000) },
    { kind: row.kind === 'consents' ? 'erasures' : 'consents' },
    { chain: `${row.chain}1` },
    { sequence: row.sequence + random.between(1, 3) },
    { previousHash: 'f'.repeat(64) },
    { hash: row.hash.replace(/^./u, letter => (letter === '0' ? '1' : '0')) },
  ];
  return { ...row, ...pick(changes, random) };
}

const rehashed = (row: Entry, changes: Partial<Entry>): Entry => {
  const changed = { ...row, ...changes };
  return { ...changed, hash: hashOf(changed) };
};

const rowAttacks: readonly Attack[] = [
  {
    name: 'a row edited',
    found: ['row_changed'],
    strike: onRows((rows, at, random) =>
      rows.map((row, place) => ({ place: row.sequence, row: place === at ? edited(row, random) : row })),
    ),
  },
  {
    name: 'a row edited and hashed again',
    found: ['link_broken', 'head_differs'],
    strike: onRows((rows, at, random) =>
      standing(
        rows.map((row, place) =>
          place === at ? rehashed(row, { fact: { by: `stf_${random.next()}` } }) : row,
        ),
      ),
    ),
  },
  {
    name: 'a row edited and the whole tail hashed again',
    found: ['head_differs'],
    strike: onRows((rows, at, random) => {
      const changed = rows.map((row, place) =>
        place === at ? { ...row, fact: { by: `stf_${random.next()}` } } : row,
      );
      return renumbered(changed, emptyHead);
    }),
  },
  {
    name: 'a row made unreadable',
    found: ['row_changed'],
    strike: onRows((rows, at) =>
      rows.map((row, place) => (place === at ? { place: row.sequence } : { place: row.sequence, row })),
    ),
  },
  {
    name: 'a row dropped',
    found: ['row_missing', 'chain_missing'],
    strike: onRows((rows, at) => standing(rows.toSpliced(at, 1))),
  },
  {
    name: 'a row dropped and the tail hashed again',
    found: ['head_differs', 'row_missing', 'chain_missing'],
    strike: onRows((rows, at) => renumbered(rows.toSpliced(at, 1), emptyHead)),
  },
  {
    name: 'a chain truncated',
    found: ['row_missing', 'chain_missing'],
    strike: onRows((rows, at) => standing(rows.slice(0, at))),
  },
  {
    name: 'two rows swapped',
    found: ['row_changed', 'link_broken'],
    strike: onRows((rows, at, random) => {
      const other = random.between(0, rows.length - 1);
      const [one, two] = [rows[at], rows[other]];
      if (one === undefined || two === undefined || at === other) return undefined;
      const swapped = rows.with(at, two).with(other, one);
      return swapped.map((row, place) => ({ place: place + 1, row }));
    }),
  },
  {
    name: 'two rows swapped and the tail hashed again',
    found: ['head_differs', 'row_uncovered'],
    strike: onRows((rows, at, random) => {
      const other = random.between(0, rows.length - 1);
      const [one, two] = [rows[at], rows[other]];
      if (one === undefined || two === undefined || at === other) return undefined;
      return renumbered(rows.with(at, two).with(other, one), emptyHead);
    }),
  },
  {
    name: 'a row inserted',
    found: ['row_changed', 'row_missing', 'link_broken', 'head_differs', 'row_uncovered'],
    strike: onRows((rows, at, random) => {
      const before = rows[at - 1];
      const [first] = rows;
      if (first === undefined) return undefined;
      const { kind, chain, atMs } = before ?? first;
      const forged = nextEntry(kind, chain, before === undefined ? emptyHead : headAfter(before), atMs, {
        forged: random.next(),
      });
      return rows.toSpliced(at, 0, forged).map((row, place) => ({ place: place + 1, row }));
    }),
  },
  {
    name: 'a row inserted and the tail hashed again',
    found: ['head_differs', 'row_uncovered'],
    strike: onRows((rows, at, random) => {
      const [first] = rows;
      if (first === undefined) return undefined;
      const forged = { ...first, atMs: rows[at]?.atMs ?? first.atMs, fact: { forged: random.next() } };
      return renumbered(rows.toSpliced(at, 0, forged), emptyHead);
    }),
  },
  {
    name: 'a row appended with an older date',
    found: ['row_uncovered'],
    strike: onRows((rows, _at, random) => {
      const last = rows.at(-1);
      if (last === undefined) return undefined;
      const atMs = last.atMs - random.between(0, 3_600_000);
      return standing([...rows, nextEntry(last.kind, last.chain, headAfter(last), atMs, { forged: true })]);
    }),
  },
  {
    name: 'a row appended with a date to come',
    found: ['row_uncovered'],
    strike: onRows((rows, _at, random) => {
      const last = rows.at(-1);
      if (last === undefined) return undefined;
      const atMs = last.atMs + 86_400_000 * random.between(2, 9999);
      return standing([...rows, nextEntry(last.kind, last.chain, headAfter(last), atMs, { forged: true })]);
    }),
  },
  {
    name: 'a row moved to another chain',
    found: ['row_changed', 'row_missing', 'chain_missing'],
    strike: (register, random) => {
      const [from, to] = [someChain(register, random), someChain(register, random)];
      const rows = register.rows.get(from) ?? [];
      const moved = rows.at(-1);
      if (from === to || moved === undefined) return false;
      const target = register.rows.get(to) ?? [];
      register.rows.set(from, rows.slice(0, -1));
      register.rows.set(to, [...target, { ...moved, place: target.length + 1 }]);
      return true;
    },
  },
];

const chainAttacks: readonly Attack[] = [
  {
    name: 'a whole chain dropped',
    found: ['chain_missing'],
    strike: (register, random) => register.rows.delete(someChain(register, random)),
  },
  {
    name: 'a whole chain dropped, from the directory too',
    found: ['chain_missing'],
    strike: (register, random) => {
      const chain = someChain(register, random);
      register.directory = register.directory.filter(entry => entry.chain !== chain);
      return register.rows.delete(chain);
    },
  },
  {
    name: 'a chain dropped from the directory',
    found: ['chain_missing'],
    strike: (register, random) => {
      register.directory = register.directory.toSpliced(random.between(0, register.directory.length - 1), 1);
      return true;
    },
  },
  {
    name: 'a chain renamed in the directory',
    found: ['chain_missing'],
    strike: (register, random) => {
      const at = random.between(0, register.directory.length - 1);
      register.directory = register.directory.map((entry, place) =>
        place === at ? { ...entry, chain: `${entry.chain}0` } : entry,
      );
      return true;
    },
  },
  {
    name: 'a chain renamed altogether',
    found: ['chain_missing', 'row_uncovered'],
    strike: (register, random) => {
      const chain = someChain(register, random);
      const rows = (register.rows.get(chain) ?? []).flatMap(({ row }) => row ?? []);
      const renamed = rows.map(row => ({ ...row, chain: `${row.chain}0` }));
      register.rows.delete(chain);
      register.rows.set(`${chain}0`, renumbered(renamed, emptyHead));
      register.directory = register.directory.map(entry =>
        entry.chain === chain ? { ...entry, chain: `${chain}0` } : entry,
      );
      return true;
    },
  },
  {
    name: 'a chain forged with an older date',
    found: ['row_uncovered'],
    strike: (register, random) => {
      const { kind, atMs } = pick(register.directory, random);
      const chain = `${kind}#forged-${random.next()}`;
      register.rows.set(chain, standing([nextEntry(kind, chain, emptyHead, atMs, { forged: true })]));
      register.directory = [...register.directory, { kind, chain, atMs }];
      return true;
    },
  },
  {
    name: 'a note rewritten',
    found: ['note_changed'],
    strike: (register, random) => {
      const hash = pick([...register.notes.keys()], random);
      const note = register.notes.get(hash) ?? { salt: '', text: '' };
      register.notes.set(
        hash,
        random.chance(0.5) ? { ...note, text: 'another reason' } : { ...note, salt: 'x' },
      );
      return true;
    },
  },
];

const rootOf = (register: MemoryRegister, at: number): Root => {
  const root = register.roots[at]?.root;
  if (root === undefined) throw new Error('there is no such root');
  return root;
};

const someRoot = (register: MemoryRegister, random: Random) => random.between(0, register.roots.length - 1);

function setRoot(register: MemoryRegister, at: number, root: Root | undefined): void {
  const number = at + 1;
  register.roots = register.roots.with(at, root === undefined ? { number } : { number, root });
}

function editedRoot(root: Root, random: Random): Root {
  const heads = [...root.heads];
  const at = random.between(0, Math.max(0, heads.length - 1));
  const [head] = heads.slice(at);
  const other: ArchivedHead = { kind: 'erasures', chain: 'erasures#x', sequence: 1, hash: 'a'.repeat(64) };
  const changes: readonly Partial<Root>[] = [
    { heads: [...heads, other] },
    { number: root.number + random.between(1, 5) },
    { fromMs: root.fromMs + 1 },
    { toMs: root.toMs - 1 },
    { previousHash: 'e'.repeat(64) },
    ...(head === undefined
      ? []
      : [
          { heads: heads.toSpliced(at, 1) },
          { heads: heads.with(at, { ...head, sequence: head.sequence + 1 }) },
          { heads: heads.with(at, { ...head, hash: 'd'.repeat(64) }) },
          { heads: heads.with(at, { ...head, chain: `${head.chain}9` }) },
        ]),
  ];
  return { ...root, ...pick(changes, random) };
}

const rootRehashed = (root: Root): Root => ({ ...root, hash: hashOfRoot(root) });

const rootAttacks: readonly Attack[] = [
  {
    name: 'a root edited',
    found: ['root_changed'],
    strike: (register, random) => {
      const at = someRoot(register, random);
      setRoot(register, at, editedRoot(rootOf(register, at), random));
      return true;
    },
  },
  {
    name: 'a root edited and hashed again',
    found: ['root_changed', 'signature_wrong'],
    strike: (register, random) => {
      const at = someRoot(register, random);
      setRoot(register, at, rootRehashed(editedRoot(rootOf(register, at), random)));
      return true;
    },
  },
  {
    name: 'a root edited, and all after it and the place hashed again',
    found: ['root_changed', 'signature_wrong'],
    strike: (register, random) => {
      const at = someRoot(register, random);
      setRoot(register, at, rootRehashed(editedRoot(rootOf(register, at), random)));
      for (let next = at + 1; next < register.roots.length; next += 1) {
        const { hash: previousHash } = rootOf(register, next - 1);
        setRoot(register, next, rootRehashed({ ...rootOf(register, next), previousHash }));
      }
      const last = rootOf(register, register.roots.length - 1);
      register.place = { number: last.number, toMs: last.toMs, hash: last.hash };
      return true;
    },
  },
  {
    name: 'a root made unreadable',
    found: ['root_changed'],
    strike: (register, random) => {
      setRoot(register, someRoot(register, random), undefined);
      return true;
    },
  },
  {
    name: 'a root dropped',
    found: ['root_missing'],
    strike: (register, random) => {
      register.roots = register.roots.toSpliced(someRoot(register, random), 1);
      return true;
    },
  },
  {
    name: 'roots truncated',
    found: ['root_missing'],
    strike: (register, random) => {
      register.roots = register.roots.slice(0, someRoot(register, random));
      return true;
    },
  },
  {
    name: 'roots truncated and the place put back, seen hours later',
    found: ['roots_overdue', 'row_uncovered'],
    strike: (register, random) => {
      const kept = random.between(1, register.roots.length - 4);
      register.roots = register.roots.slice(0, kept);
      const { number, toMs, hash } = rootOf(register, kept - 1);
      register.place = { number, toMs, hash };
      return true;
    },
  },
  {
    name: 'two roots swapped',
    found: ['root_changed'],
    strike: (register, random) => {
      const [one, two] = [someRoot(register, random), someRoot(register, random)];
      if (one === two) return false;
      const [first, second] = [rootOf(register, one), rootOf(register, two)];
      setRoot(register, one, second);
      setRoot(register, two, first);
      return true;
    },
  },
  {
    name: 'a signature taken off',
    found: ['root_unsigned'],
    strike: (register, random) => {
      const at = someRoot(register, random);
      const { signature: _signature, ...root } = rootOf(register, at);
      setRoot(register, at, root);
      return true;
    },
  },
  {
    name: 'a signature of another root',
    found: ['signature_wrong'],
    strike: (register, random) => {
      const at = someRoot(register, random);
      const other = rootOf(register, (at + 1) % register.roots.length).signature ?? '';
      setRoot(register, at, { ...rootOf(register, at), signature: other });
      return true;
    },
  },
  {
    name: 'signatures taken off altogether, with the name of the key, and all hashed again',
    found: ['root_unsigned'],
    strike: register => {
      for (let at = 0; at < register.roots.length; at += 1) {
        const { signature: _signature, keyId: _keyId, ...root } = rootOf(register, at);
        const previousHash = at === 0 ? root.previousHash : rootOf(register, at - 1).hash;
        setRoot(register, at, rootRehashed({ ...root, previousHash }));
      }
      const { number, toMs, hash } = rootOf(register, register.roots.length - 1);
      register.place = { number, toMs, hash };
      return true;
    },
  },
  {
    name: 'the place moved',
    found: ['root_changed', 'root_missing'],
    strike: (register, random) => {
      const { place } = register;
      if (place === undefined) return false;
      const changes = [
        { number: place.number + 1 },
        { toMs: place.toMs + 3_600_000 },
        { hash: 'c'.repeat(64) },
      ];
      register.place = { ...place, ...pick(changes, random) };
      return true;
    },
  },
];

/** Everything that is tried. */
export const attacks: readonly Attack[] = [...rowAttacks, ...chainAttacks, ...rootAttacks];
