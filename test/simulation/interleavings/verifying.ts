import { createHash, randomBytes } from 'node:crypto';
import { ulid } from 'ulid';
import { makeChallengeBook } from '../../../lambdas/aws/dynamo-challenge-book.ts';
import { makeTryCounter, makeWideCounters } from '../../../lambdas/aws/dynamo-counters.ts';
import { makeKnownBrowsers } from '../../../lambdas/aws/dynamo-known-browsers.ts';
import { makeConsentBook, makeShopperBook } from '../../../lambdas/aws/dynamo-shopper-book.ts';
import type { Dynamo } from '../../../lambdas/aws/dynamo.ts';
import { codeIn } from '../../../lambdas/domain/challenge.ts';
import type { Pseudonym } from '../../../lambdas/domain/counter.ts';
import { challengeId, secretHash, type ShopperId } from '../../../lambdas/domain/ids.ts';
import { numberIndex, PhoneNumber, sealedNumber } from '../../../lambdas/domain/phone-number.ts';
import { policyVersion } from '../../../lambdas/domain/policy-text.ts';
import { isRefusal } from '../../../lambdas/domain/refusal.ts';
import type { Sender } from '../../../lambdas/domain/send-rules.ts';
import { rulesSchema, verificationRules } from '../../../lambdas/domain/verification-rules.ts';
import { makeConfirmChallenge } from '../../../lambdas/shopper/confirm-challenge.ts';
import { makeRegisterShopper } from '../../../lambdas/shopper/register-shopper.ts';
import { makeResendCode } from '../../../lambdas/shopper/resend-code.ts';
import { makeStartChallenge } from '../../../lambdas/shopper/start-challenge.ts';
import type { EngineTables } from './engine-tables.ts';

/** Some moment; windows of limits are far from their ends. */
export const beginMs = Date.UTC(2026, 10, 21, 12, 1);

const minute = 60;

/** The rules with limits so low that a few people at once meet each of them. */
export const tightRules = rulesSchema.parse({
  ...verificationRules,
  triesPerChallenge: 3,
  sends: [
    { id: 'number-10min', per: 'number', windowSeconds: 10 * minute, atMost: 3, givesBack: 0 },
    { id: 'address-10min', per: 'address', windowSeconds: 10 * minute, atMost: 3, givesBack: 1 },
    { id: 'prefix-hour', per: 'prefix', windowSeconds: 60 * minute, atMost: 4, givesBack: 1 },
    { id: 'budget-day', per: 'everyone', windowSeconds: 1440 * minute, atMost: 4, givesBack: 0 },
  ],
});

/** One wish to start, to have a code again, or to confirm one; people, numbers and challenges go by small numbers. */
export type Deed =
  | { readonly does: 'start'; readonly challenge: number; readonly number: number; readonly browser: number }
  | { readonly does: 'resend'; readonly challenge: number }
  | {
      readonly does: 'confirm';
      readonly challenge: number;
      readonly isRight: boolean;
      readonly wantsDelivery: boolean;
      readonly key: number;
    };

/** What came of a deed. */
export type Done = { readonly deed: Deed; readonly told: string; readonly shopperId?: ShopperId };

/** Names of one run, so that runs share the tables and nothing in them. */
export function namesOf(run: string) {
  const name = (text: string) => createHash('sha256').update(`${run}|${text}`).digest('base64url');
  const pseudonym: Pseudonym = (scope, subject) => name(`pseudonym|${scope}|${subject}`).slice(0, 22);
  return {
    pseudonym,
    name,
    challenge: (place: number) => challengeId(`chl_${name(`challenge ${place}`).slice(0, 22)}`),
    number: (place: number) => new PhoneNumber(`+819011110${String(place).padStart(3, '0')}`, 'JP'),
    index: (place: number) => numberIndex(name(`number ${place}`)),
    browser: (place: number) => secretHash(name(`browser ${place}`)),
  };
}

/** The names of one run. */
export type Names = ReturnType<typeof namesOf>;

