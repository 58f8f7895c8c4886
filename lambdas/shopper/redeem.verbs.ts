import { storeId, voucherId } from '../domain/ids.ts';
import { isRefusal } from '../domain/refusal.ts';
import { replayKey } from '../domain/replay.ts';
import type { Verbs } from '../door.ts';
import { callerOf } from '../knock.ts';
import type { makeRecallRedemption } from './recall-redemption.ts';
import type { makeRedeemVoucher } from './redeem-voucher.ts';
import type { redeemWire } from './redeem.wire.ts';

const time = (ms: number) => new Date(ms).toISOString();

/** The redemption routes as verbs; a request is known by its key, its voucher and its store, whatever proved it. */
export function makeRedeemVerbs(
  redeem: ReturnType<typeof makeRedeemVoucher>,
  recall: ReturnType<typeof makeRecallRedemption>,
): Verbs<typeof redeemWire> {
  return {
    'POST /v1/vouchers/{voucherId}/redemptions': async ({
      body,
      params,
      nowMs,
      idempotencyKey,
      ...knock
    }) => {
      const { shopperId, session } = callerOf(knock, 'shopper');
      const voucher = voucherId(params['voucherId'] ?? '');
      const request = [voucher, body.storeId];
      const done = await redeem({
        shopperId,
        session,
        voucherId: voucher,
        storeId: storeId(body.storeId),
        proof: body.proof,
        replay: replayKey(shopperId, 'redeem', idempotencyKey, request, nowMs),
        nowMs,
      });
      if (isRefusal(done)) return done;
      return { body: { redemptionId: done.redemptionId, redeemedAt: time(done.atMs) } };
    },
    'GET /v1/vouchers/{voucherId}/redemptions/{storeId}': async knock => {
      const { shopperId } = callerOf(knock, 'shopper');
      const voucher = voucherId(knock.params['voucherId'] ?? '');
      const store = storeId(knock.params['storeId'] ?? '');
      const replay = replayKey(shopperId, 'redeem', knock.idempotencyKey, [voucher, store], knock.nowMs);
      const found = await recall({ shopperId, voucherId: voucher, storeId: store, replay });
      if (isRefusal(found)) return found;
      const { redemptionId, atMs, storeName, undoneAtMs } = found;
      const undone = undoneAtMs === undefined ? {} : { undoneAt: time(undoneAtMs) };
      return { body: { redemptionId, redeemedAt: time(atMs), storeName, ...undone } };
    },
  };
}
