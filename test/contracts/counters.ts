import { expect, test } from 'vitest';
import type { Limit } from '../../lambdas/domain/counter.ts';
import type { VerificationBooks } from './open-books.ts';
import { beginMs, someBucket, someHash } from './starts.ts';

type Open = () => VerificationBooks;

const someLimit = (max: number): Limit => ({ key: `tries#${someHash()}`, max, endsAtMs: beginMs + 60_000 });

/** What every keeper of the counters of many people does. */
export function wideCountersContract(open: Open): void {
  test('a raise says what was counted before, also where it is refused', async () => {
    const { wide } = open();
    const bucket = someBucket(3, { freely: 2 });
    const raise = (hasProof: boolean) => wide.raise(bucket, hasProof);
    expect(await raise(false)).toEqual({ raised: true, before: 0 });
    expect(await raise(false)).toEqual({ raised: true, before: 1 });
    expect(await raise(false)).toEqual({ raised: false, before: 2 });
    expect(await raise(true)).toEqual({ raised: true, before: 2 });
    expect(await raise(true)).toEqual({ raised: false, before: 3 });
  });

  test('a rule of mode challenge counts on for who solved a puzzle, and one that only records for all', async () => {
    const { wide } = open();
    const asks = someBucket(1, { mode: 'challenge' });
    const notes = someBucket(1, { mode: 'record_only' });
    await wide.raise(asks, false);
    await wide.raise(notes, false);
    expect(await wide.raise(asks, false)).toEqual({ raised: false, before: 1 });
    expect(await wide.raise(asks, true)).toEqual({ raised: true, before: 1 });
    expect(await wide.raise(notes, false)).toEqual({ raised: true, before: 1 });
  });

  test('a counter that never has room stays at nothing', async () => {
    const { wide } = open();
    const bucket = someBucket(0);
    expect(await wide.raise(bucket, true)).toEqual({ raised: false, before: 0 });
    await wide.lower(bucket, 1);
    expect(await wide.raise(bucket, true)).toEqual({ raised: false, before: 0 });
  });

  test('of many raises at once as many pass as there is room', async () => {
    const { wide } = open();
    const bucket = someBucket(4);
    const raises = await Promise.all(Array.from({ length: 9 }, () => wide.raise(bucket, false)));
    expect(raises.filter(({ raised }) => raised)).toHaveLength(4);
    expect(await wide.raise(bucket, false)).toEqual({ raised: false, before: 4 });
  });

  test('what is given back makes room, and never more than was counted', async () => {
    const { wide } = open();
    const bucket = someBucket(2);
    await wide.raise(bucket, false);
    await wide.raise(bucket, false);
    await wide.lower(bucket, 3);
    expect(await wide.raise(bucket, false)).toEqual({ raised: false, before: 2 });
    await wide.lower(bucket, 2);
    await wide.lower(bucket, 1);
    expect(await wide.raise(bucket, false)).toEqual({ raised: true, before: 0 });
  });

  test('only where an answered code makes room for unanswered ones a counter goes below nothing', async () => {
    const { wide } = open();
    const bucket = someBucket(1, { givesBack: 2 });
    await wide.lower(bucket, 2);
    expect(await wide.raise(bucket, false)).toEqual({ raised: true, before: 0 });
    await wide.lower(bucket, 2);
    expect(await wide.raise(bucket, false)).toEqual({ raised: true, before: -1 });
    expect(await wide.raise(bucket, false)).toEqual({ raised: true, before: 0 });
    expect(await wide.raise(bucket, false)).toEqual({ raised: false, before: 1 });
  });

  test('a counter that begins without room gets some by what is given back', async () => {
    const { wide } = open();
    const bucket = someBucket(1, { givesBack: 2, freely: 0 });
    expect(await wide.raise(bucket, false)).toEqual({ raised: false, before: 0 });
    expect(await wide.raise(bucket, true)).toEqual({ raised: true, before: 0 });
    await wide.lower(bucket, 2);
    expect(await wide.raise(bucket, false)).toEqual({ raised: true, before: -1 });
    expect(await wide.raise(bucket, false)).toEqual({ raised: false, before: 0 });
  });
}

/** What every keeper of tries does. */
export function tryCounterContract(open: Open): void {
  test('of many tries at once as many count as there are', async () => {
    const { tries } = open();
    const limit = someLimit(5);
    const counted = await Promise.all(Array.from({ length: 9 }, () => tries.count(limit)));
    expect(counted.filter(Boolean)).toHaveLength(5);
    expect(await tries.count(limit)).toBe(false);
  });

  test('a right try is given back, and nothing below nothing', async () => {
    const { tries } = open();
    const limit = someLimit(1);
    await tries.giveBack(limit);
    expect([await tries.count(limit), await tries.count(limit)]).toEqual([true, false]);
    await tries.giveBack(limit);
    await tries.giveBack(limit);
    expect([await tries.count(limit), await tries.count(limit)]).toEqual([true, false]);
  });

  test('no try counts where none is allowed', async () => {
    expect(await open().tries.count(someLimit(0))).toBe(false);
  });
}
