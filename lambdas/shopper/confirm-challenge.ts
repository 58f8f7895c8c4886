import {
  foldCode,
  verificationRules,
  whyNoTry,
  type Challenge,
  type ChallengeBook,
  type CodeMaker,
} from '../domain/challenge.ts';
import {
  applyWish,
  noConsents,
  type Consents,
  type ConsentBook,
  type ConsentFact,
  type ConsentWish,
} from '../domain/consent.ts';
import type { Dice } from '../domain/dice.ts';
import {
  shopperId as nameShopper,
  type ChallengeId,
  type SecretHash,
  type ShopperId,
} from '../domain/ids.ts';
import { hashOfSecret, sameSecret } from '../domain/pepper.ts';
import type { NumberIndexer, NumberSealer, PhoneNumber } from '../domain/phone-number.ts';
import { policyVersion } from '../domain/policy-text.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import type { Entry } from '../domain/register.ts';
import { sessionSeconds, type Registration, type ShopperBook } from '../domain/shopper.ts';

/** What confirming needs. */
export type ConfirmDeps = {
  readonly challenges: ChallengeBook;
  readonly codes: CodeMaker;
  readonly indexer: NumberIndexer;
  readonly sealer: NumberSealer;
  readonly shoppers: ShopperBook;
  readonly consents: Pick<ConsentBook, 'of'>;
  readonly optOutOf: (shopper: ShopperId) => SecretHash;
  readonly newUlid: (nowMs: number) => string;
  readonly dice: Dice;
};

/** A code typed in, with the choice made beside it. `replayKey` is the hash of the caller's Idempotency-Key. */
export type ConfirmChallenge = {
  readonly challengeId: ChallengeId;
  readonly number: PhoneNumber;
  readonly code: string;
  readonly browser: SecretHash;
  readonly wantsDelivery: boolean;
  readonly policyVersion: string;
  readonly replayKey: SecretHash | undefined;
  readonly nowMs: number;
};

/** The shopper, and the session cookie's value that goes to the browser alone. */
export type Confirmed = { readonly shopperId: ShopperId; readonly session: string };

async function isRight(deps: ConfirmDeps, wish: ConfirmChallenge, challenge: Challenge): Promise<boolean> {
  const index = await deps.indexer.index(wish.number);
  const code = await deps.codes.codeFor(challenge.challengeId, challenge.index);
  return [sameSecret(index, challenge.index), sameSecret(foldCode(wish.code), code)].every(Boolean);
}

function choices(wish: ConfirmChallenge): ConsentWish[] {
  const by = 'verification' as const;
  return [
    { purpose: 'usage', state: 'granted', policyVersion, by },
    { purpose: 'delivery', state: wish.wantsDelivery ? 'granted' : 'withdrawn', policyVersion, by },
  ];
}

function chooseAll(
  before: Consents,
  wish: ConfirmChallenge,
): { consents: Consents; facts: Entry<ConsentFact>[] } {
  let consents = before;
  const facts: Entry<ConsentFact>[] = [];
  for (const choice of choices(wish)) {
    const step = applyWish(consents, choice, wish.nowMs);
    consents = step.consents;
    if (step.fact !== undefined) facts.push(step.fact);
  }
  return { consents, facts };
}

async function draftRegistration(
  deps: ConfirmDeps,
  wish: ConfirmChallenge,
  challenge: Challenge,
  session: string,
): Promise<Registration> {
  const known = await deps.shoppers.byIndex(challenge.index);
  const shopperId = known ?? nameShopper(`shp_${deps.newUlid(wish.nowMs)}`);
  const [before, shopper] =
    known === undefined ? [] : await Promise.all([deps.consents.of(known), deps.shoppers.byId(known)]);
  const sealed = known === undefined ? await deps.sealer.seal(wish.number, shopperId) : undefined;
  return {
    challengeId: challenge.challengeId,
    replayKey: wish.replayKey,
    index: challenge.index,
    shopper: { shopperId, createdAtMs: shopper?.createdAtMs ?? wish.nowMs, verifiedAtMs: wish.nowMs },
    sealed,
    before,
    ...chooseAll(before ?? noConsents(shopperId), wish),
    optOut: deps.optOutOf(shopperId),
    session: hashOfSecret(session),
    sessionExpiresAtMs: wish.nowMs + sessionSeconds * 1000,
  };
}

/** A right code shown again with the same key and browser is answered again: the first answer may have been lost. */
async function repeat(
  deps: ConfirmDeps,
  wish: ConfirmChallenge,
  challenge: Challenge,
): Promise<Confirmed | Refusal> {
  const { shopperId, replayKey, usedAtMs = 0 } = challenge;
  const isReplay =
    wish.replayKey !== undefined &&
    replayKey === wish.replayKey &&
    wish.nowMs - usedAtMs < verificationRules.replaySeconds * 1000;
  if (!isReplay || shopperId === undefined || !(await isRight(deps, wish, challenge)))
    return refuse('challenge.used');
  const session = Buffer.from(deps.dice(32)).toString('base64url');
  await deps.shoppers.openSession(hashOfSecret(session), {
    shopperId,
    expiresAtMs: wish.nowMs + sessionSeconds * 1000,
  });
  return { shopperId, session };
}

async function register(
  deps: ConfirmDeps,
  wish: ConfirmChallenge,
  challenge: Challenge,
): Promise<Confirmed | Refusal> {
  const session = Buffer.from(deps.dice(32)).toString('base64url');
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const registration = await draftRegistration(deps, wish, challenge, session);
    const outcome = await deps.shoppers.register(registration);
    if (outcome === 'registered') return { shopperId: registration.shopper.shopperId, session };
    if (outcome === 'challenge_used') return refuse('challenge.used');
  }
  throw new Error('the shopper moved three times in a row');
}

/** Checks a code: count the try, compare in constant time, then make everything true in one transaction (DESIGN §6.1). */
export function makeConfirmChallenge(deps: ConfirmDeps) {
  return async (wish: ConfirmChallenge): Promise<Confirmed | Refusal> => {
    if (wish.policyVersion !== policyVersion) return refuse('consent.policy_outdated', { policyVersion });
    const { counted, challenge } = await deps.challenges.countTry(wish.challengeId, wish.browser, wish.nowMs);
    if (!counted || challenge === undefined) {
      const no = whyNoTry(challenge, wish.browser, wish.nowMs) ?? refuse('challenge.not_found');
      return no.refused === 'challenge.used' && challenge !== undefined ? repeat(deps, wish, challenge) : no;
    }
    if (await isRight(deps, wish, challenge)) return register(deps, wish, challenge);
    const attemptsLeft = verificationRules.triesPerChallenge - challenge.tries;
    return refuse('challenge.code_mismatch', { attemptsLeft });
  };
}
