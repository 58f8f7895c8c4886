import { ulid } from 'ulid';
import { makeAttemptBook } from '../../../../lambdas/aws/dynamo-attempt-book.ts';
import { makeCouponBook, makeStoreBook } from '../../../../lambdas/aws/dynamo-catalogue.ts';
import { makeTryCounter } from '../../../../lambdas/aws/dynamo-counters.ts';
import { makeLeavers } from '../../../../lambdas/aws/dynamo-leave-book.ts';
import { makeRedemptionBook } from '../../../../lambdas/aws/dynamo-redemption-book.ts';
import { makeSessionGuard } from '../../../../lambdas/aws/dynamo-shopper-book.ts';
import { makeVoucherBook } from '../../../../lambdas/aws/dynamo-voucher-book.ts';
import { makeDynamo } from '../../../../lambdas/aws/dynamo.ts';
import { bookKeys } from '../../../../lambdas/aws/keys.ts';
import { makeEdgeSecret } from '../../../../lambdas/aws/secrets.ts';
import type { RedemptionBook } from '../../../../lambdas/domain/redemption.ts';
import { makeDoor } from '../../../../lambdas/door.ts';
import { journal } from '../../../../lambdas/journal.ts';
import { makeNoteAttempt } from '../../../../lambdas/ledger/note-attempt.ts';
import { makeKnownCoupons } from '../../../../lambdas/ledger/known-coupons.ts';
import { makeRedeemOnce } from '../../../../lambdas/ledger/redeem-once.ts';
import { readSettings } from '../../../../lambdas/settings.ts';
import { makeRedeemVoucher } from '../../../../lambdas/shopper/redeem-voucher.ts';
import { makeRecallRedemption } from '../../../../lambdas/shopper/recall-redemption.ts';
import { makeRedeemVerbs } from '../../../../lambdas/shopper/redeem.verbs.ts';
import { redeemWire } from '../../../../lambdas/shopper/redeem.wire.ts';

const settings = readSettings('shopper-redeem');
const edge = makeEdgeSecret(settings.EDGE_SECRET_ARN);
const dynamo = makeDynamo();
const tables = { gate: settings.GATE_TABLE, book: settings.BOOK_TABLE };
const redemptions: RedemptionBook = {
  ...makeRedemptionBook(dynamo, settings.BOOK_TABLE, settings.GATE_TABLE),
  // The defect: what was read a moment ago is believed, and the write asks nothing.
  redeem: async (before, _coupon, redemption) => {
    await dynamo.update({
      TableName: settings.BOOK_TABLE,
      Key: bookKeys.voucher(before.shopperId, before.voucherId),
      UpdateExpression: 'SET #state = :redeemed',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':redeemed': 'redeemed' },
    });
    return { kind: 'redeemed', redemption };
  },
};
const attempts = makeAttemptBook(dynamo, settings.BOOK_TABLE, settings.GATE_TABLE);
const note = makeNoteAttempt({ attempts, newUlid: ulid, journal });
const tries = makeTryCounter(dynamo, settings.GATE_TABLE);
const coupons = makeKnownCoupons(makeCouponBook(dynamo, tables));
const redeem = makeRedeemVoucher({
  vouchers: makeVoucherBook(dynamo, settings.BOOK_TABLE),
  coupons,
  leavers: makeLeavers(dynamo, settings.BOOK_TABLE),
  redeem: makeRedeemOnce({ redemptions, coupons, note, tries, newUlid: ulid }),
  tries,
  newUlid: ulid,
  pepper: await edge.pepper(),
});

/** A redemption that reads and then writes, to see that the race tests would notice. */
export const handler = makeDoor(
  redeemWire,
  makeRedeemVerbs({
    stores: makeStoreBook(dynamo, tables),
    redeem,
    recall: makeRecallRedemption({ redemptions }),
  }),
  {
    edgeSecrets: edge.accepted,
    guards: { shopper: makeSessionGuard(dynamo, settings.GATE_TABLE) },
    now: Date.now,
  },
);
