import { storeId } from '../domain/ids.ts';
import type { Pepper } from '../domain/pepper.ts';
import { isRefusal } from '../domain/refusal.ts';
import { pinRules } from '../domain/store.ts';
import type { Verbs } from '../door.ts';
import { cookie } from '../cookies.ts';
import { faceOf } from '../domain/coupon-face.ts';
import { callerOf } from '../knock.ts';
import type { makeCountDay } from './count-day.ts';
import { makeLedgerVerbs, type LedgerVerbDeps } from './ledger.verbs.ts';
import type { makeShowStoreQr } from './show-store-qr.ts';
import type { makeSignInTill } from './sign-in-till.ts';
import type { tillWire } from './till.wire.ts';

/** The flows behind the till's routes. */
export type TillVerbDeps = LedgerVerbDeps & {
  readonly signIn: ReturnType<typeof makeSignInTill>;
  readonly showQr: ReturnType<typeof makeShowStoreQr>;
  readonly countDay: ReturnType<typeof makeCountDay>;
  readonly pepper: Pick<Pepper, 'addressName' | 'codeKey'>;
};

const time = (ms: number) => new Date(ms).toISOString();

/** The till's routes as verbs. */
export function makeTillVerbs(deps: TillVerbDeps): Verbs<typeof tillWire> {
  return {
    ...makeLedgerVerbs(deps),
    'POST /v1/till/sign-in': async ({ body, address, nowMs }) => {
      const from = deps.pepper.addressName(address, nowMs);
      const open = await deps.signIn({ storeId: storeId(body.storeId), pin: body.pin, address: from, nowMs });
      if (isRefusal(open)) return open;
      const { store, session, expiresAtMs } = open;
      return {
        body: { storeId: store.storeId, name: store.name, expiresAt: time(expiresAtMs) },
        cookies: [cookie('till', session, pinRules.tillSessionSeconds)],
      };
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
    'GET /v1/till/counts': async knock => {
      const { storeId: store } = callerOf(knock, 'till');
      const counted = await deps.countDay(store, knock.query['day'], knock.nowMs);
      if (isRefusal(counted)) return counted;
      const { lines, ...day } = counted;
      const items = lines.map(({ coupon, ...line }) => ({ ...line, coupon: coupon && faceOf(coupon) }));
      return { body: { ...day, items } };
    },
  };
}
