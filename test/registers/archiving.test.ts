import { describe, expect, test } from 'vitest';
import { hashOfRoot, readRoot, writeRoot, type Root } from '../../lambdas/domain/register-root.ts';
import { cutSpan } from '../../lambdas/domain/root-span.ts';
import { emptyHead, headAfter, nextEntry } from '../../lambdas/domain/register.ts';
import { openMemoryRegister } from '../fakes/memory-register.ts';
import {
  archive,
  beginMs,
  check,
  keep,
  openKeptRegister,
  write,
  type KeptRegister,
} from './kept-register.ts';
import { makeTestSigner } from './signing-key.ts';

const minute = 60_000;
const hour = 60 * minute;

const rootsOf = ({ register }: KeptRegister): Root[] => register.roots.flatMap(({ root }) => root ?? []);
const spansOf = (kept: KeptRegister) =>
  rootsOf(kept).map(({ fromMs, toMs }) => [fromMs, toMs].map(ms => (ms === 0 ? 0 : (ms - beginMs) / minute)));

describe('a root', () => {
  test('is due five minutes after the hour, over what moved in it, and not twice', async () => {
    const kept = openKeptRegister();
    await write(kept, 'consents', 'consents#a', { n: 1 });
    kept.nowMs = beginMs + hour + 4 * minute;
    await archive(kept);
    expect(spansOf(kept), 'an hour before: nothing is known of the hour that just ended').toEqual([[0, 0]]);
    kept.nowMs = beginMs + hour + 5 * minute;
    expect(await archive(kept)).toEqual(['archive.rooted']);
    expect(await archive(kept)).toEqual([]);
    expect(spansOf(kept)).toEqual([
      [0, 0],
      [0, 60],
    ]);
    expect(rootsOf(kept)[1]?.heads).toMatchObject([{ kind: 'consents', chain: 'consents#a', sequence: 1 }]);
  });

  test('names a chain in every hour in which it moved, as it stands when the root is made', async () => {
    const kept = openKeptRegister();
    const rowAt = async (at: number) => {
      kept.nowMs = beginMs + at * minute;
      await write(kept, 'readings', 'readings#a', { at });
    };
    for (const at of [0, 59, 61, 63]) await rowAt(at);
    for (const at of [66, 126, 190]) {
      if (at === 190) await rowAt(185);
      kept.nowMs = beginMs + at * minute;
      await archive(kept);
    }
    kept.nowMs = beginMs + 246 * minute;
    await archive(kept);
    expect(spansOf(kept).map(([, end]) => end)).toEqual([60, 120, 180, 240]);
    const named = rootsOf(kept).map(({ heads }) => heads.map(({ sequence }) => sequence));
    expect(named).toEqual([[4], [4], [], [5]]);
    expect(await check(kept)).toEqual({ chains: 1, rows: 5 });
  });

  test('follows evidence within ten minutes, and the rest of that hour is not lost', async () => {
    const kept = openKeptRegister();
    await write(kept, 'readings', 'readings#a', { n: 1 });
    kept.nowMs = beginMs + 12 * minute;
    await write(kept, 'rotations', 'rotations', { event: 'rotation' });
    for (const at of [14, 19]) {
      kept.nowMs = beginMs + at * minute;
      await archive(kept);
    }
    expect(spansOf(kept).at(-1)).toEqual([0, 14]);
    expect(
      rootsOf(kept)
        .at(-1)
        ?.heads.map(({ chain }) => chain),
    ).toEqual(['readings#a', 'rotations']);
    kept.nowMs = beginMs + 40 * minute;
    await write(kept, 'readings', 'readings#a', { n: 2 });
    kept.nowMs = beginMs + 66 * minute;
    await archive(kept);
    expect(spansOf(kept).at(-1)).toEqual([14, 60]);
    expect(rootsOf(kept).at(-1)?.heads).toMatchObject([
      { chain: 'readings#a', sequence: 2 },
      { chain: 'rotations', sequence: 1 },
    ]);
    expect(await check(kept)).not.toHaveProperty('fault');
  });

  test('covers all the hours of an outage, which is journalled', async () => {
    const kept = openKeptRegister();
    await archive(kept);
    await write(kept, 'erasures', 'erasures#a', { n: 1 });
    kept.nowMs = beginMs + 50 * hour + 6 * minute;
    await write(kept, 'erasures', 'erasures#b', { n: 1 });
    expect((await check(kept)).fault).toEqual({ what: 'roots_overdue', root: 1 });
    expect(await archive(kept)).toEqual(['archive.overdue', 'archive.rooted']);
    expect(spansOf(kept).at(-1)).toEqual([-60, 3000]);
    expect(await check(kept)).not.toHaveProperty('fault');
  });

  test('names no more heads than it may: the span ends early, and nothing is left off', async () => {
    const kept = openKeptRegister();
    await archive(kept);
    for (let chain = 0; chain < 100; chain += 1) {
      kept.nowMs = beginMs + chain * 20_000;
      await write(kept, 'consents', `consents#${chain}`, { n: 1 });
      if (chain % 10 === 0) await write(kept, 'consents', 'consents#0', { chain });
    }
    kept.nowMs = beginMs + 66 * minute;
    while ((await archive(kept, 16)).length > 0);
    const roots = rootsOf(kept);
    expect(roots.length).toBeGreaterThan(6);
    expect(Math.max(...roots.map(({ heads }) => heads.length))).toBeLessThanOrEqual(2 * 16);
    expect(roots.at(-1)?.toMs).toBe(beginMs + hour);
    expect(await check(kept)).toEqual({ chains: 100, rows: 110 });
  });

  test('never covers an empty span, however many chains move in one millisecond', () => {
    const movements = Array.from({ length: 9 }, (_, at) => ({
      kind: 'consents' as const,
      chain: `consents#${at}`,
      atMs: 1000,
    }));
    expect(cutSpan(1000, 2000, { movements, completeToMs: 1000 }, 4).toMs).toBe(1001);
  });

  test('is read back as it was written, and its hash is the SHA-256 of its own text', async () => {
    const kept = openKeptRegister(makeTestSigner());
    await keep(kept, 3, 2, 10);
    for (const root of rootsOf(kept)) {
      expect(readRoot(writeRoot(root))).toEqual(root);
      expect(hashOfRoot(root)).toBe(root.hash);
    }
    expect(readRoot('{"number": 1}')).toBeUndefined();
    expect(readRoot('no JSON')).toBeUndefined();
  });
});

