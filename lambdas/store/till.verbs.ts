import { redemptionId } from '../domain/ids.ts';
import type { Pepper } from '../domain/pepper.ts';
import { isRefusal } from '../domain/refusal.ts';
import { replayKey } from '../domain/replay.ts';
import { normalizeVoucherCode } from '../domain/voucher-code.ts';
import type { Verbs } from '../door.ts';
import { callerOf } from '../knock.ts';
import type { makeRedeemAtTill, makeShowAtTill, makeUndoAtTill } from './redeem-at-till.ts';
import type { makeShowStoreQr } from './show-store-qr.ts';
import { makeStaffVerbs, type StaffVerbDeps } from './staff.verbs.ts';
import type { tillWire } from './till.wire.ts';

/** The flows behind the till's routes. */
export type TillVerbDeps = StaffVerbDeps & {
  readonly show: ReturnType<typeof makeShowAtTill>;
  readonly showQr: ReturnType<typeof makeShowStoreQr>;
  readonly redeem: ReturnType<typeof makeRedeemAtTill>;
  readonly undo: ReturnType<typeof makeUndoAtTill>;
  readonly pepper: Pick<Pepper, 'codeKey'>;
};

const time = (ms: number) => new Date(ms).toISOString();

/** The till's routes as verbs. */
export function makeTillVerbs(deps: TillVerbDeps): Verbs<typeof tillWire> {
  return {
    ...makeStaffVerbs(deps),
    'GET /v1/till/vouchers/{code}': async knock => {
      const shown = await deps.show(callerOf(knock, 'till').storeId, knock.params['code'] ?? '', knock.nowMs);
      return isRefusal(shown) ? shown : { body: shown };
    },
    'GET /v1/till/qr': async knock => {
      const qrs = await deps.showQr(callerOf(knock, 'till').storeId, knock.nowMs);
      if (isRefusal(qrs)) return qrs;
      const items = qrs.map(({ token, fromMs, untilMs }) => ({
        token,
        from: time(fromMs),
        until: time(untilMs),
      }));
      return { body: { items, serverTime: time(knock.nowMs) } };
    },
    'POST /v1/till/redemptions': async ({ body, nowMs, idempotencyKey, ...knock }) => {
      const { storeId: store } = callerOf(knock, 'till');
      const request = deps.pepper.codeKey(normalizeVoucherCode(body.code));
      const replay = replayKey(store, 'till-redeem', idempotencyKey, request, nowMs);
      const done = await deps.redeem(store, body.code, replay, nowMs);
      if (isRefusal(done)) return done;
      return { body: { redemptionId: done.redemptionId, redeemedAt: time(done.atMs), title: done.title } };
    },
    'POST /v1/till/redemptions/{redemptionId}/undo': async ({
      body,
      params,
      nowMs,
      idempotencyKey,
      ...knock
    }) => {
      const { storeId: store } = callerOf(knock, 'till');
      const id = redemptionId(params['redemptionId'] ?? '');
      const replay = replayKey(store, `undo|${id}`, idempotencyKey, body.reason, nowMs);
      const undone = await deps.undo(store, id, { reason: body.reason, atMs: nowMs, replay });
      if (isRefusal(undone)) return undone;
      return { body: { redemptionId: undone.redemptionId, undoneAt: time(undone.undoneAtMs) } };
    },
  };
}
