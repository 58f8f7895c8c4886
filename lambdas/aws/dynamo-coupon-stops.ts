import type { Coupon, Stop } from '../domain/coupon.ts';
import type { Dynamo, Write } from './dynamo.ts';
import { bookKeys } from './keys.ts';

/**
 * Rows that carry the stop of a coupon without a total: a thousand redemptions a second over a hundred stores meet
 * each of them less than a hundred times (docs/decisions/0042).
 */
export const stopGates = 32;

/** The gate that what goes by this name (a voucher's id) goes through, so that a busy store does not queue at one. */
export function gateOf(name: string): number {
  const letters = Array.from(name, letter => letter.charCodeAt(0));
  return letters.reduce((sum, letter) => (sum * 31 + letter) % 1_000_003, 7) % stopGates;
}

/** What a redemption's write of a row that carries the stop has to ask of it. */
export const notStopped = 'attribute_not_exists(stoppedAtMs)';

/**
 * What a redemption's transaction holds so that no stop comes between its reading and its writing. Nothing where a
 * total is set: then the write of the TOTAL row asks for `notStopped` itself. The row that refuses tells the stop.
 */
export function unlessStopped(book: string, { couponId, totalLimit }: Coupon, name: string): Write[] {
  if (totalLimit !== undefined) return [];
  return [
    {
      ConditionCheck: {
        TableName: book,
        Key: bookKeys.couponGate(couponId, gateOf(name)),
        ConditionExpression: notStopped,
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    },
  ];
}

/** The coupon and every row that a redemption asks, or none of them. */
function stopWrites(book: string, { couponId, totalLimit }: Coupon, { atMs, message }: Stop): Write[] {
  const said = message === undefined ? {} : { ':message': message };
  const mark = (Key: object, condition: string): Write => ({
    Update: {
      TableName: book,
      Key,
      UpdateExpression: `SET stoppedAtMs = :at${message === undefined ? '' : ', stopMessage = :message'}`,
      ConditionExpression: condition,
      ExpressionAttributeValues: { ':at': atMs, ...said },
    },
  });
  const asked =
    totalLimit === undefined
      ? Array.from({ length: stopGates }, (_, gate) => bookKeys.couponGate(couponId, gate))
      : [bookKeys.couponTotal(couponId)];
  return [
    mark(bookKeys.coupon(couponId), `attribute_exists(pk) AND ${notStopped}`),
    ...asked.map(key => mark(key, notStopped)),
  ];
}

/** Stops a coupon in one transaction; one that is stopped already stays as it is. */
export async function stopCoupon(dynamo: Dynamo, book: string, coupon: Coupon, stop: Stop): Promise<void> {
  await dynamo.transact(stopWrites(book, coupon, stop));
}

/** How often a coupon with a total was used; undefined where no total is set. */
export async function timesUsed(
  dynamo: Dynamo,
  book: string,
  { couponId, totalLimit }: Coupon,
): Promise<number | undefined> {
  if (totalLimit === undefined) return undefined;
  return Number((await dynamo.get(book, bookKeys.couponTotal(couponId)))?.['used'] ?? 0);
}
