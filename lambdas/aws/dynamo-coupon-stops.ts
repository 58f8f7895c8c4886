import type { Coupon, Stop } from '../domain/coupon.ts';
import { stopItem } from './coupon-items.ts';
import type { Dynamo, Write } from './dynamo.ts';
import { bookKeys, type BookKey } from './keys.ts';

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

/** Marks a row as stopped, unless it is; the row as it is then. */
function mark(dynamo: Dynamo, book: string, key: BookKey, { atMs, message }: Stop, condition = notStopped) {
  const said = message === undefined ? {} : { ':message': message };
  return dynamo.update({
    TableName: book,
    Key: key,
    UpdateExpression: `SET stoppedAtMs = :at${message === undefined ? '' : ', stopMessage = :message'}`,
    ConditionExpression: condition,
    ExpressionAttributeValues: { ':at': atMs, ...said },
  });
}

/**
 * Stops a coupon: its own row first, which every redemption reads and none writes, then each row that redemptions ask,
 * by itself, since under load all of them are never free at once. One that is stopped already keeps its stop, and a stop
 * that broke off is completed by the next.
 */
export async function stopCoupon(
  dynamo: Dynamo,
  book: string,
  { couponId, totalLimit }: Coupon,
  stop: Stop,
): Promise<void> {
  const isThere = `attribute_exists(pk) AND ${notStopped}`;
  const { item } = await mark(dynamo, book, bookKeys.coupon(couponId), stop, isThere);
  const { stoppedAtMs, stopMessage } = stopItem.parse(item ?? {});
  if (stoppedAtMs === undefined) return;
  const asked =
    totalLimit === undefined
      ? Array.from({ length: stopGates }, (_, gate) => bookKeys.couponGate(couponId, gate))
      : [bookKeys.couponTotal(couponId)];
  const first = { atMs: stoppedAtMs, message: stopMessage };
  await Promise.all(asked.map(key => mark(dynamo, book, key, first)));
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
