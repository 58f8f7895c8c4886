import { faceOf } from '../domain/coupon-face.ts';
import { isRefusal } from '../domain/refusal.ts';
import type { Verbs } from '../door.ts';
import { callerOf } from '../knock.ts';
import type { makeCountDay } from './count-day.ts';
import { makeLedgerVerbs, type LedgerVerbDeps } from './ledger.verbs.ts';
import type { makeShowStoreQr } from './show-store-qr.ts';
import { makeStaffVerbs, type StaffVerbDeps } from './staff.verbs.ts';
import type { tillWire } from './till.wire.ts';

/** The flows behind the till's routes. */
export type TillVerbDeps = LedgerVerbDeps &
  StaffVerbDeps & {
    readonly showQr: ReturnType<typeof makeShowStoreQr>;
    readonly countDay: ReturnType<typeof makeCountDay>;
  };

const time = (ms: number) => new Date(ms).toISOString();

/** The till's routes as verbs. */
export function makeTillVerbs(deps: TillVerbDeps): Verbs<typeof tillWire> {
  return {
    ...makeLedgerVerbs(deps),
    ...makeStaffVerbs(deps),
    'GET /v1/till/qr': async knock => {
      const qrs = deps.showQr(callerOf(knock, 'till').store, knock.nowMs);
      const items = qrs.map(({ token, fromMs, untilMs }) => ({
        token,
        from: time(fromMs),
        until: time(untilMs),
      }));
      return { body: { items, serverTime: time(knock.nowMs) } };
    },
    'GET /v1/till/counts': async knock => {
      const { store } = callerOf(knock, 'till');
      const counted = await deps.countDay(store, knock.query['day'], knock.nowMs);
      if (isRefusal(counted)) return counted;
      const { lines, ...day } = counted;
      const items = lines.map(({ coupon, ...line }) => ({ ...line, coupon: coupon && faceOf(coupon) }));
      return { body: { ...day, items } };
    },
  };
}
