import { randomBytes } from 'node:crypto';
import { ulid } from 'ulid';
import { challengeId, type SecretHash } from '../lambdas/domain/ids.ts';
import type { TextSender } from '../lambdas/domain/message.ts';
import { hashOfSecret, makePepper } from '../lambdas/domain/pepper.ts';
import { PhoneNumber } from '../lambdas/domain/phone-number.ts';
import { policyVersion } from '../lambdas/domain/policy-text.ts';
import { isRefusal } from '../lambdas/domain/refusal.ts';
import { rulesOf } from '../lambdas/domain/verification-rules.ts';
import type { Journal } from '../lambdas/journal.ts';
import { makeConfirmChallenge } from '../lambdas/shopper/confirm-challenge.ts';
import { makeRegisterShopper } from '../lambdas/shopper/register-shopper.ts';
import { makeStartChallenge } from '../lambdas/shopper/start-challenge.ts';
import { makeMemoryKeys } from '../test/fakes/memory-keys.ts';
import { makeMemoryVerification } from '../test/fakes/memory-verification.ts';
import type { Wire } from '../test/fakes/wire.ts';
import type { Verifier } from './verifier.ts';

/** A phone that reads the code out of the last line of its message, and forgets it. */
function makePhone(): { texts: TextSender; code: () => string } {
  let shown = '';
  return {
    texts: {
      send: async (_to, text) => {
        shown = text;
        return { kind: 'taken', messageId: 'msg' };
      },
    },
    code: () => shown.slice(shown.lastIndexOf('#') + 1),
  };
}

/** Lines as the log would get them, so that writing them is measured too. */
const unread: Journal = (code, fields = {}) => void JSON.stringify({ code, ...fields });

/** Our flows over books in memory, with everything that production has beside its AWS adapters. */
function openFlows(wire: Wire, now: () => number) {
  const { challenges, wide, tries, browsers, shoppers, consents } = makeMemoryVerification({ wire, now });
  const { indexer, codes, sealer } = makeMemoryKeys();
  const { pseudonym, puzzleSeed, optOutToken } = makePepper(randomBytes(32).toString('base64url'));
  const rules = rulesOf({ codesPerDay: 10_000_000, conversion: 'record_only' });
  const phone = makePhone();
  const common = { rules, challenges, wide, browsers, shoppers, indexer, codes, pseudonym };
  const verifying = { ...common, home: 'JP', dice: randomBytes, journal: unread };
  const brand = { ja: 'もぎり', en: 'Mogiri' };
  const register = makeRegisterShopper({
    sealer,
    shoppers,
    consents,
    knownBrowsers: browsers,
    proofDays: 180,
    optOutOf: shopper => hashOfSecret(optOutToken(shopper)),
    newUlid: ulid,
    dice: randomBytes,
  });
  return {
    start: makeStartChallenge({ ...verifying, texts: phone.texts, brand, host: 'c.example.jp', puzzleSeed }),
    confirm: makeConfirmChallenge({ ...verifying, consents, tries, register }),
    code: phone.code,
  };
}

/** Somebody nobody has seen before: a number, a browser, an address. */
function somebody(person: number) {
  const number = new PhoneNumber(`+8190${10_000_000 + person}`, 'JP');
  const browser: SecretHash = hashOfSecret(randomBytes(32).toString('base64url'));
  const address = `10.${(person >> 16) & 255}.${(person >> 8) & 255}.${person & 255}`;
  return { number, browser, address };
}

/** Our issue and verify: limits, tries, decision records, consents and their register rows included. */
export function openOurs(wire: Wire): Verifier {
  let nowMs = Date.UTC(2026, 10, 21, 12);
  const flows = openFlows(wire, () => nowMs);
  return {
    verify: async person => {
      nowMs += 1000;
      const asking = somebody(person);
      const id = challengeId(`chl_${randomBytes(16).toString('base64url')}`);
      const wish = { ...asking, challengeId: id, nowMs };
      const started = await flows.start({ ...wish, locale: 'ja', puzzle: undefined });
      if (isRefusal(started)) throw new Error(`a start was refused: ${started.refused}`);
      const chosen = { wantsDelivery: true, policyVersion, locale: 'ja', replayKey: undefined } as const;
      const confirmed = await flows.confirm({ ...wish, ...chosen, code: flows.code() });
      if (isRefusal(confirmed)) throw new Error(`a check was refused: ${confirmed.refused}`);
    },
  };
}
