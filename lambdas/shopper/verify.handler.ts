import { randomBytes } from 'node:crypto';
import { ulid } from 'ulid';
import { makeCanaryBook } from '../aws/dynamo-canary.ts';
import { makeChallengeBook } from '../aws/dynamo-challenge-book.ts';
import { makeTryCounter, makeWideCounters } from '../aws/dynamo-counters.ts';
import { makeKnownBrowsers } from '../aws/dynamo-known-browsers.ts';
import { makeDynamo } from '../aws/dynamo.ts';
import { makeConsentBook, makeShopperBook } from '../aws/dynamo-shopper-book.ts';
import { makeCodeMaker, makeNumberIndexer, makeNumberSealer } from '../aws/kms-number-sealer.ts';
import { numberingPlan } from '../aws/numbering-plan.ts';
import { makeEdgeSecret } from '../aws/secrets.ts';
import { makeTextSender } from '../aws/sns-text-sender.ts';
import { hashOfSecret } from '../domain/pepper.ts';
import { readRules } from '../domain/verification-rules.ts';
import { makeDoor } from '../door.ts';
import { journal } from '../journal.ts';
import { readSettings } from '../settings.ts';
import { withTasks } from '../tasks.ts';
import { makeConfirmChallenge } from './confirm-challenge.ts';
import { makeRegisterShopper } from './register-shopper.ts';
import { makeResendCode } from './resend-code.ts';
import { makeSealCanary } from './seal-canary.ts';
import { makeStartChallenge } from './start-challenge.ts';
import { makeVerifyVerbs } from './verify.verbs.ts';
import { verifyWire } from './verify.wire.ts';

const settings = readSettings('shopper-verify');
const edge = makeEdgeSecret(settings.EDGE_SECRET_ARN);
const { pseudonym, puzzleSeed, optOutToken } = await edge.pepper();
const dynamo = makeDynamo();
const gate = settings.GATE_TABLE;
const tables = { gate, book: settings.BOOK_TABLE, register: settings.REGISTER_TABLE };
const countries = settings.COUNTRIES.split(',');
const sealer = makeNumberSealer(settings.NUMBER_KEY_ARN);
const shoppers = makeShopperBook(dynamo, tables, settings.VAULT_TABLE);
const consents = makeConsentBook(dynamo, tables);
const verifying = {
  rules: readRules(settings.CODES_PER_DAY, settings.CONVERSION),
  challenges: makeChallengeBook(dynamo, gate),
  wide: makeWideCounters(dynamo, gate),
  browsers: makeKnownBrowsers(dynamo, gate, Date.now),
  shoppers,
  indexer: makeNumberIndexer(settings.INDEX_KEY_ARN),
  codes: makeCodeMaker(settings.CODE_KEY_ARN),
  pseudonym,
  home: countries[0] ?? '',
  dice: randomBytes,
  journal,
};
const sending = {
  ...verifying,
  texts: makeTextSender(settings.SENDER_ID),
  brand: { ja: settings.BRAND_JA, en: settings.BRAND_EN },
  host: new URL(settings.PUBLIC_ORIGIN).hostname,
};
const register = makeRegisterShopper({
  sealer,
  shoppers,
  consents,
  knownBrowsers: verifying.browsers,
  proofDays: Number(settings.PROOF_DAYS),
  optOutOf: shopper => hashOfSecret(optOutToken(shopper)),
  newUlid: ulid,
  dice: randomBytes,
});

const door = makeDoor(
  verifyWire,
  makeVerifyVerbs({
    start: makeStartChallenge({ ...sending, puzzleSeed }),
    resend: makeResendCode(sending),
    confirm: makeConfirmChallenge({ ...verifying, consents, tries: makeTryCounter(dynamo, gate), register }),
    plan: numberingPlan,
    countries,
    pseudonym,
    dice: randomBytes,
  }),
  { edgeSecrets: edge.accepted, guards: {}, now: Date.now },
);
const canary = makeCanaryBook(dynamo, settings.BOOK_TABLE);

/** Proves numbers by SMS code: may seal a number, may never open one. Seals the canary's when the schedule asks. */
export const handler = withTasks({ 'seal-canary': makeSealCanary({ canary, sealer, journal }) }, door);
