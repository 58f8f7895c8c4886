import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeChallengeBook } from '../../lambdas/aws/dynamo-challenge-book.ts';
import { makeDeliveryBook } from '../../lambdas/aws/dynamo-delivery-book.ts';
import { makeKnownBrowsers } from '../../lambdas/aws/dynamo-known-browsers.ts';
import { makeConsentBook, makeShopperBook } from '../../lambdas/aws/dynamo-shopper-book.ts';
import { bookKeys } from '../../lambdas/aws/keys.ts';
import {
  applyWish,
  applyWishes,
  endConsents,
  noConsents,
  type Consents,
} from '../../lambdas/domain/consent.ts';
import { challengeId, secretHash, shopperId, type ShopperId } from '../../lambdas/domain/ids.ts';
import { knownBrowserSeconds } from '../../lambdas/domain/known-browser.ts';
import { numberIndex, sealedNumber, type NumberIndex } from '../../lambdas/domain/phone-number.ts';
import type { Registration } from '../../lambdas/domain/shopper.ts';
import { openUnguardedTables, type OpenedTables } from './open-tables.ts';
import { issueFor, noonMs, someCampaign, somebody } from './people.ts';

let tables: OpenedTables;

beforeAll(async () => {
  tables = await openUnguardedTables();
});

afterAll(() => tables.close());

const books = () => ({
  shoppers: makeShopperBook(tables.dynamo, tables, tables.vault),
  consents: makeConsentBook(tables.dynamo, tables),
  deliveries: makeDeliveryBook(tables.dynamo, tables.book),
});

const both = (['usage', 'delivery'] as const).map(purpose => {
  return { purpose, state: 'granted', policyVersion: '1', by: 'verification' } as const;
});

/** A challenge whose code was right. */
async function proven(index: NumberIndex, browser = secretHash(ulid())) {
  const id = challengeId(`chl_${ulid()}`);
  const rest = { sentAtMs: [noonMs], tries: 1, nextSendAtMs: noonMs, expiresAtMs: noonMs + 300_000 };
  const challenge = { challengeId: id, index, browser, locale: 'ja', state: 'pending', ...rest } as const;
  await makeChallengeBook(tables.dynamo, tables.gate).start(challenge, [], undefined);
  return { challengeId: id, index, browser, replayKey: undefined };
}

type Wish = { who: ShopperId; atMs: number; before?: Consents | undefined; replaced?: Consents | undefined };

/** What registering `who` would write, after what was read before. */
async function registrationOf(
  index: NumberIndex,
  { who, atMs, before, replaced }: Wish,
  browser?: Registration['browser'],
): Promise<Registration> {
  const start = { ...(before ?? noConsents(who)), provenAtMs: atMs };
  return {
    ...(await proven(index, browser)),
    shopper: { shopperId: who, createdAtMs: atMs, verifiedAtMs: atMs },
    sealed: before === undefined ? sealedNumber(new Uint8Array([1])) : undefined,
    replaced: replaced && { before: replaced, ...endConsents(replaced, atMs) },
    before,
    ...applyWishes(start, both, atMs),
    optOut: secretHash(`opt-${who}`),
    session: secretHash(ulid()),
    sessionExpiresAtMs: atMs + 1000,
    knownUntilMs: atMs + knownBrowserSeconds * 1000,
  };
}

/** Somebody whose number was proven at noon. */
async function settled() {
  const index = numberIndex(`idx-${ulid()}`);
  const registration = await registrationOf(index, { who: somebody(), atMs: noonMs });
  expect(await books().shoppers.register(registration)).toBe('registered');
  return { ...registration, who: registration.shopper.shopperId };
}

const later = noonMs + 60_000;

