import { expect, test } from 'vitest';
import type { ChainReader } from '../../lambdas/domain/register-check.ts';
import { noteHash, type NoteBook } from '../../lambdas/domain/register-note.ts';
import { beforeRoots, type RootPlaces } from '../../lambdas/domain/register-root.ts';
import {
  emptyHead,
  partOf,
  type Entry,
  type Fact,
  type Head,
  type Registrar,
  type RegisterReader,
} from '../../lambdas/domain/register.ts';
import type { MovedChains } from '../../lambdas/domain/root-span.ts';
import { noonMs, somebody } from './people.ts';

/** What keeps the registers and what is archived of them. */
export type RegisterBooks = {
  readonly registrar: Registrar;
  readonly registers: Pick<RegisterReader, 'headOf'>;
  readonly moved: MovedChains;
  readonly chains: ChainReader;
  readonly places: RootPlaces;
  readonly notes: NoteBook;
};

const hourMs = 3_600_000;

async function all<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const found: T[] = [];
  for await (const page of pages) found.push(...page);
  return found;
}

/** What archiving and checking may rely on, whoever keeps the registers. */
export function registerBooksContract(open: () => RegisterBooks): void {
  const append = (chain: string, atMs: number, fact: Fact, head: Head = emptyHead): Promise<Entry> =>
    open().registrar.append('readings', chain, head, atMs, fact);
  const movedIn = async (chain: string, fromMs: number, toMs: number) =>
    (await open().moved.movedIn(fromMs, toMs)).movements
      .filter(movement => movement.chain === chain)
      .map(({ kind, atMs }) => [kind, atMs] as const)
      .toSorted(([, a], [, b]) => a - b);

  test('a chain is named once in the hour in which it begins, and in each later hour in which it moves', async () => {
    const chain = `readings#${somebody()}`;
    for (const atMs of [noonMs, noonMs + 1, noonMs + hourMs + 5, noonMs + hourMs + 6])
      await append(chain, atMs, { atMs }, await open().registers.headOf('readings', chain));
    expect(await movedIn(chain, noonMs, noonMs + 2 * hourMs)).toEqual([
      ['readings', noonMs],
      ['readings', noonMs + hourMs + 5],
    ]);
    expect(await movedIn(chain, noonMs + 1, noonMs + hourMs + 5)).toEqual([]);
    expect(await movedIn(chain, noonMs, noonMs)).toEqual([]);
  });

  test('a row of an earlier hour that comes late names its chain in its own hour', async () => {
    const chain = `readings#${somebody()}`;
    await append(chain, noonMs + hourMs, { n: 1 });
    await append(chain, noonMs + hourMs - 1, { n: 2 });
    expect(await movedIn(chain, noonMs, noonMs + hourMs)).toEqual([['readings', noonMs + hourMs - 1]]);
  });

  test('rows written at one moment to many chains are all found, each chain by its name', async () => {
    const chains = Array.from({ length: 60 }, () => `readings#${somebody()}`);
    const atMs = noonMs + 7 * hourMs;
    await Promise.all(chains.map(chain => append(chain, atMs, { n: 1 })));
    const { movements } = await open().moved.movedIn(atMs, atMs + 1);
    expect(movements.map(({ chain }) => chain)).toEqual(expect.arrayContaining(chains));
    const listed = await all(open().chains.chains('readings', partOf(chains[0] ?? '')));
    expect(listed).toContain(chains[0]);
  });

  test('where there are more than asked for, what is complete is told', async () => {
    const fromMs = noonMs + 9 * hourMs;
    for (let at = 0; at < 40; at += 1) await append(`readings#${somebody()}`, fromMs + at, { at });
    const { movements, completeToMs } = await open().moved.movedIn(fromMs, fromMs + 40, 2);
    expect(completeToMs).toBeGreaterThanOrEqual(fromMs);
    expect(completeToMs).toBeLessThan(fromMs + 40);
    const complete = movements.filter(({ atMs }) => atMs < completeToMs).map(({ atMs }) => atMs - fromMs);
    expect(complete.toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: completeToMs - fromMs }, (_, at) => at),
    );
  });

  test('rows are read in order, and a head knows the time of its row', async () => {
    const chain = `readings#${somebody()}`;
    const rows: Entry[] = [];
    for (let n = 0; n < 3; n += 1) rows.push(await append(chain, noonMs + n, { n }));
    const standing = await all(open().chains.rows(chain));
    expect(standing.map(({ place, row }) => [place, row?.hash])).toEqual(
      rows.map(({ sequence, hash }) => [sequence, hash]),
    );
    const last = rows.at(-1);
    expect(await open().registers.headOf('readings', chain)).toEqual({
      sequence: 3,
      hash: last?.hash,
      atMs: noonMs + 2,
    });
  });

  test('the place of the archive moves on from where it is, and from nowhere else', async () => {
    const { places } = open();
    const place = (number: number) => ({ number, toMs: number * hourMs, hash: String(number).repeat(64) });
    expect(await places.last()).toBeUndefined();
    expect(await places.advance(place(1), place(2))).toBe(false);
    expect(await places.advance(beforeRoots, place(1))).toBe(true);
    expect(await places.advance(beforeRoots, place(1))).toBe(false);
    const both = await Promise.all([places.advance(place(1), place(2)), places.advance(place(1), place(3))]);
    expect(both.filter(Boolean)).toHaveLength(1);
    expect(await places.last()).toEqual(place(both[0] ? 2 : 3));
  });

  test('a note is found by its hash until it is erased', async () => {
    const { notes } = open();
    const note = { salt: somebody(), text: '退職のため' };
    await notes.keep(note);
    expect(await notes.read(noteHash(note))).toEqual(note);
    await notes.erase(noteHash(note));
    expect(await notes.read(noteHash(note))).toBeUndefined();
  });
}
