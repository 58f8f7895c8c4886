import { laneOf } from '../domain/delivery.ts';
import type { SecretHash, ShopperId, VoucherId } from '../domain/ids.ts';
import type { Issue, Voucher, VoucherBook, VoucherName } from '../domain/voucher.ts';
import type { Dynamo } from './dynamo.ts';
import { allOf } from './dynamo-pages.ts';
import { notSuspended } from './dynamo-suspension-book.ts';
import { itemOf, readItem } from './items.ts';
import { bookKeys } from './keys.ts';

const saltTries = 16;

/** Issues a voucher where there is none and leaves one that is there as it is, but for the campaign that sent it last. */
export function issueUpdate(table: string, issue: Issue, codeSalt: number, campaignId?: string) {
  const fresh: Record<string, unknown> = { ...issue, codeSalt, state: 'issued', uses: 0 };
  const names = Object.keys(fresh);
  const sets = names.map(name => `#${name} = if_not_exists(#${name}, :${name})`);
  return {
    TableName: table,
    Key: bookKeys.voucher(issue.shopperId, issue.voucherId),
    UpdateExpression: `SET ${[...sets, ...(campaignId === undefined ? [] : ['campaignId = :campaignId'])].join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(names.map(name => [`#${name}`, name])),
    ExpressionAttributeValues: {
      ...Object.fromEntries(names.map(name => [`:${name}`, fresh[name]])),
      ...(campaignId === undefined ? {} : { ':campaignId': campaignId }),
    },
  };
}

async function settleSalt(
  dynamo: Dynamo,
  table: string,
  { shopperId: shopper, voucherId: voucher, couponId: coupon }: VoucherName,
  codeOfSalt: (salt: number) => SecretHash,
): Promise<number> {
  for (let salt = 0; salt < saltTries; salt += 1) {
    const taken = await dynamo.update({
      TableName: table,
      Key: bookKeys.byCode(codeOfSalt(salt)),
      UpdateExpression: 'SET shopperId = :shopper, voucherId = :voucher, couponId = :coupon',
      ConditionExpression: 'attribute_not_exists(pk) OR voucherId = :voucher',
      ExpressionAttributeValues: { ':shopper': shopper, ':voucher': voucher, ':coupon': coupon },
    });
    if (taken.ok) return salt;
  }
  throw new Error('sixteen voucher codes in a row were taken');
}

/** Notes a visit on the delivery that brought the holder here; only the first one counts. */
function visitWrite(table: string, { campaignId, shopperId: shopper }: Voucher, nowMs: number) {
  if (campaignId === undefined) return undefined;
  return {
    TableName: table,
    Key: bookKeys.delivery(campaignId, laneOf(shopper), shopper),
    UpdateExpression: 'SET clickedAtMs = :now',
    ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(clickedAtMs)',
    ExpressionAttributeValues: { ':now': nowMs },
  };
}

/** Vouchers in the Book, by holder and by code. */
export function makeVoucherBook(dynamo: Dynamo, book: string): VoucherBook {
  const find = async (shopper: ShopperId, id: VoucherId) =>
    readItem<Voucher>(itemOf.voucher, await dynamo.get(book, bookKeys.voucher(shopper, id)));
  return {
    find,
    ofShopper: async shopper => {
      const { pk } = bookKeys.shopper(shopper);
      const items = await allOf(dynamo, {
        TableName: book,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': pk, ':prefix': 'VCH#' },
        ConsistentRead: true,
      });
      return items.map((item): Voucher => itemOf.voucher.parse(item));
    },
    behind: async code => {
      const place = readItem(itemOf.voucherCode, await dynamo.get(book, bookKeys.byCode(code)));
      if (place?.couponId === undefined) return place && find(place.shopperId, place.voucherId);
      return { ...place, couponId: place.couponId };
    },
    settleSalt: (voucher, codeOfSalt) => settleSalt(dynamo, book, voucher, codeOfSalt),
    issue: async (issue, codeSalt) => {
      const update = { Update: issueUpdate(book, issue, codeSalt) };
      const { ok } = await dynamo.transact([update, notSuspended(book, issue.shopperId)]);
      if (!ok) return 'shopper_suspended';
      const issued = await find(issue.shopperId, issue.voucherId);
      if (issued === undefined) throw new Error('a voucher went away');
      return issued;
    },
    noteVisit: async (voucher, nowMs) => {
      const visit = visitWrite(book, voucher, nowMs);
      if (visit !== undefined) await dynamo.update(visit);
    },
  };
}
