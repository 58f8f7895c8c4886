import { faceOf } from '../domain/coupon-face.ts';
import { holdId, redemptionId } from '../domain/ids.ts';
import type { Pepper } from '../domain/pepper.ts';
import { isRefusal, refusals } from '../domain/refusal.ts';
import { replayKey } from '../domain/replay.ts';
import { normalizeVoucherCode } from '../domain/voucher-code.ts';
import type { Verbs } from '../door.ts';
import { callerOf, type Asked, type Knock } from '../knock.ts';
import { readingAhead } from '../verb.ts';
import type { makeHoldVoucher, makeReleaseHold } from './hold-voucher.ts';
import type { makeListAttempts, ShownAttempt } from './list-attempts.ts';
import type { AtTill, makeShowAtTill, ReadCode } from './look-up-voucher.ts';
import type { makeRedeemAtTill } from './redeem-at-till.ts';
import type { tillWire } from './till.wire.ts';
import type { makeUndoAtTill } from './undo-at-till.ts';

/** The flows behind what a till does with vouchers. */
export type LedgerVerbDeps = {
  readonly readCode: ReadCode;
  readonly show: ReturnType<typeof makeShowAtTill>;
  readonly hold: ReturnType<typeof makeHoldVoucher>;
  readonly release: ReturnType<typeof makeReleaseHold>;
  readonly redeem: ReturnType<typeof makeRedeemAtTill>;
  readonly undo: ReturnType<typeof makeUndoAtTill>;
  readonly attempts: ReturnType<typeof makeListAttempts>;
  readonly pepper: Pick<Pepper, 'codeKey'>;
};

const time = (ms: number) => new Date(ms).toISOString();

function tillOf(knock: Pick<Knock, 'caller' | 'nowMs'>): AtTill {
  const { store, session, staffId } = callerOf(knock, 'till');
  return { store, session, staffId, nowMs: knock.nowMs };
}

/** A refusal's code as a clerk may read it; one that an older version said keeps its code only. */
function reasonOf(code: string) {
  const known = Object.entries(refusals).find(([name]) => name === code);
  return { code, detail: known?.[1].title ?? code };
}

function showAttempt({ attempt, coupon, staffName }: ShownAttempt) {
  const { atMs, by, staffId, reason } = attempt;
  const who = { by, staffId, staffName };
  return { at: time(atMs), ...who, reason: reasonOf(reason), coupon: coupon && faceOf(coupon) };
}

type Routes =
  | 'GET /v1/till/vouchers/{code}'
  | 'GET /v1/till/attempts'
  | 'POST /v1/till/holds'
  | 'POST /v1/till/holds/{holdId}/release'
  | 'POST /v1/till/redemptions'
  | 'POST /v1/till/redemptions/{redemptionId}/undo';

/** What a till does with vouchers, as verbs. */
export function makeLedgerVerbs(deps: LedgerVerbDeps): Pick<Verbs<typeof tillWire>, Routes> {
  const { readCode } = deps;
  const codeIn = ({ body }: Asked<{ readonly code: string }>) => readCode(body.code);
  return {
    'GET /v1/till/vouchers/{code}': readingAhead(
      ({ params }) => readCode(params['code'] ?? ''),
      async (knock, found) => {
        const shown = await deps.show(found, tillOf(knock));
        return isRefusal(shown) ? shown : { body: shown };
      },
    ),
    'GET /v1/till/attempts': async knock => {
      const { store, nowMs } = tillOf(knock);
      const attempts = await deps.attempts(store, nowMs);
      return { body: { items: attempts.map(showAttempt), serverTime: time(nowMs) } };
    },
    'POST /v1/till/holds': readingAhead(codeIn, async (knock, found) => {
      const held = await deps.hold(found, tillOf(knock));
      if (isRefusal(held)) return held;
      return { body: { holdId: held.holdId, voucherId: held.voucherId, endsAt: time(held.untilMs) } };
    }),
    'POST /v1/till/holds/{holdId}/release': readingAhead(codeIn, async (knock, found) => {
      const released = await deps.release(holdId(knock.params['holdId'] ?? ''), found, tillOf(knock));
      return isRefusal(released) ? released : { body: released };
    }),
    'POST /v1/till/redemptions': readingAhead(codeIn, async ({ body, idempotencyKey, ...knock }, found) => {
      const till = tillOf(knock);
      const { storeId } = till.store;
      const request = deps.pepper.codeKey(normalizeVoucherCode(body.code));
      const replay = replayKey(storeId, 'till-redeem', idempotencyKey, request, till.nowMs);
      const done = await deps.redeem(found, till, replay);
      if (isRefusal(done)) return done;
      const { redemptionId: id, atMs, undoneAtMs, title } = done;
      const undone = undoneAtMs === undefined ? {} : { undoneAt: time(undoneAtMs) };
      return { body: { redemptionId: id, redeemedAt: time(atMs), title, ...undone } };
    }),
    'POST /v1/till/redemptions/{redemptionId}/undo': async ({ body, params, idempotencyKey, ...knock }) => {
      const { store, staffId, nowMs } = tillOf(knock);
      const { storeId } = store;
      const id = redemptionId(params['redemptionId'] ?? '');
      const replay = replayKey(storeId, `undo|${id}`, idempotencyKey, body.reason, nowMs);
      const undone = await deps.undo(storeId, id, { reason: body.reason, atMs: nowMs, staffId, replay });
      if (isRefusal(undone)) return undone;
      return { body: { redemptionId: undone.redemptionId, undoneAt: time(undone.undoneAtMs) } };
    },
  };
}
