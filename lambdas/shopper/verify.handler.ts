import { randomBytes } from 'node:crypto';
import { ulid } from 'ulid';
import { makeCanaryBook } from '../aws/dynamo-canary.ts';
import { makeChallengeBook } from '../aws/dynamo-challenge-book.ts';
import { makeDynamo } from '../aws/dynamo.ts';
import { makeKnownBrowsers } from '../aws/dynamo-known-browsers.ts';
import { makeConsentBook, makeShopperBook } from '../aws/dynamo-shopper-book.ts';
import { makeCodeMaker, makeNumberIndexer, makeNumberSealer } from '../aws/kms-number-sealer.ts';
import { numberingPlan } from '../aws/numbering-plan.ts';
import { makeEdgeSecret } from '../aws/secrets.ts';
import { makeTextSender } from '../aws/sns-text-sender.ts';
import { hashOfSecret } from '../domain/pepper.ts';
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
const pepper = await edge.pepper();
const dynamo = makeDynamo();
const tables = { gate: settings.GATE_TABLE, book: settings.BOOK_TABLE, register: settings.REGISTER_TABLE };
const challenges = makeChallengeBook(dynamo, settings.GATE_TABLE);
const indexer = makeNumberIndexer(settings.INDEX_KEY_ARN);
const codes = makeCodeMaker(settings.CODE_KEY_ARN);
const texts = makeTextSender(settings.SENDER_ID);
const brand = { ja: settings.BRAND_JA, en: settings.BRAND_EN };
const sealer = makeNumberSealer(settings.NUMBER_KEY_ARN);
const sending = {
  challenges,
  indexer,
  codes,
  texts,
  brand,
  host: new URL(settings.PUBLIC_ORIGIN).hostname,
  journal,
};
const shoppers = makeShopperBook(dynamo, tables, settings.VAULT_TABLE);
const register = makeRegisterShopper({
  sealer,
  shoppers,
  consents: makeConsentBook(dynamo, tables),
  knownBrowsers: makeKnownBrowsers(dynamo, settings.GATE_TABLE, Date.now),
  proofDays: Number(settings.PROOF_DAYS),
  optOutOf: shopper => hashOfSecret(pepper.optOutToken(shopper)),
  newUlid: ulid,
  dice: randomBytes,
});
const confirm = makeConfirmChallenge({ challenges, codes, indexer, register, shoppers, dice: randomBytes });

const door = makeDoor(
  verifyWire,
  makeVerifyVerbs({
    start: makeStartChallenge(sending),
    resend: makeResendCode(sending),
    confirm,
    pepper,
    plan: numberingPlan,
    countries: settings.COUNTRIES.split(','),
    dice: randomBytes,
  }),
  { edgeSecrets: edge.accepted, guards: {}, now: Date.now },
);
const canary = makeCanaryBook(dynamo, settings.BOOK_TABLE);

/** Proves numbers by SMS code: may seal a number, may never open one. Seals the canary's when the schedule asks. */
export const handler = withTasks({ 'seal-canary': makeSealCanary({ canary, sealer, journal }) }, door);
