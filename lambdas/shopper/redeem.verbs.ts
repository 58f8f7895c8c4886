import { storeId, voucherId } from '../domain/ids.ts';
import { isRefusal } from '../domain/refusal.ts';
import { replayKey } from '../domain/replay.ts';
import type { Verbs } from '../door.ts';
import { callerOf } from '../knock.ts';
import type { makeRedeemVoucher } from './redeem-voucher.ts';
import type { redeemWire } from './redeem.wire.ts';

/** The redemption route as a verb. */
export function makeRedeemVerbs(redeem: ReturnType<typeof makeRedeemVoucher>): Verbs<typeof redeemWire> {
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
      return { body: { redemptionId: done.redemptionId, redeemedAt: new Date(done.atMs).toISOString() } };
    },
  };
}
