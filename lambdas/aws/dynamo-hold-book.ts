import type { HoldBook } from '../domain/hold.ts';
import { voucherMoves, type Voucher } from '../domain/voucher.ts';
import type { Dynamo } from './dynamo.ts';
import { mayMove } from './dynamo-voucher-uses.ts';
import { itemOf, readItem } from './items.ts';
import { bookKeys } from './keys.ts';

/** Holds on the vouchers in the Book, each change one conditional write. */
export function makeHoldBook(dynamo: Dynamo, book: string): HoldBook {
  const keyOf = ({ shopperId, voucherId }: Voucher) => bookKeys.voucher(shopperId, voucherId);
  return {
    hold: async (voucher, hold, nowMs) => {
      const may = mayMove('hold', hold.session, nowMs);
      const { ok, item } = await dynamo.update({
        TableName: book,
        Key: keyOf(voucher),
        UpdateExpression: 'SET #state = :to, #hold = :hold',
        ConditionExpression: may.text,
        ExpressionAttributeNames: may.names,
        ExpressionAttributeValues: { ...may.values, ':to': voucherMoves.hold.to, ':hold': hold },
      });
      return ok
        ? { kind: 'held' }
        : { kind: 'voucher_moved', voucher: readItem<Voucher>(itemOf.voucher, item) };
    },
    release: async (voucher, { holdId, session }) => {
      const [from] = voucherMoves.release.from;
      const { ok, item } = await dynamo.update({
        TableName: book,
        Key: keyOf(voucher),
        UpdateExpression: 'SET #state = :to REMOVE #hold',
        ConditionExpression: '#state = :from AND #hold.#id = :id AND #hold.#session = :session',
        ExpressionAttributeNames: {
          '#state': 'state',
          '#hold': 'hold',
          '#id': 'holdId',
          '#session': 'session',
        },
        ExpressionAttributeValues: {
          ':from': from,
          ':to': voucherMoves.release.to,
          ':id': holdId,
          ':session': session,
        },
      });
      if (ok) return true;
      const standing = readItem<Voucher>(itemOf.voucher, item)?.hold;
      return standing === undefined || standing.holdId !== holdId || standing.session === session;
    },
  };
}
