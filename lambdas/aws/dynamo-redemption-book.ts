import type { Coupon } from '../domain/coupon.ts';
import type { Redemption, RedemptionBook, RedeemOutcome, Undo } from '../domain/redemption.ts';
import { redemptionId } from '../domain/ids.ts';
import type { ReplayKey } from '../domain/replay.ts';
import { voucherMoves, type Voucher } from '../domain/voucher.ts';
import type { Dynamo, Item, Write } from './dynamo.ts';
import { notSuspended } from './dynamo-suspension-book.ts';
import { redeemedMark } from './dynamo-voucher-book.ts';
import { itemOf, readItem } from './items.ts';
import { bookKeys, gateKeys } from './keys.ts';
import { replayWrites, sameRequest } from './replay-writes.ts';

/** The voucher's use: from the state it was seen in, by the move table; used up when the person's limit is reached. */
function useVoucher(table: string, before: Voucher, coupon: Coupon, redemption: Redemption): Write {
  const { redemptionId: id, storeId, storeName, atMs } = redemption;
  const isLast = before.uses + 1 >= coupon.perPersonLimit;
  return {
    Update: {
      TableName: table,
      Key: bookKeys.voucher(before.shopperId, before.voucherId),
      UpdateExpression: 'SET #state = :to, uses = :uses, lastUse = :use',
      ConditionExpression: '#state = :from AND uses = :seen',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: {
        ':from': voucherMoves.redeem.from,
        ':to': isLast ? voucherMoves.redeem.to : voucherMoves.redeem.from,
        ':uses': before.uses + 1,
        ':seen': before.uses,
        ':use': { redemptionId: id, storeId, storeName, atMs },
      },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}

/** The coupon's total, only where a total is set: one row takes about 500 transactions a second (DESIGN §6.2). */
function countTotal(table: string, { couponId, totalLimit }: Coupon, by: 1 | -1): Write[] {
  if (totalLimit === undefined) return [];
  const room = { ConditionExpression: 'attribute_not_exists(used) OR used < :max' };
  return [
    {
      Update: {
        TableName: table,
        Key: bookKeys.couponTotal(couponId),
        UpdateExpression: 'ADD used :by',
        ...(by === 1 ? room : {}),
        ExpressionAttributeValues: { ':by': by, ...(by === 1 ? { ':max': totalLimit } : {}) },
      },
    },
  ];
}

function firstAnswer(replay: ReplayKey | undefined, standing: Item | undefined): RedeemOutcome | undefined {
  if (replay === undefined || standing === undefined) return undefined;
  if (!sameRequest(replay, standing)) return { kind: 'key_reused' };
  return {
    kind: 'repeated',
    redemption: { redemptionId: redemptionId(String(standing['answer'])), atMs: Number(standing['at']) },
  };
}

/** One use less; the last use is forgotten when it is the one undone. */
function undoVoucher(table: string, { redemptionId: id }: Redemption, seen: Voucher): Write {
  const forgets = seen.lastUse?.redemptionId === id;
  return {
    Update: {
      TableName: table,
      Key: bookKeys.voucher(seen.shopperId, seen.voucherId),
      UpdateExpression: `SET #state = :to, uses = :uses${forgets ? ' REMOVE lastUse' : ''}`,
      ConditionExpression: 'uses = :seen AND #state = :from',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: {
        ':to': voucherMoves.undo.to,
        ':from': seen.state,
        ':uses': seen.uses - 1,
        ':seen': seen.uses,
      },
    },
  };
}

/** The redemption is marked as undone, and the undo stands as a record of its own. */
function undoRecords(table: string, redemption: Redemption, { reason, atMs, replay }: Undo): Write[] {
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
        Item: { ...bookKeys.undo(storeId, id), redemptionId: id, voucherId, reason, atMs },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
  ];
}

/** Redemptions in the Book; redeeming is one transaction of three to six parts and no other call. */
export function makeRedemptionBook(dynamo: Dynamo, book: string, gate: string): RedemptionBook {
  return {
    redeem: async (before, coupon, redemption, replay) => {
      const replays = replayWrites(gate, replay, { answer: redemption.redemptionId, at: redemption.atMs });
      const total = countTotal(book, coupon, 1);
      const writes = [
        useVoucher(book, before, coupon, redemption),
        ...replays,
        ...total,
        {
          Put: {
            TableName: book,
            Item: { ...bookKeys.redemption(redemption.storeId, redemption.redemptionId), ...redemption },
          },
        },
        ...redeemedMark(book, before, redemption.atMs),
      ];
      const outcome = await dynamo.transact([...writes, notSuspended(book, before.shopperId)]);
      if (outcome.ok) return { kind: 'redeemed', redemption };
      const first = firstAnswer(replay, outcome.refused.get(1));
      if (first !== undefined) return first;
      if (outcome.refused.has(writes.length)) return { kind: 'shopper_suspended' };
      if (outcome.refused.has(0))
        return { kind: 'voucher_moved', voucher: readItem<Voucher>(itemOf.voucher, outcome.refused.get(0)) };
      return { kind: 'total_reached' };
    },
    answered: async replay => {
      const standing = await dynamo.get(gate, gateKeys.replay(replay.key));
      return Number(standing?.['endsAtMs']) > replay.atMs ? firstAnswer(replay, standing) : undefined;
    },
    find: async (store, id) =>
      readItem<Redemption>(itemOf.redemption, await dynamo.get(book, bookKeys.redemption(store, id))),
    undo: async (redemption, coupon, undo) => {
      const key = bookKeys.voucher(redemption.shopperId, redemption.voucherId);
      for (let attempt = 0; attempt < 5; attempt += 1) {
        const voucher = readItem<Voucher>(itemOf.voucher, await dynamo.get(book, key));
        if (voucher === undefined) return 'moved_meanwhile';
        const outcome = await dynamo.transact([
          ...undoRecords(book, redemption, undo),
          undoVoucher(book, redemption, voucher),
          ...countTotal(book, coupon, -1),
          ...redeemedMark(book, redemption, undefined),
        ]);
        if (outcome.ok) return 'undone';
        if (outcome.refused.has(0) || outcome.refused.has(1)) return 'moved_meanwhile';
      }
      throw new Error('the voucher moved five times in a row');
    },
  };
}
