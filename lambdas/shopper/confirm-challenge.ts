import { whyNoTry, type Challenge, type ChallengeBook, type CodeMaker } from '../domain/challenge.ts';
import { failuresOfAddress, failuresOfNumber, type CheckRule } from '../domain/check-rules.ts';
import { addressBlock } from '../domain/address.ts';
import { secondsUntil, type Limit, type TryCounter } from '../domain/counter.ts';
import type { Dice } from '../domain/dice.ts';
import type { ChallengeId } from '../domain/ids.ts';
import type { ConsentBook } from '../domain/consent.ts';
import { hashOfSecret, sameSecret } from '../domain/pepper.ts';
import type { NumberIndexer } from '../domain/phone-number.ts';
import { policyVersion } from '../domain/policy-text.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import type { Sender } from '../domain/send-rules.ts';
import { sessionSeconds, type ShopperBook } from '../domain/shopper.ts';
import { foldCode } from '../domain/typed-code.ts';
import { failClosed, type CountSendDeps } from './count-send.ts';
import { knowSender, strangerOf, type Asking, type KnowSenderDeps } from './know-sender.ts';
import { recordCheck } from './record-check.ts';
import type { Confirmed, makeRegisterShopper, Proven } from './register-shopper.ts';
import { settleSends } from './settle-sends.ts';

/** What confirming needs; `register` makes everything true that a right code means. */
export type ConfirmDeps = CountSendDeps &
  KnowSenderDeps & {
    readonly challenges: Pick<ChallengeBook, 'countTry'>;
    readonly tries: TryCounter;
    readonly codes: CodeMaker;
    readonly indexer: NumberIndexer;
    readonly register: ReturnType<typeof makeRegisterShopper>;
    readonly shoppers: Pick<ShopperBook, 'byIndex' | 'openSession'>;
    readonly consents: Pick<ConsentBook, 'of'>;
    readonly dice: Dice;
  };

/** A code typed in, with the choice made beside it. */
export type ConfirmChallenge = Proven &
  Asking & {
    readonly challengeId: ChallengeId;
    readonly code: string;
    readonly policyVersion: string;
  };

/** A try that was counted: the challenge with it, who tries, and the counters of failures it stands in. */
type Try = { readonly challenge: Challenge; readonly sender: Sender; readonly failures: readonly Limit[] };

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
    wish.nowMs - usedAtMs < deps.rules.replaySeconds * 1000;
  if (!isReplay || shopperId === undefined || !(await isRight(deps, wish, challenge)))
    return refuse('challenge.used');
  if ((await deps.consents.of(shopperId))?.suspendedAtMs !== undefined) return refuse('shopper.suspended');
  const session = Buffer.from(deps.dice(32)).toString('base64url');
  await deps.shoppers.openSession(hashOfSecret(session), {
    shopperId,
    expiresAtMs: wish.nowMs + sessionSeconds * 1000,
  });
  return { shopperId, session };
}

const tooMany = ({ endsAtMs }: Limit, nowMs: number) =>
  refuse('limit.too_many', {}, secondsUntil(endsAtMs, nowMs));

/** Refuses a check before anything is compared, and writes down which rule it was. */
async function refuseUnseen(
  deps: ConfirmDeps,
  wish: ConfirmChallenge,
  rule: CheckRule,
  no: Refusal,
  challenge?: Challenge,
): Promise<Refusal> {
  const { challengeId, nowMs } = wish;
  const sender = challenge ? await knowSender(deps, wish, challenge.index) : strangerOf(deps, wish);
  const said = { decision: 'deny', rules: rule, result: no.refused } as const;
  recordCheck(deps, { challengeId, challenge, sender, nowMs }, said);
  return no;
}

/** Counts a try everywhere before anything is compared: for the address, the challenge, and the number it is about. */
async function countTry(
  deps: ConfirmDeps,
  wish: ConfirmChallenge,
): Promise<Try | { readonly used: Challenge } | Refusal> {
  const { rules, pseudonym, tries } = deps;
  const { challengeId, browser, nowMs } = wish;
  const fromAddress = failuresOfAddress(rules, addressBlock(wish.address), pseudonym, nowMs);
  if (!(await tries.count(fromAddress)))
    return refuseUnseen(deps, wish, 'failures-address', tooMany(fromAddress, nowMs));
  const { counted, challenge } = await deps.challenges.countTry(
    challengeId,
    browser,
    rules.triesPerChallenge,
    nowMs,
  );
  if (!counted || challenge === undefined) {
    const no = whyNoTry(rules, challenge, browser, nowMs) ?? refuse('challenge.not_found');
    if (no.refused === 'challenge.locked') return refuseUnseen(deps, wish, 'tries-challenge', no, challenge);
    return no.refused === 'challenge.used' && challenge !== undefined ? { used: challenge } : no;
  }
  const sender = await knowSender(deps, wish, challenge.index);
  const ofNumber = failuresOfNumber(rules, sender, pseudonym, nowMs);
  if (!(await tries.count(ofNumber)))
    return refuseUnseen(deps, wish, 'failures-number', tooMany(ofNumber, nowMs), challenge);
  return { challenge, sender, failures: [fromAddress, ofNumber] };
}

/** What follows a right code: everything it means, and its failures and messages no longer count as such. */
async function accept(deps: ConfirmDeps, wish: ConfirmChallenge, tried: Try): Promise<Confirmed | Refusal> {
  const confirmed = await deps.register(wish, tried.challenge);
  recordCheck(deps, { ...wish, ...tried }, { result: isRefusal(confirmed) ? confirmed.refused : 'verified' });
  await Promise.allSettled([
    ...tried.failures.map(limit => deps.tries.giveBack(limit)),
    ...(isRefusal(confirmed) ? [] : [settleSends(deps, tried.sender, tried.challenge)]),
  ]);
  return confirmed;
}

/** Checks a code: count the try, compare in constant time, then make everything true in one transaction (DESIGN §6.1). */
export function makeConfirmChallenge(deps: ConfirmDeps) {
  return async (wish: ConfirmChallenge): Promise<Confirmed | Refusal> => {
    if (wish.policyVersion !== policyVersion) return refuse('consent.policy_outdated', { policyVersion });
    const unavailable = refuse('challenge.unavailable', {}, 10);
    const tried = await failClosed(deps.journal, unavailable, () => countTry(deps, wish));
    if (isRefusal(tried)) return tried;
    if ('used' in tried) return repeat(deps, wish, tried.used);
    if (await isRight(deps, wish, tried.challenge)) return accept(deps, wish, tried);
    recordCheck(deps, { ...wish, ...tried }, { result: 'mismatch' });
    return refuse('challenge.code_mismatch', {
      attemptsLeft: deps.rules.triesPerChallenge - tried.challenge.tries,
    });
  };
}
