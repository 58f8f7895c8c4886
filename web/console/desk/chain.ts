import type { RegisterFact, RegisterRow } from '../answers.ts';

/** What a check of the rows in view found; `loose` rows have a predecessor that is not in view. */
export type ChainCheck = {
  readonly checked: number;
  readonly loose: number;
  readonly broken: readonly RegisterRow[];
};

const emptyHash = '0'.repeat(64);

const canonical = (fact: RegisterFact): string =>
  JSON.stringify(Object.fromEntries(Object.entries(fact).sort(([one], [other]) => (one < other ? -1 : 1))));

const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), byte => byte.toString(16).padStart(2, '0')).join('');

/** The hash that a row of the register `kind` must carry: SHA-256 over its place, time, fact and the hash before it. */
export const hashOfRow = async (kind: string, row: RegisterRow): Promise<string> => {
  const { chain, sequence, previousHash, at, fact } = row;
  const text = [kind, chain, sequence, previousHash, Date.parse(at), canonical(fact)].join('\n');
  return hex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
};

const hashBefore = (row: RegisterRow, byPlace: ReadonlyMap<string, RegisterRow>): string | undefined =>
  row.sequence === 1 ? emptyHash : byPlace.get(`${row.chain}\n${row.sequence - 1}`)?.hash;

/** Works out every row's hash anew, and compares its previousHash with the row before it in the same chain. */
export const checkChain = async (kind: string, rows: readonly RegisterRow[]): Promise<ChainCheck> => {
  const byPlace = new Map(rows.map(row => [`${row.chain}\n${row.sequence}`, row]));
  const checked = await Promise.all(
    rows.map(async row => {
      const before = hashBefore(row, byPlace);
      const linked = before === undefined || before === row.previousHash;
      return { row, loose: before === undefined, holds: linked && row.hash === (await hashOfRow(kind, row)) };
    }),
  );
  return {
    checked: rows.length,
    loose: checked.filter(found => found.loose).length,
    broken: checked.filter(found => !found.holds).map(found => found.row),
  };
};
