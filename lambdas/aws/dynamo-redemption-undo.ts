import type { Coupon } from '../domain/coupon.ts';
import type { Redemption, Undo } from '../domain/redemption.ts';
import type { Voucher } from '../domain/voucher.ts';
import type { Dynamo, Write } from './dynamo.ts';
import { giveLimitsBack, type LedgerTables } from './dynamo-redemption-limits.ts';
import { unmarkDelivery, unuseVoucher } from './dynamo-voucher-uses.ts';
import { itemOf, readItem } from './items.ts';
import { bookKeys } from './keys.ts';

/** The redemption is marked as undone, and the undo stands as a record of its own. */
function undoRecords(
  table: string,
  redemption: Redemption,
  { reason, atMs, staffId, replay }: Undo,
): Write[] {
  const { storeId, redemptionId: id, voucherId } = redemption;
  return [
    {
      Update: {
        TableName: table,
        Key: bookKeys.redemption(storeId, id),
        UpdateExpression: `SET undoneAtMs = :now${replay === undefined ? '' : ', undoneUnder = :key'}`,
        ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(undoneAtMs)',
        ExpressionAttributeValues: { ':now': atMs, ...(replay === undefined ? {} : { ':key': replay.key }) },
      },
    },
    {
      Put: {
        TableName: table,
        Item: { ...bookKeys.undo(storeId, id), redemptionId: id, voucherId, reason, staffId, atMs },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
  ];
}

/** How often the voucher may move between being read and being written; each time somebody else got something done. */
const mostMoves = 20;

/** Undoes a redemption in one transaction that gives back all it took, or tells that somebody did so before. */
export async function undoRedemption(
  dynamo: Dynamo,
  tables: LedgerTables,
  redemption: Redemption,
  coupon: Coupon,
  undo: Undo,
): Promise<'undone' | 'moved_meanwhile'> {
  const { book } = tables;
  const key = bookKeys.voucher(redemption.shopperId, redemption.voucherId);
  let keepsMark = false;
  for (let move = 0; move < mostMoves; move += 1) {
    const voucher = readItem<Voucher>(itemOf.voucher, await dynamo.get(book, key));
    if (voucher === undefined) return 'moved_meanwhile';
    const records = undoRecords(book, redemption, undo);
    const uses = [
      unuseVoucher(book, redemption, voucher),
      ...giveLimitsBack(tables, coupon, redemption, voucher.uses - 1),
    ];
    const mark = unmarkDelivery(book, redemption, keepsMark);
    const outcome = await dynamo.transact([...records, ...uses, ...mark]);
    if (outcome.ok) return 'undone';
    if (outcome.refused.has(0) || outcome.refused.has(1)) return 'moved_meanwhile';
    if (outcome.refused.has(records.length + uses.length)) keepsMark = !keepsMark;
  }
  throw new Error('a voucher kept moving');
}