/** The code of a challenge, as the key would derive it. */
const codeOf = (id: string) =>
  codeIn(createHash('sha256').update(`code|${id}`).digest(), verificationRules.codeDigits);

/** Browsers share an address by fours. */
const addressOf = (browser: number) => `192.0.2.${Math.floor(browser / 4) + 1}`;

/** Whom a number and a browser of a run count as. */
export function senderOf(names: Names, number: number, browser: number, isKnown: boolean): Sender {
  return {
    index: names.index(number),
    browser: names.browser(browser),
    address: addressOf(browser),
    block: names.number(number).nameBlock(block => names.pseudonym('block', block)),
    country: 'JP',
    isAbroad: false,
    isKnown,
  };
}

/** The flows over real adapters; `sent` notes every message that was handed over. */
export function openFlows(
  dynamo: Dynamo,
  { gate, book, register, vault }: Pick<EngineTables, 'gate' | 'book' | 'register' | 'vault'>,
  names: Names,
  sent: string[],
) {
  const tables = { gate, book, register };
  const shoppers = makeShopperBook(dynamo, tables, vault);
  const consents = makeConsentBook(dynamo, tables);
  const browsers = makeKnownBrowsers(dynamo, gate, () => beginMs);
  const deps = {
    challenges: makeChallengeBook(dynamo, gate),
    wide: makeWideCounters(dynamo, gate),
    rules: tightRules,
    browsers,
    shoppers,
    consents,
    tries: makeTryCounter(dynamo, gate),
    indexer: { index: async (number: PhoneNumber) => names.index(Number(number.reveal().slice(-3))) },
    codes: { codeFor: async (id: string) => codeOf(id) },
    pseudonym: names.pseudonym,
    home: 'JP',
    dice: randomBytes,
    journal: () => undefined,
    puzzleSeed: () => 0,
    brand: { ja: '店', en: 'Shop' },
    host: 'c.example.jp',
    texts: {
      send: async (to: PhoneNumber) => {
        sent.push(to.reveal());
        return { kind: 'taken', messageId: `m${sent.length}` } as const;
      },
    },
  };
  const confirmed = makeRegisterShopper({
    sealer: { seal: async () => sealedNumber(new Uint8Array(32)) },
    shoppers,
    consents,
    knownBrowsers: browsers,
    proofDays: 180,
    optOutOf: shopper => secretHash(names.name(`opt-out ${shopper}`)),
    newUlid: ulid,
    dice: randomBytes,
  });
  return {
    start: makeStartChallenge(deps),
    resend: makeResendCode(deps),
    confirm: makeConfirmChallenge({ ...deps, register: confirmed }),
  };
}

/** The flows of one run. */
export type Flows = ReturnType<typeof openFlows>;

type Started = Extract<Deed, { does: 'start' }>;

/** Does one deed; `asked` are the starts of the run, which say whose a challenge is. */
export async function perform(
  flows: Flows,
  names: Names,
  asked: ReadonlyMap<number, Started>,
  deed: Deed,
  nowMs: number,
): Promise<Done> {
  const { number = 0, browser = 0 } = asked.get(deed.challenge) ?? {};
  const id = names.challenge(deed.challenge);
  const asking = {
    number: names.number(number),
    browser: names.browser(browser),
    address: addressOf(browser),
    nowMs,
  };
  const wish = { ...asking, challengeId: id };
  if (deed.does === 'confirm') {
    const { isRight, wantsDelivery, key } = deed;
    const chosen = {
      wantsDelivery,
      policyVersion,
      locale: 'ja',
      replayKey: secretHash(`${id} ${key}`),
    } as const;
    const answer = await flows.confirm({ ...wish, ...chosen, code: isRight ? codeOf(id) : 'wrong' });
    return isRefusal(answer)
      ? { deed, told: answer.refused }
      : { deed, told: 'confirmed', shopperId: answer.shopperId };
  }
  const answer =
    deed.does === 'start'
      ? await flows.start({ ...wish, locale: 'ja', puzzle: undefined })
      : await flows.resend(wish);
  return { deed, told: isRefusal(answer) ? answer.refused : 'sent' };
}