describe('a run of the archive that ends between the archive and the place', () => {
  async function interrupted(signer?: ReturnType<typeof makeTestSigner>): Promise<KeptRegister> {
    const kept = openKeptRegister(signer);
    await keep(kept, 5, 2, 8);
    const before = kept.register.place;
    kept.nowMs += hour;
    await archive(kept);
    kept.register.place = before;
    return kept;
  }

  test('is made up: the root is taken up as it stands', async () => {
    const kept = await interrupted(makeTestSigner());
    const count = kept.register.roots.length;
    kept.nowMs += 5 * minute;
    expect(await archive(kept)).toEqual(['archive.adopted']);
    expect(kept.register.roots).toHaveLength(count);
    expect(kept.register.place).toMatchObject({ number: count });
    expect(await check(kept)).not.toHaveProperty('fault');
  });

  test('leaves the check clean meanwhile', async () => {
    expect(await check(await interrupted())).not.toHaveProperty('fault');
  });

  test.each([
    { forged: 'with another link', change: (root: Root) => ({ ...root, previousHash: 'e'.repeat(64) }) },
    { forged: 'with another span', change: (root: Root) => ({ ...root, fromMs: root.fromMs - 1 }) },
    { forged: 'signed by somebody else', change: (root: Root) => root },
  ])('meets a foreign root, $forged: it stops and says so', async ({ change }) => {
    const kept = await interrupted(makeTestSigner());
    const last = kept.register.roots.at(-1)?.root;
    if (last === undefined) throw new Error('there is a root');
    const changed = change(last);
    const foreign = await makeTestSigner().sign({ ...changed, hash: hashOfRoot(changed) });
    kept.register.roots = [...kept.register.roots.slice(0, -1), { number: last.number, root: foreign }];
    await expect(archive(kept)).rejects.toThrow('does not follow');
    expect(kept.register.place?.number).toBe(last.number - 1);
  });

  test('is made up once when two runs meet', async () => {
    const kept = await interrupted();
    kept.nowMs += 5 * minute;
    await Promise.all([archive(kept), archive(kept)]);
    expect(await check(kept)).not.toHaveProperty('fault');
  });
});

describe('what a check holds', () => {
  test('what is not archived yet can still be rewritten by whoever can write rows; the next root ends that', async () => {
    const kept = openKeptRegister();
    await keep(kept, 7, 2, 8);
    await write(kept, 'readings', 'readings#fresh', { n: 1 });
    await write(kept, 'readings', 'readings#fresh', { n: 2 });
    const rewrite = () => {
      const first = nextEntry('readings', 'readings#fresh', emptyHead, kept.nowMs, { n: 3 });
      const second = nextEntry('readings', 'readings#fresh', headAfter(first), kept.nowMs, { n: 4 });
      const rows = [first, second].map(row => ({ place: row.sequence, row }));
      kept.register.rows.set('readings#fresh', rows);
    };
    rewrite();
    expect(await check(kept)).not.toHaveProperty('fault');
    await write(kept, 'readings', 'readings#fresh', { n: 5 });
    kept.nowMs += hour;
    await archive(kept);
    expect(await check(kept)).not.toHaveProperty('fault');
    rewrite();
    expect((await check(kept)).fault).toMatchObject({
      what: 'row_missing',
      chain: 'readings#fresh',
      sequence: 3,
    });
  });

  test('an erased note leaves the chain valid and is counted', async () => {
    const kept = openKeptRegister();
    await keep(kept, 11, 3, 20);
    const { notes } = openMemoryRegister(kept.register);
    const [hash = ''] = kept.register.notes.keys();
    await notes.erase(hash);
    expect(await check(kept)).not.toHaveProperty('fault');
  });

  test('rows older than a root could be are missed while there are no roots at all', async () => {
    const kept = openKeptRegister();
    await write(kept, 'consents', 'consents#a', { n: 1 });
    expect(await check(kept)).not.toHaveProperty('fault');
    kept.nowMs += 3 * hour;
    expect((await check(kept)).fault?.what).toBe('roots_overdue');
  });

  test('a stage that begins to sign is unsigned until its next root, and signed from then on', async () => {
    const kept = openKeptRegister();
    await keep(kept, 13, 2, 8);
    const signing = { ...kept, signer: makeTestSigner() };
    expect((await check(signing)).fault).toMatchObject({ what: 'root_unsigned' });
    signing.nowMs += hour;
    await archive(signing);
    expect(await check(signing)).not.toHaveProperty('fault');
    const { signer: _signer, ...unsigned } = { ...signing, nowMs: signing.nowMs + hour };
    await archive({ ...unsigned, signer: undefined });
    expect((await check({ ...signing, nowMs: unsigned.nowMs })).fault).toMatchObject({
      what: 'root_unsigned',
    });
  });
});
