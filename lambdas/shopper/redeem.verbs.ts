import { storeId, voucherId } from '../domain/ids.ts';
import type { Redeemed } from '../domain/redemption.ts';
import { isRefusal } from '../domain/refusal.ts';
import { replayKey } from '../domain/replay.ts';
import type { StoreBook } from '../domain/store.ts';
import type { Verbs } from '../door.ts';
import { callerOf } from '../knock.ts';
import { readingAhead } from '../verb.ts';
import type { makeRecallRedemption } from './recall-redemption.ts';
import type { makeRedeemVoucher } from './redeem-voucher.ts';
import type { redeemWire } from './redeem.wire.ts';

const time = (ms: number) => new Date(ms).toISOString();

/** A use, and that it was undone since where it was. */
function showUse({ redemptionId, atMs, undoneAtMs }: Redeemed) {
  const undone = undoneAtMs === undefined ? {} : { undoneAt: time(undoneAtMs) };
  return { redemptionId, redeemedAt: time(atMs), ...undone };
}

/** The flows behind the redemption routes, and the stores that they name. */
export type RedeemVerbDeps = {
  readonly stores: Pick<StoreBook, 'byId'>;
  readonly redeem: ReturnType<typeof makeRedeemVoucher>;
  readonly recall: ReturnType<typeof makeRecallRedemption>;
};

/** The redemption routes as verbs; a request is known by its key, its voucher and its store, whatever proved it. */
export function makeRedeemVerbs({ stores, redeem, recall }: RedeemVerbDeps): Verbs<typeof redeemWire> {
  return {
    'POST /v1/vouchers/{voucherId}/redemptions': readingAhead(
      ({ body }) => stores.byId(storeId(body.storeId)),
      async ({ body, params, nowMs, idempotencyKey, ...knock }, store) => {
        const { shopperId, session } = callerOf(knock, 'shopper');
        const voucher = voucherId(params['voucherId'] ?? '');
        const request = [voucher, body.storeId];
        const replay = replayKey(shopperId, 'redeem', idempotencyKey, request, nowMs);
        const { proof } = body;
        const done = await redeem({ shopperId, session, voucherId: voucher, store, proof, replay, nowMs });
        return isRefusal(done) ? done : { body: showUse(done) };
      },
    ),
    'GET /v1/vouchers/{voucherId}/redemptions/{storeId}': async knock => {
      const { shopperId } = callerOf(knock, 'shopper');
      const voucher = voucherId(knock.params['voucherId'] ?? '');
      const store = storeId(knock.params['storeId'] ?? '');
      const replay = replayKey(shopperId, 'redeem', knock.idempotencyKey, [voucher, store], knock.nowMs);
      const found = await recall({ shopperId, voucherId: voucher, storeId: store, replay });
      if (isRefusal(found)) return found;
      return { body: { ...showUse(found), storeName: found.storeName } };
    },
  };
}
