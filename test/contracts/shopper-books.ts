import { expect, test } from 'vitest';
import { applyWish, audienceShards, noConsents, shardOf } from '../../lambdas/domain/consent.ts';
import { secretHash, type ShopperId } from '../../lambdas/domain/ids.ts';
import { emptyHead, hashOf } from '../../lambdas/domain/register.ts';
import type { Books } from '../simulation/books.ts';
import { choose, issueFor, noonMs, somebody, someCampaign, someoneWhoAgreed } from './people.ts';

async function membersOf({ audience }: Books, shard: number): Promise<ShopperId[]> {
  const found: ShopperId[] = [];
  for await (const shopper of (await audience.of(undefined)).shard(shard)) found.push(shopper);
  return found;
}

/** What every keeper of consents, audience, voucher codes and registers does. */
export function shopperBooksContract(open: () => Books): void {
  test('consents change from what was read, and of two changes at once one is made', async () => {
    const books = open();
    const shopper = somebody();
    expect(await books.consents.of(shopper)).toBeUndefined();
    const granted = await choose(books, shopper, 'delivery', 'granted');
    expect(await books.consents.of(shopper)).toEqual(granted);
    const changes = (['delivery', 'usage'] as const).map(purpose => {
      const state = purpose === 'delivery' ? 'withdrawn' : 'granted';
      const wish = { purpose, state, policyVersion: '1', by: 'settings' } as const;
      const { consents, fact } = applyWish(granted, wish, noonMs);
      if (fact === undefined) throw new Error('nothing changed');
      return books.consents.change(granted, consents, fact);
    });
    expect((await Promise.all(changes)).filter(Boolean)).toHaveLength(1);
  });

  test('a first choice is made once', async () => {
    const books = open();
    const shopper = somebody();
    const wish = { purpose: 'delivery', state: 'granted', policyVersion: '1', by: 'settings' } as const;
    const { consents, fact } = applyWish(noConsents(shopper), wish, noonMs);
    if (fact === undefined) throw new Error('nothing changed');
    const change = () => books.consents.change(noConsents(shopper), consents, fact);
    expect([await change(), await change()]).toEqual([true, false]);
  });

  test('the audience is who has granted delivery now, each in the shard of their id', async () => {
    const books = open();
    const [stays, leaves] = [await someoneWhoAgreed(books), await someoneWhoAgreed(books)];
    const before = await (await books.audience.of(undefined)).count();
    await choose(books, leaves, 'delivery', 'withdrawn');
    expect(await (await books.audience.of(undefined)).count()).toBe(before - 1);
    expect(await membersOf(books, shardOf(stays))).toContain(stays);
    expect(await membersOf(books, shardOf(leaves))).not.toContain(leaves);
    const other = (shardOf(stays) + 1) % audienceShards;
    expect(await membersOf(books, other)).not.toContain(stays);
  });

  test('a voucher keeps the first code that is free, and asks for it again without taking another', async () => {
    const books = open();
    const campaign = someCampaign();
    const [first, second] = [somebody(), somebody()];
    const run = campaign.campaignId;
    const code = (salt: number) => secretHash(`${run}-${salt}`);
    const settle = (shopper: ShopperId) => books.codes.settleSalt(issueFor(campaign, shopper), code);
    expect([await settle(first), await settle(second), await settle(first)]).toEqual([0, 1, 0]);
  });

  test('a register chain grows row by row, and who comes late walks on to its end', async () => {
    const { registrar } = open();
    const chain = `readings#${somebody()}`;
    const append = (text: string, head = emptyHead) =>
      registrar.append('readings', chain, head, noonMs, { text });
    const first = await append('a');
    const [second, third] = await Promise.all([append('b'), append('c')]);
    const inOrder = [second, third].sort((left, right) => left.sequence - right.sequence);
    const [next, last] = inOrder;
    expect([first.sequence, next?.sequence, last?.sequence]).toEqual([1, 2, 3]);
    expect([next?.previousHash, last?.previousHash]).toEqual([first.hash, next?.hash]);
    for (const row of [first, second, third]) expect(hashOf(row)).toBe(row.hash);
  });
}
