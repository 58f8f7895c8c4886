import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeVoucherBook } from '../../lambdas/aws/dynamo-voucher-book.ts';
import { bookKeys } from '../../lambdas/aws/keys.ts';
import { couponId, secretHash, shopperId } from '../../lambdas/domain/ids.ts';
import { voucherIdFor } from '../../lambdas/domain/voucher.ts';
import { openUnguardedTables, type OpenedTables } from './open-tables.ts';

const [coupon, shopper] = [couponId('cpn_1'), shopperId('shp_1')];
const name = { voucherId: voucherIdFor(coupon, shopper), couponId: coupon, shopperId: shopper };

let tables: OpenedTables;

beforeAll(async () => {
  tables = await openUnguardedTables();
});

afterAll(() => tables.close());

/** The place of a code as it was written before the coupon was kept beside it. */
async function settleAsBefore(code: ReturnType<typeof secretHash>): Promise<void> {
  const { voucherId } = name;
  await tables.dynamo.put(tables.book, { ...bookKeys.byCode(code), shopperId: shopper, voucherId });
}

test('a code stands for its voucher, coupon and holder before the voucher is issued', async () => {
  const vouchers = makeVoucherBook(tables.dynamo, tables.book);
  await vouchers.settleSalt(name, () => secretHash('new'));
  expect(await vouchers.behind(secretHash('new'))).toEqual(name);
  expect(await vouchers.behind(secretHash('none'))).toBeUndefined();
});

test('a code from before the coupon was kept beside it goes on being good', async () => {
  const vouchers = makeVoucherBook(tables.dynamo, tables.book);
  await settleAsBefore(secretHash('old'));
  expect(await vouchers.behind(secretHash('old'))).toBeUndefined();
  await vouchers.issue({ ...name, issuedAtMs: 1 }, 0);
  expect(await vouchers.behind(secretHash('old'))).toMatchObject(name);
});
