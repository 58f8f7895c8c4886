import type { Challenge, Locale } from '../domain/challenge.ts';
import {
  applyWishes,
  endConsents,
  noConsents,
  type ConsentBook,
  type Consents,
  type ConsentWish,
} from '../domain/consent.ts';
import type { Dice } from '../domain/dice.ts';
import { shopperId as nameShopper, type SecretHash, type ShopperId } from '../domain/ids.ts';
import { knownBrowserSeconds, type KnownBrowsers } from '../domain/known-browser.ts';
import { hashOfSecret } from '../domain/pepper.ts';
import type { NumberIndex, NumberSealer, PhoneNumber } from '../domain/phone-number.ts';
import { policyVersion } from '../domain/policy-text.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import {
  oldestProofMs,
  sessionSeconds,
  type Registration,
  type Replaced,
  type Shopper,
  type ShopperBook,
} from '../domain/shopper.ts';

/** What a registration needs. */
export type RegisterDeps = {
  readonly sealer: NumberSealer;
  readonly shoppers: ShopperBook;
  readonly consents: Pick<ConsentBook, 'of'>;
  readonly knownBrowsers: KnownBrowsers;
  /** For how many days the proof of a number counts. */
  readonly proofDays: number;
  readonly optOutOf: (shopper: ShopperId) => SecretHash;
  readonly newUlid: (nowMs: number) => string;
  readonly dice: Dice;
};

/**
 * A number that was just proven, and what its holder chose. `locale` is the language the choice was shown in, where the
 * page said so; `replayKey` is the hash of the caller's Idempotency-Key.
 */
export type Proven = {
  readonly number: PhoneNumber;
  readonly wantsDelivery: boolean;
  readonly locale: Locale | undefined;
  readonly replayKey: SecretHash | undefined;
  readonly nowMs: number;
};

/** The shopper, and the session cookie's value that goes to the browser alone. */
export type Confirmed = { readonly shopperId: ShopperId; readonly session: string };

function choices({ wantsDelivery }: Proven, locale: Locale): ConsentWish[] {
  const shown = { policyVersion, locale, by: 'verification' } as const;
  return [
    { purpose: 'usage', state: 'granted', ...shown },
    { purpose: 'delivery', state: wantsDelivery ? 'granted' : 'withdrawn', ...shown },
  ];
}

/** Whom a number stands for, as the book has them. */
type Holder = {
  readonly shopperId: ShopperId;
  readonly shopper: Shopper | undefined;
  readonly before: Consents | undefined;
};

async function holderOf(deps: RegisterDeps, index: NumberIndex): Promise<Holder | undefined> {
  const shopperId = await deps.shoppers.byIndex(index);
  if (shopperId === undefined) return undefined;
  const [before, shopper] = await Promise.all([deps.consents.of(shopperId), deps.shoppers.byId(shopperId)]);
  return { shopperId, shopper, before };
}

/** After long silence a browser that never proved the number for its holder speaks for somebody new (D12). */
async function isSomebodyNew(
  deps: RegisterDeps,
  { shopperId, shopper, before }: Holder,
  { browser, index }: Challenge,
  nowMs: number,
): Promise<boolean> {
  const provenAtMs = Math.max(shopper?.verifiedAtMs ?? 0, before?.provenAtMs ?? 0);
  if (provenAtMs >= oldestProofMs(nowMs, deps.proofDays)) return false;
  return (await deps.knownBrowsers.whoProved(browser, index)) !== shopperId;
}

function replace({ shopperId, before = noConsents(shopperId) }: Holder, nowMs: number): Replaced {
  return { before, ...endConsents(before, nowMs) };
}

async function draftRegistration(
  deps: RegisterDeps,
  proven: Proven,
  challenge: Challenge,
  session: string,
): Promise<Registration> {
  const { number, replayKey, nowMs } = proven;
  const { challengeId, index, browser } = challenge;
  const present = await holderOf(deps, index);
  const isGone = present !== undefined && (await isSomebodyNew(deps, present, challenge, nowMs));
  const known = isGone ? undefined : present;
  const shopperId = known?.shopperId ?? nameShopper(`shp_${deps.newUlid(nowMs)}`);
  const before = known?.before;
  const wishes = choices(proven, proven.locale ?? challenge.locale);
  return {
    challengeId,
    replayKey,
    index,
    shopper: { shopperId, createdAtMs: known?.shopper?.createdAtMs ?? nowMs, verifiedAtMs: nowMs },
    sealed: known === undefined ? await deps.sealer.seal(number, shopperId) : undefined,
    replaced: isGone ? replace(present, nowMs) : undefined,
    before,
    ...applyWishes({ ...(before ?? noConsents(shopperId)), provenAtMs: nowMs }, wishes, nowMs),
    optOut: deps.optOutOf(shopperId),
    session: hashOfSecret(session),
    sessionExpiresAtMs: nowMs + sessionSeconds * 1000,
    browser,
    knownUntilMs: nowMs + knownBrowserSeconds * 1000,
  };
}

const tries = 5;

/**
 * Makes everything true that a right code means, in one transaction: the shopper, the sealed number, the consents, a
 * session, and the end of whoever the number stood for where it has a new holder. A suspended shopper gets none of it.
 * Refusals: challenge.used, shopper.suspended.
 */
export function makeRegisterShopper(deps: RegisterDeps) {
  return async (proven: Proven, challenge: Challenge): Promise<Confirmed | Refusal> => {
    const session = Buffer.from(deps.dice(32)).toString('base64url');
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const registration = await draftRegistration(deps, proven, challenge, session);
      if (registration.before?.suspendedAtMs !== undefined) return refuse('shopper.suspended');
      const outcome = await deps.shoppers.register(registration);
      if (outcome === 'registered') return { shopperId: registration.shopper.shopperId, session };
      if (outcome === 'challenge_used') return refuse('challenge.used');
    }
    throw new Error('the shopper moved five times in a row');
  };
}
