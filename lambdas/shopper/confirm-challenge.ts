import {
  foldCode,
  verificationRules,
  whyNoTry,
  type Challenge,
  type ChallengeBook,
  type CodeMaker,
} from '../domain/challenge.ts';
import type { Dice } from '../domain/dice.ts';
import type { ChallengeId, SecretHash } from '../domain/ids.ts';
import { hashOfSecret, sameSecret } from '../domain/pepper.ts';
import type { NumberIndexer } from '../domain/phone-number.ts';
import { policyVersion } from '../domain/policy-text.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import { sessionSeconds, type ShopperBook } from '../domain/shopper.ts';
import type { Confirmed, makeRegisterShopper, Proven } from './register-shopper.ts';

/** What confirming needs; `register` makes everything true that a right code means. */
export type ConfirmDeps = {
  readonly challenges: ChallengeBook;
  readonly codes: CodeMaker;
  readonly indexer: NumberIndexer;
  readonly register: ReturnType<typeof makeRegisterShopper>;
  readonly shoppers: Pick<ShopperBook, 'openSession'>;
  readonly dice: Dice;
};

/** A code typed in, with the choice made beside it. */
export type ConfirmChallenge = Proven & {
  readonly challengeId: ChallengeId;
  readonly code: string;
  readonly browser: SecretHash;
  readonly policyVersion: string;
};

async function isRight(deps: ConfirmDeps, wish: ConfirmChallenge, challenge: Challenge): Promise<boolean> {
  const index = await deps.indexer.index(wish.number);
  const code = await deps.codes.codeFor(challenge.challengeId, challenge.index);
  return [sameSecret(index, challenge.index), sameSecret(foldCode(wish.code), code)].every(Boolean);
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

/** Checks a code: count the try, compare in constant time, then make everything true in one transaction (DESIGN §6.1). */
export function makeConfirmChallenge(deps: ConfirmDeps) {
  return async (wish: ConfirmChallenge): Promise<Confirmed | Refusal> => {
    if (wish.policyVersion !== policyVersion) return refuse('consent.policy_outdated', { policyVersion });
    const { counted, challenge } = await deps.challenges.countTry(wish.challengeId, wish.browser, wish.nowMs);
    if (!counted || challenge === undefined) {
      const no = whyNoTry(challenge, wish.browser, wish.nowMs) ?? refuse('challenge.not_found');
      return no.refused === 'challenge.used' && challenge !== undefined ? repeat(deps, wish, challenge) : no;
    }
    if (await isRight(deps, wish, challenge)) return deps.register(wish, challenge);
    const attemptsLeft = verificationRules.triesPerChallenge - challenge.tries;
    return refuse('challenge.code_mismatch', { attemptsLeft });
  };
}
