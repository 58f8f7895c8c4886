import { afterAll, beforeAll, expect, test } from 'vitest';
import { ulid } from 'ulid';
import { makeUseBook } from '../../lambdas/aws/dynamo-use-book.ts';
import { bookKeys } from '../../lambdas/aws/keys.ts';
import { redemptionId, storeId, type RedemptionId } from '../../lambdas/domain/ids.ts';
import type { Use } from '../../lambdas/domain/usage.ts';
import { openUnguardedTables, type OpenedTables } from './open-tables.ts';

const [here, there] = [storeId('str_here'), storeId('str_there')];
const startMs = Date.parse('2026-11-24T00:00:00Z');
const hourMs = 3_600_000;

let tables: OpenedTables;
let ids: RedemptionId[];

/** A redemption as the ledger writes it, an hour after the one before. */
async function redeemAt(
  store: typeof here,
  hour: number,
  also: Record<string, unknown> = {},
): Promise<RedemptionId> {
  const atMs = startMs + hour * hourMs;
  const id = redemptionId(`red_${ulid(atMs)}`);
  const row = {
    redemptionId: id,
    voucherId: 'vch_1',
    couponId: 'cpn_1',
    shopperId: 'shp_1',
    storeId: store,
    storeName: '渋谷店',
  };
  await tables.dynamo.put(tables.book, {
    ...bookKeys.redemption(store, id),
    ...row,
    by: 'till',
    atMs,
    ...also,
  });
  return id;
}

beforeAll(async () => {
  tables = await openUnguardedTables();
  ids = [];
  for (let hour = 0; hour < 6; hour += 1)
    ids.push(await redeemAt(here, hour, hour === 3 ? { staffId: 'cls_1' } : {}));
  await redeemAt(there, 2);
  const put = (sk: string, item: Record<string, unknown>) =>
    tables.dynamo.put(tables.book, { pk: bookKeys.store(here).pk, sk, ...item });
  await put('UND#red_1', { redemptionId: 'red_1', atMs: startMs });
  await put('STORE', { storeId: here, name: '渋谷店' });
  await put('STF#cls_1', { name: '佐藤', role: 'clerk', state: 'ended' });
  await put('STF#cls_2', { name: '鈴木', role: 'manager', state: 'active' });
});

afterAll(() => tables.close());

async function read(fromHour: number, toHour: number, after?: RedemptionId): Promise<Use[]> {
  const time = { fromMs: startMs + fromHour * hourMs, toMs: startMs + toHour * hourMs };
  const uses: Use[] = [];
  for await (const page of makeUseBook(tables.dynamo, tables.book).usesAt(here, time, after))
    uses.push(...page);
  return uses;
}

const idsOf = (uses: readonly Use[]) => uses.map(({ redemptionId: id }) => id);

test('a store’s uses of a time come in its order, without the end and without other stores', async () => {
  expect(idsOf(await read(1, 4))).toEqual(ids.slice(1, 4));
  expect(idsOf(await read(0, 24))).toEqual(ids);
  expect(await read(24, 48)).toEqual([]);
});

test('the uses after one go on right behind it', async () => {
  expect(idsOf(await read(0, 24, ids[2]))).toEqual(ids.slice(3));
  expect(await read(0, 24, ids[5])).toEqual([]);
});

test('the uses of a time that ends before the one to go on behind are none', async () => {
  expect(await read(0, 2, ids[5])).toEqual([]);
  expect(await read(0, 24, redemptionId('zzz'))).toEqual([]);
});

test('whose a use was, and of which voucher, is not read', async () => {
  const [use] = await read(3, 4);
  expect(use).toEqual({
    redemptionId: ids[3],
    couponId: 'cpn_1',
    by: 'till',
    staffId: 'cls_1',
    atMs: startMs + 3 * hourMs,
  });
});

test('a store’s staff are known by name, also those who ended', async () => {
  const book = makeUseBook(tables.dynamo, tables.book);
  expect([...(await book.staffNames(here))]).toEqual([
    ['cls_1', '佐藤'],
    ['cls_2', '鈴木'],
  ]);
  expect([...(await book.staffNames(there))]).toEqual([]);
});
