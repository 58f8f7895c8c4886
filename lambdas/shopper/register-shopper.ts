import type { Challenge } from '../domain/challenge.ts';
import {
  applyWish,
  noConsents,
  type ConsentBook,
  type ConsentFact,
  type Consents,
  type ConsentWish,
} from '../domain/consent.ts';
import type { Dice } from '../domain/dice.ts';
import { shopperId as nameShopper, type SecretHash, type ShopperId } from '../domain/ids.ts';
import { hashOfSecret } from '../domain/pepper.ts';
import type { NumberSealer, PhoneNumber } from '../domain/phone-number.ts';
import { policyVersion } from '../domain/policy-text.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import type { Entry } from '../domain/register.ts';
import { sessionSeconds, type Registration, type ShopperBook } from '../domain/shopper.ts';

/** What a registration needs. */
export type RegisterDeps = {
  readonly sealer: NumberSealer;
  readonly shoppers: ShopperBook;
  readonly consents: Pick<ConsentBook, 'of'>;
  readonly optOutOf: (shopper: ShopperId) => SecretHash;
  readonly newUlid: (nowMs: number) => string;
  readonly dice: Dice;
};

/** A number that was just proven, and what its holder chose. `replayKey` is the hash of the caller's Idempotency-Key. */
export type Proven = {
  readonly number: PhoneNumber;
  readonly wantsDelivery: boolean;
  readonly replayKey: SecretHash | undefined;
  readonly nowMs: number;
};

/** The shopper, and the session cookie's value that goes to the browser alone. */
export type Confirmed = { readonly shopperId: ShopperId; readonly session: string };

function choices({ wantsDelivery }: Proven): ConsentWish[] {
  const by = 'verification' as const;
  return [
    { purpose: 'usage', state: 'granted', policyVersion, by },
    { purpose: 'delivery', state: wantsDelivery ? 'granted' : 'withdrawn', policyVersion, by },
  ];
}

function chooseAll(before: Consents, proven: Proven): { consents: Consents; facts: Entry<ConsentFact>[] } {
  let consents = before;
  const facts: Entry<ConsentFact>[] = [];
  for (const choice of choices(proven)) {
    const step = applyWish(consents, choice, proven.nowMs);
    consents = step.consents;
    if (step.fact !== undefined) facts.push(step.fact);
  }
  return { consents, facts };
}

async function draftRegistration(
  deps: RegisterDeps,
  proven: Proven,
  challenge: Challenge,
  session: string,
): Promise<Registration> {
  const { nowMs } = proven;
  const known = await deps.shoppers.byIndex(challenge.index);
  const shopperId = known ?? nameShopper(`shp_${deps.newUlid(nowMs)}`);
  const [before, shopper] =
    known === undefined ? [] : await Promise.all([deps.consents.of(known), deps.shoppers.byId(known)]);
  const sealed = known === undefined ? await deps.sealer.seal(proven.number, shopperId) : undefined;
  return {
    challengeId: challenge.challengeId,
    replayKey: proven.replayKey,
    index: challenge.index,
    shopper: { shopperId, createdAtMs: shopper?.createdAtMs ?? nowMs, verifiedAtMs: nowMs },
    sealed,
    before,
    ...chooseAll(before ?? noConsents(shopperId), proven),
    optOut: deps.optOutOf(shopperId),
    session: hashOfSecret(session),
    sessionExpiresAtMs: nowMs + sessionSeconds * 1000,
  };
}

/** Makes everything true that a right code means, in one transaction: the shopper, the sealed number, the consents, a session. */
export function makeRegisterShopper(deps: RegisterDeps) {
  return async (proven: Proven, challenge: Challenge): Promise<Confirmed | Refusal> => {
    const session = Buffer.from(deps.dice(32)).toString('base64url');
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const registration = await draftRegistration(deps, proven, challenge, session);
      const outcome = await deps.shoppers.register(registration);
      if (outcome === 'registered') return { shopperId: registration.shopper.shopperId, session };
      if (outcome === 'challenge_used') return refuse('challenge.used');
    }
    throw new Error('the shopper moved three times in a row');
  };
}
