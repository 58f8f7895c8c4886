import { challengeId, type SecretHash } from '../domain/ids.ts';
import type { Pseudonym } from '../domain/counter.ts';
import type { Dice } from '../domain/dice.ts';
import { hashOfSecret } from '../domain/pepper.ts';
import { readPhoneNumber, type NumberingPlan } from '../domain/phone-number.ts';
import { isRefusal } from '../domain/refusal.ts';
import { sessionSeconds } from '../domain/shopper.ts';
import type { Verbs } from '../door.ts';
import { cookie, markCookie, markOf } from '../cookies.ts';
import { type Knock } from '../knock.ts';
import type { makeConfirmChallenge } from './confirm-challenge.ts';
import type { makeResendCode } from './resend-code.ts';
import { startedOnWire } from './send-code.ts';
import type { makeStartChallenge } from './start-challenge.ts';
import type { verifyWire } from './verify.wire.ts';

/** The flows behind the verification routes, and what turns a request into their words. */
export type VerifyDeps = {
  readonly start: ReturnType<typeof makeStartChallenge>;
  readonly resend: ReturnType<typeof makeResendCode>;
  readonly confirm: ReturnType<typeof makeConfirmChallenge>;
  readonly plan: NumberingPlan;
  readonly countries: readonly string[];
  readonly pseudonym: Pseudonym;
  readonly dice: Dice;
};

/** Whose challenge it may be; without a mark it is nobody's (D8). */
const browserOf = (knock: Knock): SecretHash => hashOfSecret(markOf(knock) ?? '');

const guessedByNobody = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/iu;

/**
 * A new browser's mark. Its first answer may be lost, cookie and all: so that it is the same browser when it asks again,
 * the mark follows for a day from an Idempotency-Key that is a UUID, as our page sends it.
 */
function newMark({ idempotencyKey: key, nowMs }: Knock, { dice, pseudonym }: VerifyDeps): string {
  if (key === undefined || !guessedByNobody.test(key)) return Buffer.from(dice(32)).toString('base64url');
  return hashOfSecret(pseudonym(`browser-mark|${new Date(nowMs).toISOString().slice(0, 10)}`, key));
}

/** A new challenge's id: random, or fixed by browser and Idempotency-Key so that a repeated request is the same challenge. */
function newChallengeId({ idempotencyKey: key }: Knock, mark: string, dice: Dice) {
  const text =
    key === undefined
      ? Buffer.from(dice(16)).toString('base64url')
      : hashOfSecret(`challenge|${mark}|${key}`).slice(0, 22);
  return challengeId(`chl_${text}`);
}

/** The verification routes as verbs. */
export function makeVerifyVerbs(deps: VerifyDeps): Verbs<typeof verifyWire> {
  const read = (text: string) => readPhoneNumber(text, deps.countries, deps.plan);
  return {
    'POST /v1/challenges': async knock => {
      const number = read(knock.body.phone);
      if (isRefusal(number)) return number;
      const mark = markOf(knock) ?? newMark(knock, deps);
      const { nowMs, body, address } = knock;
      const wish = {
        challengeId: newChallengeId(knock, mark, deps.dice),
        number,
        address,
        locale: body.locale ?? knock.locale,
        puzzle: body.puzzle,
        nowMs,
      };
      const started = await deps.start({ ...wish, browser: hashOfSecret(mark) });
      const cookies = [markCookie(mark)];
      return isRefusal(started) ? { ...started, cookies } : { body: startedOnWire(started), cookies };
    },
    'POST /v1/challenges/{challengeId}/resend': async knock => {
      const number = read(knock.body.phone);
      if (isRefusal(number)) return number;
      const { nowMs, params, address } = knock;
      const id = challengeId(params['challengeId'] ?? '');
      const sent = await deps.resend({ challengeId: id, number, browser: browserOf(knock), address, nowMs });
      return isRefusal(sent) ? sent : { body: startedOnWire(sent) };
    },
    'POST /v1/challenges/{challengeId}/confirm': async knock => {
      const { body, params, nowMs, address, idempotencyKey: key } = knock;
      const number = read(body.phone);
      if (isRefusal(number)) return number;
      const confirmed = await deps.confirm({
        challengeId: challengeId(params['challengeId'] ?? ''),
        number,
        code: body.code,
        browser: browserOf(knock),
        address,
        wantsDelivery: body.consents.delivery,
        policyVersion: body.policyVersion,
        locale: body.locale,
        replayKey: key === undefined ? undefined : hashOfSecret(`confirm|${key}`),
        nowMs,
      });
      if (isRefusal(confirmed)) return confirmed;
      return {
        body: { shopperId: confirmed.shopperId },
        cookies: [cookie('shopper', confirmed.session, sessionSeconds)],
      };
    },
  };
}
