import { whyStopped, type Coupon } from '../domain/coupon.ts';
import type { Redemption } from '../domain/redemption.ts';
import { noRoomIn, type LimitPart } from '../domain/redemption-limits.ts';
import type { Refusal } from '../domain/refusal.ts';
import { stopItem } from './coupon-items.ts';
import type { Dynamo, Item, Write } from './dynamo.ts';
import { notStopped } from './dynamo-coupon-stops.ts';
import { ttlAfter } from './dynamo-counters.ts';
import { bookKeys, gateKeys } from './keys.ts';

/** The tables a redemption lies in. */
export type LedgerTables = { readonly book: string; readonly gate: string };

/** A row of a limit: what it is of, where it lies, and its most where it is a count. */
type Row = { readonly part: LimitPart; readonly at: { TableName: string; Key: Item }; readonly max?: number };

/** A limit's write in a redemption's transaction. */
export type LimitWrite = { readonly part: LimitPart; readonly write: Write };

type Place = Pick<Redemption, 'shopperId' | 'storeId' | 'storeDay' | 'voucherId' | 'atMs'>;

/** The day's row of a store is forgotten a day after the day: nobody undoes a redemption of it any more. */
const dayLastsMs = 2 * 86_400_000;

/** The rows of a coupon's limits that a redemption meets: only those that the coupon sets. */
function rowsOf({ book, gate }: LedgerTables, coupon: Coupon, place: Place): Row[] {
  const { couponId, totalLimit, perStoreDayLimit, exclusiveGroup } = coupon;
  const rows: Row[] = [];
  if (totalLimit !== undefined)
    rows.push({
      part: 'total',
      at: { TableName: book, Key: bookKeys.couponTotal(couponId) },
      max: totalLimit,
    });
  if (perStoreDayLimit !== undefined && place.storeDay !== undefined) {
    const Key = gateKeys.storeDay(place.storeId, place.storeDay, couponId);
    rows.push({ part: 'store_day', at: { TableName: gate, Key }, max: perStoreDayLimit });
  }
  if (exclusiveGroup !== undefined)
    rows.push({
      part: 'group',
      at: { TableName: book, Key: bookKeys.group(place.shopperId, exclusiveGroup) },
    });
  return rows;
}

/** The write that takes a use out of a limit; the row that refuses is told, a coupon's total bears its stop too. */
function take({ part, at, max }: Row, { voucherId, atMs }: Place): Write {
  const old = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const };
  if (part === 'group')
    return {
      Update: {
        ...at,
        ...old,
        UpdateExpression: 'SET voucherId = :voucher',
        ConditionExpression: 'attribute_not_exists(voucherId) OR voucherId = :voucher',
        ExpressionAttributeValues: { ':voucher': voucherId },
      },
    };
  const isTotal = part === 'total';
  const open = isTotal ? ` AND ${notStopped}` : '';
  return {
    Update: {
      ...at,
      ...old,
      UpdateExpression: `ADD used :one${isTotal ? '' : ' SET #ttl = :ttl'}`,
      ConditionExpression: `attribute_not_exists(used)${open} OR used < :max${open}`,
      ...(isTotal ? {} : { ExpressionAttributeNames: { '#ttl': 'ttl' } }),
      ExpressionAttributeValues: {
        ':one': 1,
        ':max': max,
        ...(isTotal ? {} : { ':ttl': ttlAfter(atMs + dayLastsMs) }),
      },
    },
  };
}

/** The write that gives a use back; a group is left with the person's last use of its voucher (`left` of them stay). */
function giveBack({ part, at }: Row, left: number): Write[] {
  if (part === 'group') return left > 0 ? [] : [{ Update: { ...at, UpdateExpression: 'REMOVE voucherId' } }];
  const ExpressionAttributeValues = { ':less': -1 };
  return [{ Update: { ...at, UpdateExpression: 'ADD used :less', ExpressionAttributeValues } }];
}

/** What a redemption takes of its coupon's limits. One total takes about 500 transactions a second (DESIGN §6.2). */
export function takeLimits(tables: LedgerTables, coupon: Coupon, redemption: Redemption): LimitWrite[] {
  return rowsOf(tables, coupon, redemption).map(row => ({ part: row.part, write: take(row, redemption) }));
}

/** Gives back what a redemption took, no more and no less; `left` is how often its voucher is used even so. */
export function giveLimitsBack(
  tables: LedgerTables,
  coupon: Coupon,
  redemption: Redemption,
  left: number,
): Write[] {
  return rowsOf(tables, coupon, redemption).flatMap(row => giveBack(row, left));
}

/** What the row of a limit says that refused: its coupon was stopped, or it has no room. */
export function refusalOf(part: LimitPart, row: Item | undefined): Refusal {
  return whyStopped(stopItem.parse(row ?? {})) ?? noRoomIn(part);
}

/** The first of the limits that has no room now, or undefined; reads only the rows that the coupon sets. */
export async function whyNoRoom(
  dynamo: Dynamo,
  tables: LedgerTables,
  coupon: Coupon,
  place: Place,
): Promise<Refusal | undefined> {
  const found = await Promise.all(
    rowsOf(tables, coupon, place).map(async ({ part, at, max }) => {
      const row = await dynamo.get(at.TableName, at.Key);
      const holder = row?.['voucherId'];
      const isFull =
        max === undefined
          ? holder !== undefined && holder !== place.voucherId
          : Number(row?.['used'] ?? 0) >= max;
      return isFull ? refusalOf(part, row) : undefined;
    }),
  );
  return found.find(no => no !== undefined);
}