test('a proof moves its age alone, and who read the consents before it does not write over that', async () => {
  const { consents, shoppers } = books();
  const { who, index, consents: before } = await settled();
  expect(await consents.of(who)).toEqual(before);
  const again = await registrationOf(index, { who, atMs: later, before });
  expect(again.facts).toEqual([]);
  expect(await shoppers.register(again)).toBe('registered');
  expect(await consents.of(who)).toEqual({ ...before, provenAtMs: later });
  const wish = { purpose: 'delivery', state: 'withdrawn', policyVersion: '1', by: 'settings' } as const;
  const stale = applyWish(before, wish, later);
  if (stale.fact === undefined) throw new Error('a fact was expected');
  expect(await consents.change(before, stale.consents, stale.fact)).toBe(false);
  expect((await consents.of(who))?.provenAtMs).toBe(later);
});

test('a number goes over to one of two who replace its holder at once, and the old consents end once', async () => {
  const { consents, shoppers } = books();
  const { who: old, index, consents: before } = await settled();
  const newcomers = [somebody(), somebody()];
  const wishes = newcomers.map(who => registrationOf(index, { who, atMs: later, replaced: before }));
  const outcomes = await Promise.all((await Promise.all(wishes)).map(wish => shoppers.register(wish)));
  expect(outcomes.toSorted()).toEqual(['moved_meanwhile', 'registered']);
  const winner = newcomers[outcomes.indexOf('registered')];
  const loser = newcomers[outcomes.indexOf('moved_meanwhile')] ?? shopperId('');
  expect(await shoppers.byIndex(index)).toBe(winner);
  expect([await shoppers.byId(loser), await consents.of(loser)]).toEqual([undefined, undefined]);
  expect(await consents.of(old)).toMatchObject({
    delivery: { state: 'withdrawn', sinceMs: later },
    usage: { state: 'withdrawn', sinceMs: later },
    provenAtMs: noonMs,
    head: { sequence: before.head.sequence + 2 },
  });
});

test('a holder who proves the number again and a newcomer at once: one of them moves, the other has to look again', async () => {
  const { shoppers } = books();
  const { who: old, index, consents: before } = await settled();
  const [stays, comes] = await Promise.all([
    registrationOf(index, { who: old, atMs: later, before }),
    registrationOf(index, { who: somebody(), atMs: later, replaced: before }),
  ]);
  const outcomes = await Promise.all([shoppers.register(stays), shoppers.register(comes)]);
  expect(outcomes.toSorted()).toEqual(['moved_meanwhile', 'registered']);
  const winner = outcomes[0] === 'registered' ? old : comes.shopper.shopperId;
  expect(await shoppers.byIndex(index)).toBe(winner);
});

test('a browser is known for the number it proved, to the last moment', async () => {
  const { who, index, browser } = await settled();
  const known = (nowMs: number) => makeKnownBrowsers(tables.dynamo, tables.gate, () => nowMs);
  const endMs = noonMs + knownBrowserSeconds * 1000;
  expect(await known(endMs - 1).whoProved(browser, index)).toBe(who);
  expect(await known(endMs).whoProved(browser, index)).toBeUndefined();
  expect(await known(noonMs).whoProved(secretHash('another'), index)).toBeUndefined();
  expect(await known(noonMs).whoProved(browser, numberIndex('another'))).toBeUndefined();
});

test('consents from before the age of a proof was kept count from when usage was agreed to', async () => {
  const { consents, deliveries, shoppers } = books();
  const { who, index } = await settled();
  const key = bookKeys.consents(who);
  const { provenAtMs: _, ...older } = (await tables.dynamo.get(tables.book, key)) ?? {};
  await tables.dynamo.put(tables.book, older);
  const before = await consents.of(who);
  expect(before?.provenAtMs).toBe(noonMs);
  const campaign = someCampaign('sending');
  const claim = (sinceMs: number) => deliveries.claim(campaign, 1, issueFor(campaign, who), 0, sinceMs);
  expect(await claim(noonMs + 1)).toEqual({ kind: 'left_out', reason: 'proof_too_old' });
  expect(await claim(noonMs)).toEqual({ kind: 'claimed' });
  expect(await shoppers.register(await registrationOf(index, { who, atMs: later, before }))).toBe(
    'registered',
  );
  expect((await consents.of(who))?.provenAtMs).toBe(later);
});
