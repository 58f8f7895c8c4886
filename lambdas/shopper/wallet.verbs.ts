import type { Consent, ConsentBook, Consents } from '../domain/consent.ts';
import { couponId, pictureId, voucherId } from '../domain/ids.ts';
import { hashOfSecret } from '../domain/pepper.ts';
import { policyTexts, policyVersion } from '../domain/policy-text.ts';
import { isRefusal, refuse } from '../domain/refusal.ts';
import type { ShopperBook } from '../domain/shopper.ts';
import type { Verbs } from '../door.ts';
import { cookie } from '../cookies.ts';
import { callerOf } from '../knock.ts';
import type { makeChangeDelivery, makeOptOut } from './change-consent.ts';
import type { makeShowPicture } from './show-picture.ts';
import type { makeListVouchers, makeNoteVisit, makeShowLink, makeShowVoucher } from './show-vouchers.ts';
import type { makeListPublicCoupons, makeTakeCoupon } from './take-coupon.ts';
import type { walletWire } from './wallet.wire.ts';

/** The flows behind the wallet routes. */
export type WalletDeps = {
  readonly shoppers: Pick<ShopperBook, 'byId' | 'closeSession'>;
  readonly consents: Pick<ConsentBook, 'of'>;
  readonly changeDelivery: ReturnType<typeof makeChangeDelivery>;
  readonly optOut: ReturnType<typeof makeOptOut>;
  readonly listVouchers: ReturnType<typeof makeListVouchers>;
  readonly showVoucher: ReturnType<typeof makeShowVoucher>;
  readonly showLink: ReturnType<typeof makeShowLink>;
  readonly noteVisit: ReturnType<typeof makeNoteVisit>;
  readonly takeCoupon: ReturnType<typeof makeTakeCoupon>;
  readonly listPublic: ReturnType<typeof makeListPublicCoupons>;
  readonly showPicture: ReturnType<typeof makeShowPicture>;
  readonly brand: { readonly ja: string; readonly en: string };
};

const time = (ms: number) => new Date(ms).toISOString();

function consentOnWire({ state, sinceMs, policyVersion }: Consent) {
  return state === 'never' ? { state } : { state, since: time(sinceMs), policyVersion };
}

const consentsOnWire = ({ usage, delivery }: Consents) => ({
  usage: consentOnWire(usage),
  delivery: consentOnWire(delivery),
});

/** The wallet routes as verbs. */
export function makeWalletVerbs(deps: WalletDeps): Verbs<typeof walletWire> {
  const { brand } = deps;
  return {
    'GET /v1/policies/current': async () => ({ body: { policyVersion, texts: policyTexts, brand } }),
    'GET /v1/me': async knock => {
      const { shopperId } = callerOf(knock, 'shopper');
      const [shopper, consents] = await Promise.all([
        deps.shoppers.byId(shopperId),
        deps.consents.of(shopperId),
      ]);
      if (shopper === undefined || consents === undefined) return refuse('session.missing');
      const { suspendedAtMs } = consents;
      const suspended = suspendedAtMs === undefined ? {} : { suspendedSince: time(suspendedAtMs) };
      const verifiedAt = time(shopper.verifiedAtMs);
      return { body: { shopperId, consents: consentsOnWire(consents), verifiedAt, ...suspended } };
    },
    'POST /v1/me/sign-out': async knock => {
      await deps.shoppers.closeSession(callerOf(knock, 'shopper').session);
      return { body: { signedOut: true }, cookies: [cookie('shopper', '', 0)] };
    },
    'PUT /v1/me/consents/delivery': async knock => {
      const { shopperId } = callerOf(knock, 'shopper');
      const { nowMs, body } = knock;
      const locale = body.locale ?? knock.locale;
      const consent = await deps.changeDelivery({ shopperId, ...body, locale, by: 'settings', nowMs });
      return isRefusal(consent) ? consent : { body: { consent: consentOnWire(consent) } };
    },
    'GET /v1/me/vouchers': async knock => {
      return { body: { items: await deps.listVouchers(callerOf(knock, 'shopper').shopperId, knock.nowMs) } };
    },
    'GET /v1/vouchers/{voucherId}': async knock => {
      const { shopperId } = callerOf(knock, 'shopper');
      const shown = await deps.showVoucher(
        shopperId,
        voucherId(knock.params['voucherId'] ?? ''),
        knock.nowMs,
      );
      return isRefusal(shown) ? shown : { body: shown };
    },
    'GET /v1/coupons/public': async knock => ({
      body: await deps.listPublic(knock.query['cursor'], knock.nowMs),
    }),
    'POST /v1/coupons/{couponId}/vouchers': async knock => {
      const { shopperId } = callerOf(knock, 'shopper');
      const taken = await deps.takeCoupon(shopperId, couponId(knock.params['couponId'] ?? ''), knock.nowMs);
      return isRefusal(taken) ? taken : { body: taken };
    },
    'GET /v1/pictures/{pictureId}': async knock => {
      const picture = await deps.showPicture(pictureId(knock.params['pictureId'] ?? ''));
      return isRefusal(picture) ? picture : { body: picture };
    },
    'GET /v1/links/{linkToken}': async knock => {
      const voucher = await deps.showLink(knock.params['linkToken'] ?? '', knock.nowMs);
      return isRefusal(voucher) ? voucher : { body: { voucher, brand } };
    },
    'POST /v1/links/{linkToken}/visits': async knock => {
      const noted = await deps.noteVisit(knock.params['linkToken'] ?? '', knock.nowMs);
      return isRefusal(noted) ? noted : { body: noted };
    },
    'POST /v1/opt-outs/{token}': async knock => {
      const consent = await deps.optOut(hashOfSecret(knock.params['token'] ?? ''), knock.nowMs);
      return isRefusal(consent) ? consent : { body: { consent: consentOnWire(consent), brand } };
    },
  };
}
