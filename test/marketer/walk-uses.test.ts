import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { couponId, redemptionId, storeId } from '../../lambdas/domain/ids.ts';
import { refuse } from '../../lambdas/domain/refusal.ts';
import type { Store } from '../../lambdas/domain/store.ts';
import { addLines, linesOf, type Tally, type Use, type UsageWish } from '../../lambdas/domain/usage.ts';
import { makeExportUsage } from '../../lambdas/marketer/export-usage.ts';
import { makeLabelLines } from '../../lambdas/marketer/label-lines.ts';
import { makeWalkUses, type WalkDeps } from '../../lambdas/marketer/walk-uses.ts';

const nowMs = Date.parse('2026-11-24T03:00:00Z');
const wish: UsageWish = { days: { from: '2026-11-24', to: '2026-11-24' }, by: 'store' };

const storeNamed = (id: string): Store => ({
  storeId: storeId(id),
  name: id,
  timeZone: 'Asia/Tokyo',
  pinMac: '',
  pinSetAtMs: 0,
  createdAtMs: 0,
});

const use = (number: number): Use => ({
  redemptionId: redemptionId(`red_${String(number).padStart(6, '0')}`),
  couponId: couponId('cpn_a'),
  by: 'till',
  atMs: nowMs,
});

/** A chain of stores, the newest first, each with so many uses that are read in pages of so many. */
function openChain(sizes: readonly number[], pageSize: number) {
  const stores = sizes.map((_, place) => storeNamed(`str_${String(place).padStart(3, '0')}`));
  const uses = new Map(
    sizes.map((size, place) => [stores[place]?.storeId, Array.from({ length: size }, (_, at) => use(at))]),
  );
  const deps: Omit<WalkDeps, 'rules'> = {
    stores: {
      list: (cursor, limit) => {
        const from = cursor === undefined ? 0 : stores.findIndex(store => store.storeId === cursor) + 1;
        const items = stores.slice(from, from + limit);
        const last = items.at(-1);
        return Promise.resolve(
          from + limit < stores.length && last ? { items, cursor: last.storeId } : { items },
        );
      },
    },
    uses: {
      usesAt: async function* (store, _time, after) {
        const left = (uses.get(store) ?? []).filter(
          ({ redemptionId: id }) => after === undefined || id > after,
        );
        for (let at = 0; at < left.length; at += pageSize)
          yield await Promise.resolve(left.slice(at, at + pageSize));
      },
    },
  };
  return { deps, openStore: () => stores.unshift(storeNamed(`str_new_${stores.length}`)) };
}

const chain = fc.record({
  sizes: fc.array(fc.nat(12), { maxLength: 9 }),
  pageSize: fc.integer({ min: 1, max: 5 }),
  storesAtOnce: fc.integer({ min: 1, max: 4 }),
  usesAtOnce: fc.integer({ min: 1, max: 9 }),
  opensAt: fc.integer({ min: 0, max: 6 }),
});

describe('a walk over the stores', () => {
  test('counts every use once, however it is cut up and whatever stores open meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(chain, async ({ sizes, pageSize, opensAt, ...rules }) => {
        const { deps, openStore } = openChain(sizes, pageSize);
        const walk = makeWalkUses({ ...deps, rules });
        const tally: Tally = new Map();
        let cursor: string | undefined;
        let answers = 0;
        do {
          const page = await walk(wish, cursor);
          addLines(tally, page.items);
          cursor = page.cursor;
          answers += 1;
          if (answers === opensAt) openStore();
        } while (cursor !== undefined && answers < 500);
        const counted = Object.fromEntries(linesOf(tally).map(({ key, redeemed }) => [key, redeemed]));
        const stores = sizes.map((size, place) => [`str_${String(place).padStart(3, '0')}`, size] as const);
        expect(counted).toEqual(Object.fromEntries(stores.filter(([, size]) => size > 0)));
      }),
    );
  });

  test('reads no more stores and hardly more uses at a time than it may', async () => {
    const { deps } = openChain([50, 50, 50], 5);
    const read: number[] = [];
    const counting: typeof deps.uses.usesAt = async function* (...asked) {
      for await (const uses of deps.uses.usesAt(...asked)) {
        read.push(uses.length);
        yield uses;
      }
    };
    const rules = { storesAtOnce: 2, usesAtOnce: 18 };
    const first = await makeWalkUses({ ...deps, uses: { usesAt: counting }, rules })(wish, undefined);
    expect(read).toEqual([5, 5, 5, 5]);
    expect(first.cursor).toBe('.str_000.red_000019');
  });

  test('begins anew with a cursor that is not ours', async () => {
    const { deps } = openChain([2], 5);
    const walk = makeWalkUses({ ...deps, rules: { storesAtOnce: 5, usesAtOnce: 50 } });
    for (const cursor of ['', 'x', '..', 'a.b', "'; DROP", '.str_000.', '.'.repeat(400)])
      expect((await walk(wish, cursor)).items).toMatchObject([{ key: 'str_000', redeemed: 2 }]);
  });
});

describe('a file of a walk', () => {
  const label = makeLabelLines({
    coupons: { byId: () => Promise.resolve(undefined) },
    uses: { staffNames: () => Promise.resolve(new Map()) },
  });
  const fileOf = (sizes: readonly number[], answersInFile: number) => {
    const { deps } = openChain(sizes, 5);
    const walk = makeWalkUses({ ...deps, rules: { storesAtOnce: 2, usesAtOnce: 20 } });
    return makeExportUsage({ walk, label, rules: { answersInFile } })(wish, 'en');
  };

  test('is hidden as a whole and not answer by answer', async () => {
    expect(await fileOf([30, 3, 8, 7], 9)).toBe(
      [
        '"Code","Store","Name","Redeemed","Undone"',
        '"str_000","str_000","str_000","*","<5"',
        '"str_001","str_001","str_001","<5","<5"',
        '"str_002","str_002","str_002","8","<5"',
        '"str_003","str_003","str_003","7","<5"',
        '"Total","","","48","<5"',
        '',
      ].join('\r\n'),
    );
  });

  test('is refused rather than cut short', async () => {
    expect(await fileOf([30, 3, 8, 7], 2)).toEqual(refuse('usage.too_much'));
  });
});
