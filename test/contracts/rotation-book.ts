import { ulid } from 'ulid';
import { expect, test } from 'vitest';
import { rotationId } from '../../lambdas/domain/ids.ts';
import {
  begin,
  bornState,
  cutOffAt,
  stepOn,
  type LoginState,
  type RotationBook,
  type RotationWish,
} from '../../lambdas/domain/login-rotation.ts';
import { emptyHead, headAfter, type Entry } from '../../lambdas/domain/register.ts';
import { complete } from '../../lambdas/domain/rotation-evidence.ts';
import { noonMs } from './people.ts';

/** A book of rotations, by whoever keeps it, and the rows of its chain so far. */
export type OpenedRotationBook = {
  readonly book: RotationBook;
  rows(): Promise<readonly Entry[]>;
  close(): Promise<void>;
};

const someWish = (): RotationWish => ({
  rotationId: rotationId(`rot_${ulid()}`),
  because: 'asked',
  by: 'stf_1',
  atMs: noonMs,
});

/** The state as it stands; born where there is none, since there is one state in all. */
async function present({ book }: OpenedRotationBook): Promise<LoginState> {
  return (await book.state()) ?? (await book.save(bornState({ epoch: 1, versionId: 'version-1' }, noonMs)));
}

/** What every keeper of the login's state does. There is one state, so these run one after another on one book. */
export function rotationBookContract(open: () => OpenedRotationBook): void {
  test('a state is found as it was saved, and the first is saved once', async () => {
    const { book } = open();
    expect(await book.state()).toBeUndefined();
    const born = bornState({ epoch: 1, versionId: 'version-1' }, noonMs);
    expect(await book.save(born)).toEqual({ ...born, revision: 1 });
    expect(await book.state()).toEqual({ ...born, revision: 1 });
    await expect(book.save(born)).rejects.toThrow('moved');
  });

  test('a running rotation is found with everything that is known of it', async () => {
    const opened = open();
    const state = await present(opened);
    const { running } = begin(state, someWish(), 'version-2', noonMs);
    if (running === undefined) throw new Error('nothing began');
    const known = {
      ...stepOn(stepOn(running, noonMs + 1), noonMs + 2),
      proof: { sinceMs: noonMs, inARow: 3 },
      lastAcceptedAtMs: noonMs + 3,
      firstRefusedAtMs: noonMs + 4,
      cutOffMs: noonMs,
    };
    const incident = { event: 'incident', what: 'trust', epoch: 1 };
    const full = { ...cutOffAt(state, noonMs), running: known, unrecorded: [incident] };
    const saved = await opened.book.save({ ...full, revokeAgainAtMs: [noonMs, noonMs + 5] });
    expect(await opened.book.state()).toEqual(saved);
    expect(saved.running).toEqual(known);
    const { running: _, unrecorded: __, ...rest } = saved;
    const idle = await opened.book.save(rest);
    expect(await opened.book.state()).toEqual(idle);
    expect(idle.running).toBeUndefined();
  });

  test('of many who save over one state, one does', async () => {
    const opened = open();
    const state = await present(opened);
    const saves = [1, 2, 3, 4].map(count => opened.book.save({ ...state, rotatedAtMs: noonMs + count }));
    const done = await Promise.allSettled(saves);
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await opened.book.state())?.revision).toBe(state.revision + 1);
  });

  test('the lock has one holder until it lets go or its time is over', async () => {
    const { book } = open();
    expect(await book.takeLock(noonMs, noonMs + 75_000)).toBe(true);
    expect(await book.takeLock(noonMs + 74_999, noonMs + 150_000)).toBe(false);
    expect(await book.takeLock(noonMs + 75_000, noonMs + 150_000)).toBe(true);
    await book.releaseLock(noonMs + 75_000);
    expect(await book.takeLock(noonMs + 75_001, noonMs + 150_001), 'another one’s').toBe(false);
    await book.releaseLock(noonMs + 150_000);
    expect(await book.takeLock(noonMs + 75_001, noonMs + 150_001)).toBe(true);
    await book.releaseLock(noonMs + 150_001);
  });

  test('who asks while somebody has asked gets the first wish, and a rotation that begins takes it away', async () => {
    const opened = open();
    const { book } = opened;
    expect(await book.wish()).toBeUndefined();
    const [first, second] = [someWish(), someWish()];
    expect(await book.ask(first)).toEqual(first);
    expect(await book.ask(second)).toEqual(first);
    expect(await book.wish()).toEqual(first);
    const state = await present(opened);
    const begun = await book.begin(begin(state, first, 'version-2', noonMs), first);
    expect(begun.running?.rotationId).toBe(first.rotationId);
    expect(await book.state()).toEqual(begun);
    expect(await book.wish()).toBeUndefined();
  });

  test('a rotation begins with its wish and with the state it saw, or not at all', async () => {
    const opened = open();
    const { book } = opened;
    const state = await present(opened);
    const asked = await book.ask(someWish());
    const other = someWish();
    await expect(book.begin(begin(state, other, 'version-3', noonMs), other)).rejects.toThrow('moved');
    const stale = { ...begin(state, asked, 'version-3', noonMs), revision: state.revision - 1 };
    await expect(book.begin(stale, asked)).rejects.toThrow('moved');
    expect(await book.state()).toEqual(state);
    expect(await book.wish()).toEqual(asked);
    await book.begin(begin(state, asked, 'version-3', noonMs), asked);
    expect(await book.wish()).toBeUndefined();
  });

  test('rows and state are written together, each row after the one before', async () => {
    const opened = open();
    const state = await present(opened);
    const before = await opened.rows();
    const note = (what: string) => ({ event: 'incident', what, epoch: 1 });
    const once = await opened.book.record(note('trust'), noonMs, () => ({ ...state, cutOffMs: noonMs }));
    expect(once).toEqual({ ...state, cutOffMs: noonMs, revision: state.revision + 1 });
    expect(await opened.book.state()).toEqual(once);
    const { running } = once.running === undefined ? begin(once, someWish(), 'version-4', noonMs) : once;
    if (running === undefined) throw new Error('nothing runs');
    const done = await opened.book.record(note('secret'), noonMs + 1, row =>
      complete(once, running, row, noonMs + 1),
    );
    const added = (await opened.rows()).slice(before.length);
    expect(added.map(({ fact }) => fact['what'])).toEqual(['trust', 'secret']);
    const last = before.at(-1);
    const head = last === undefined ? emptyHead : headAfter(last);
    expect(added[0]?.previousHash).toBe(head.hash);
    expect(added[1]?.previousHash).toBe(added[0]?.hash);
    const { chain, sequence, hash } = added[1] ?? {};
    expect(done.last?.evidence).toEqual({ chain, sequence, hash });
    expect(await opened.book.state()).toEqual(done);
  });

  test('no row without the state, and one of many who record over one state', async () => {
    const opened = open();
    const state = await present(opened);
    const before = await opened.rows();
    const note = { event: 'incident', what: 'trust', epoch: 1 };
    const stale = { ...state, revision: state.revision - 1 };
    await expect(opened.book.record(note, noonMs, () => stale)).rejects.toThrow('moved');
    expect(await opened.rows()).toEqual(before);
    const records = [1, 2, 3].map(count => opened.book.record(note, noonMs + count, () => state));
    const done = await Promise.allSettled(records);
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await opened.rows()).toHaveLength(before.length + 1);
  });
}
