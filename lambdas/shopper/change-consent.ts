import type { Locale } from '../domain/challenge.ts';
import {
  applyWish,
  noConsents,
  type Consent,
  type ConsentBook,
  type ConsentFact,
} from '../domain/consent.ts';
import type { SecretHash, ShopperId } from '../domain/ids.ts';
import { policyVersion as current } from '../domain/policy-text.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';

/** A wish about coupon delivery, from the settings page or a stop link. */
export type ChangeDelivery = {
  readonly shopperId: ShopperId;
  readonly granted: boolean;
  readonly policyVersion: string;
  /** The language the text of the consent was shown in; absent where only a stop link was. */
  readonly locale?: Locale;
  readonly by: ConsentFact['by'];
  readonly nowMs: number;
};

/** How often consents may move between being read and being written; each time somebody else got something done. */
const mostMoves = 20;

/**
 * Grants or withdraws delivery; the fact and the state change together, and asking twice is once. Who is suspended may
 * withdraw only. Refusals: consent.policy_outdated, shopper.suspended.
 */
export function makeChangeDelivery(consents: ConsentBook) {
  return async ({
    shopperId,
    granted,
    policyVersion,
    locale,
    by,
    nowMs,
  }: ChangeDelivery): Promise<Consent | Refusal> => {
    if (granted && policyVersion !== current)
      return refuse('consent.policy_outdated', { policyVersion: current });
    const state = granted ? 'granted' : 'withdrawn';
    for (let move = 0; move < mostMoves; move += 1) {
      const before = (await consents.of(shopperId)) ?? noConsents(shopperId);
      if (granted && before.suspendedAtMs !== undefined) return refuse('shopper.suspended');
      const { consents: after, fact } = applyWish(
        before,
        { purpose: 'delivery', state, policyVersion: current, by, locale },
        nowMs,
      );
      if (fact === undefined || (await consents.change(before, after, fact))) return after.delivery;
    }
    throw new Error('the consents kept moving');
  };
}

/** Stops coupon messages by the link in each of them: no sign-in, no expiry (特定電子メール法 §3(3)). */
export function makeOptOut(consents: ConsentBook) {
  const change = makeChangeDelivery(consents);
  return async (token: SecretHash, nowMs: number): Promise<Consent | Refusal> => {
    const shopperId = await consents.shopperOfOptOut(token);
    if (shopperId === undefined) return refuse('opt_out.not_found');
    return change({ shopperId, granted: false, policyVersion: current, by: 'opt-out-link', nowMs });
  };
}
