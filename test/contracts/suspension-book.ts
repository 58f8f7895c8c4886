import { expect, test } from 'vitest';
import { applyWish, shardOf } from '../../lambdas/domain/consent.ts';
import type { ShopperId } from '../../lambdas/domain/ids.ts';
import { emptyHead } from '../../lambdas/domain/register.ts';
import type { Books } from '../simulation/books.ts';
import { choose, noonMs, somebody, someoneWhoAgreed, suspend, suspensionRowOf } from './people.ts';

async function isReached({ audience }: Books, shopper: ShopperId): Promise<boolean> {
  for await (const member of (await audience.of(undefined)).shard(shardOf(shopper)))
    if (member === shopper) return true;
  return false;
}

/** What every keeper of suspensions does. */
export function suspensionBookContract(open: () => Books): void {
  test('a suspension stands on the consents, and takes the shopper out of the audience until it ends', async () => {
    const books = open();
    const shopper = await someoneWhoAgreed(books);
    const agreed = await books.consents.of(shopper);
    if (agreed === undefined) throw new Error('nobody agreed');
    const { suspension, head } = await suspend(books, shopper);
    const suspended = { ...agreed, ...suspension };
    expect(await books.consents.of(shopper)).toEqual(suspended);
    expect(await isReached(books, shopper)).toBe(false);
    const row = suspensionRowOf(shopper, 'reinstated', head);
    expect(await books.suspensions.reinstate(suspended, row, undefined)).toBe('written');
    expect(await books.consents.of(shopper)).toEqual(agreed);
    expect(await isReached(books, shopper)).toBe(true);
  });

  test('every other write of the consents keeps it, and who withdrew meanwhile is not brought back', async () => {
    const books = open();
    const shopper = await someoneWhoAgreed(books);
    const { suspension, head } = await suspend(books, shopper);
    await choose(books, shopper, 'usage', 'granted');
    expect(await books.consents.of(shopper)).toMatchObject(suspension);
    expect(await isReached(books, shopper)).toBe(false);
    const after = await choose(books, shopper, 'delivery', 'withdrawn');
    expect(await books.consents.of(shopper)).toMatchObject(suspension);
    const row = suspensionRowOf(shopper, 'reinstated', head);
    expect(await books.suspensions.reinstate({ ...after, ...suspension }, row, undefined)).toBe('written');
    expect(await isReached(books, shopper)).toBe(false);
  });

  test('a change of the consents that was read before the suspension, or before its end, is not made', async () => {
    const books = open();
    const shopper = await someoneWhoAgreed(books);
    const before = await books.consents.of(shopper);
    if (before === undefined) throw new Error('nobody agreed');
    const { suspension, head } = await suspend(books, shopper);
    const grant = { purpose: 'usage', state: 'granted', policyVersion: '1', by: 'settings' } as const;
    const change = (seen: typeof before) => {
      const { consents, fact } = applyWish(seen, grant, noonMs);
      if (fact === undefined) throw new Error('nothing changed');
      return books.consents.change(seen, consents, fact);
    };
    expect(await change(before)).toBe(false);
    const suspended = { ...before, ...suspension };
    const row = suspensionRowOf(shopper, 'reinstated', head);
    await books.suspensions.reinstate(suspended, row, undefined);
    expect(await change(suspended)).toBe(false);
    expect(await change(before)).toBe(true);
  });

  test('nobody is suspended twice, nor a stranger, nor under a row whose place is taken', async () => {
    const books = open();
    const [shopper, other] = [await someoneWhoAgreed(books), await someoneWhoAgreed(books)];
    const row = suspensionRowOf(shopper, 'suspended', emptyHead);
    const { suspension, head } = await suspend(books, shopper);
    const again = suspensionRowOf(shopper, 'suspended', head);
    expect(await books.suspensions.suspend(shopper, suspension, again, undefined)).toBe('shopper_moved');
    expect(await books.suspensions.suspend(somebody(), suspension, again, undefined)).toBe('shopper_moved');
    expect(await books.suspensions.suspend(other, suspension, row, undefined)).toBe('chain_moved');
    expect((await books.consents.of(other))?.suspendedAtMs).toBeUndefined();
  });

  test('a suspension that is another one by now, or the wish to receive, keeps its end from being written', async () => {
    const books = open();
    const shopper = await someoneWhoAgreed(books);
    const { suspension, head } = await suspend(books, shopper);
    const agreed = await books.consents.of(shopper);
    if (agreed === undefined) throw new Error('nobody agreed');
    const row = suspensionRowOf(shopper, 'reinstated', head);
    const end = (seen: object) =>
      books.suspensions.reinstate({ ...agreed, ...suspension, ...seen }, row, undefined);
    expect(await end({ suspendedAtMs: noonMs - 1 })).toBe('shopper_moved');
    expect(await end({ delivery: { state: 'withdrawn' } })).toBe('shopper_moved');
    expect(await end({})).toBe('written');
    expect(await end({})).toBe('shopper_moved');
  });
}
