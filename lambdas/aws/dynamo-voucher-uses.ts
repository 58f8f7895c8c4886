import type { Coupon } from '../domain/coupon.ts';
import { laneOf } from '../domain/delivery.ts';
import type { SecretHash } from '../domain/ids.ts';
import type { Redemption } from '../domain/redemption.ts';
import { voucherMoves, type Voucher } from '../domain/voucher.ts';
import type { Item, Write } from './dynamo.ts';
import { bookKeys } from './keys.ts';

/** A condition with its names and values. */
type Condition = { readonly text: string; readonly names: Record<string, string>; readonly values: Item };

/**
 * That a voucher may make a move, by the move table: out of `held` once the hold is over, or by the session that holds
 * it (a shopper's phone has none that does). `also` is asked with each alternative; there are no brackets in it.
 */
export function mayMove(
  move: 'hold' | 'redeem',
  session: SecretHash | undefined,
  nowMs: number,
  also = '',
): Condition {
  const isKnown = session !== undefined;
  const alternatives = voucherMoves[move].from.flatMap(from =>
    from === 'held'
      ? [
          '#state = :held AND #hold.#until <= :now',
          ...(isKnown ? ['#state = :held AND #hold.#session = :session'] : []),
        ]
      : [`#state = :${from}`],
  );
  return {
    text: alternatives.map(alternative => alternative + also).join(' OR '),
    names: {
      '#state': 'state',
      '#hold': 'hold',
      '#until': 'untilMs',
      ...(isKnown ? { '#session': 'session' } : {}),
    },
    values: {
      ...Object.fromEntries(voucherMoves[move].from.map(from => [`:${from}`, from])),
      ':now': nowMs,
      ...(isKnown ? { ':session': session } : {}),
    },
  };
}

/** The voucher's use: from where it was seen; used up when the person's limit is reached. Its hold ends with it. */
export function useVoucher(
  table: string,
  before: Voucher,
  coupon: Coupon,
  redemption: Redemption,
  session: SecretHash | undefined,
): Write {
  const { redemptionId: id, storeId, storeName, atMs } = redemption;
  const may = mayMove('redeem', session, atMs, ' AND uses = :seen');
  const isLast = before.uses + 1 >= coupon.perPersonLimit;
  return {
    Update: {
      TableName: table,
      Key: bookKeys.voucher(before.shopperId, before.voucherId),
      UpdateExpression: 'SET #state = :to, uses = :uses, lastUse = :use REMOVE #hold',
      ConditionExpression: may.text,
      ExpressionAttributeNames: may.names,
      ExpressionAttributeValues: {
        ...may.values,
        ':to': isLast ? voucherMoves.redeem.to : 'issued',
        ':uses': before.uses + 1,
        ':seen': before.uses,
        ':use': { redemptionId: id, storeId, storeName, atMs },
      },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}

/** One use less, from where it was seen; a voucher that can be used again may be held by now and stays so. */
export function unuseVoucher(table: string, { redemptionId: id }: Redemption, seen: Voucher): Write {
  const forgets = seen.lastUse?.redemptionId === id;
  const isUsedUp = voucherMoves.undo.from.some(from => from === seen.state);
  return {
    Update: {
      TableName: table,
      Key: bookKeys.voucher(seen.shopperId, seen.voucherId),
      UpdateExpression: `SET #state = :to, uses = :uses${forgets ? ' REMOVE lastUse' : ''}`,
      ConditionExpression: `uses = :seen AND #state = :from${forgets ? ' AND lastUse.redemptionId = :id' : ''}`,
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: {
        ':to': isUsedUp ? voucherMoves.undo.to : seen.state,
        ':from': seen.state,
        ':uses': seen.uses - 1,
        ':seen': seen.uses,
        ...(forgets ? { ':id': id } : {}),
      },
    },
  };
}

const deliveryOf = (book: string, { campaignId, shopperId: shopper }: Redemption) =>
  campaignId === undefined
    ? undefined
    : { TableName: book, Key: bookKeys.delivery(campaignId, laneOf(shopper), shopper) };

/** Marks the delivery that a redemption counts for, and counts how many do. */
export function markDelivery(book: string, redemption: Redemption): Write[] {
  const delivery = deliveryOf(book, redemption);
  if (delivery === undefined) return [];
  return [
    {
      Update: {
        ...delivery,
        UpdateExpression: 'SET redeemedAtMs = :at ADD redemptions :one',
        ExpressionAttributeValues: { ':at': redemption.atMs, ':one': 1 },
      },
    },
  ];
}

/** Takes one redemption off its delivery: with the last one goes the mark, of several the others keep it. */
export function unmarkDelivery(book: string, redemption: Redemption, keepsMark: boolean): Write[] {
  const delivery = deliveryOf(book, redemption);
  if (delivery === undefined) return [];
  const update = keepsMark
    ? { UpdateExpression: 'ADD redemptions :less', ConditionExpression: 'redemptions > :one' }
    : {
        UpdateExpression: 'REMOVE redeemedAtMs, redemptions',
        ConditionExpression: 'attribute_not_exists(redemptions) OR redemptions <= :one',
      };
  const values = { ':one': 1, ...(keepsMark ? { ':less': -1 } : {}) };
  return [{ Update: { ...delivery, ...update, ExpressionAttributeValues: values } }];
}
