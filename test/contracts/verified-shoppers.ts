import { ulid } from 'ulid';
import { expect, test } from 'vitest';
import type { Challenge } from '../../lambdas/domain/challenge.ts';
import {
  applyWish,
  applyWishes,
  endConsents,
  noConsents,
  type Consents,
} from '../../lambdas/domain/consent.ts';
import { shopperId } from '../../lambdas/domain/ids.ts';
import { sealedNumber } from '../../lambdas/domain/phone-number.ts';
import type { Registration } from '../../lambdas/domain/shopper.ts';
import type { VerificationBooks } from './open-books.ts';
import { suspend } from './people.ts';
import { beginMs, someChallenge, someHash } from './starts.ts';

type Open = () => VerificationBooks;

const dayMs = 86_400_000;

/** A challenge that was started, with nothing counted. */
async function started({ challenges }: VerificationBooks, wish: Partial<Challenge> = {}): Promise<Challenge> {
  const challenge = someChallenge(wish);
  await challenges.start(challenge, [], undefined);
  return challenge;
}

/** What a right code makes true for somebody new, or for the holder of `before`. */
function registrationOf(challenge: Challenge, before?: Consents, nowMs = beginMs): Registration {
  const id = before?.shopperId ?? shopperId(`shp_${ulid()}`);
  const shown = { policyVersion: '2026-11-21', locale: 'ja', by: 'verification' } as const;
  const wishes = (['usage', 'delivery'] as const).map(
    purpose => ({ purpose, state: 'granted', ...shown }) as const,
  );
  return {
    challengeId: challenge.challengeId,
    replayKey: someHash(),
    index: challenge.index,
    shopper: { shopperId: id, createdAtMs: beginMs, verifiedAtMs: nowMs },
    sealed: before === undefined ? sealedNumber(new Uint8Array(32)) : undefined,
    replaced: undefined,
    before,
    ...applyWishes({ ...(before ?? noConsents(id)), provenAtMs: nowMs }, wishes, nowMs),
    optOut: someHash(),
    session: someHash(),
    sessionExpiresAtMs: nowMs + 30 * dayMs,
    browser: challenge.browser,
    knownUntilMs: nowMs + 400 * dayMs,
  };
}

/** Registers somebody new; answers what was registered. */
async function registered(
  books: VerificationBooks,
  wish: Partial<Challenge> = {},
): Promise<{ challenge: Challenge; registration: Registration }> {
  const challenge = await started(books, wish);
  const registration = registrationOf(challenge);
  expect(await books.shoppers.register(registration)).toBe('registered');
  return { challenge, registration };
}

function newcomerContract(open: Open): void {
  test('a registration makes everything true at once', async () => {
    const books = open();
    const { shoppers, consents, browsers, challenges } = books;
    const { challenge, registration } = await registered(books);
    const { shopper, session, replayKey, browser, index } = registration;
    const { shopperId: id } = shopper;
    expect(await shoppers.byIndex(index)).toBe(id);
    expect(await shoppers.byId(id)).toEqual(shopper);
    expect(await consents.of(id)).toEqual(registration.consents);
    expect(await consents.shopperOfOptOut(registration.optOut)).toBe(id);
    const { sessionExpiresAtMs: expiresAtMs } = registration;
    expect(await shoppers.sessionOf(session, beginMs)).toEqual({ shopperId: id, expiresAtMs });
    expect(await browsers.whoProved(browser, index)).toBe(id);
    const used = { state: 'used', usedAtMs: beginMs, shopperId: id, replayKey };
    expect(await challenges.find(challenge.challengeId)).toEqual({ ...challenge, ...used });
  });

  test('a challenge is used once; then no try counts and no message follows', async () => {
    const books = open();
    const { challenge, registration } = await registered(books);
    const { challengeId, browser } = challenge;
    const again = registrationOf(challenge, registration.consents, beginMs + 1000);
    expect(await books.shoppers.register(again)).toBe('challenge_used');
    expect(await books.shoppers.sessionOf(again.session, beginMs)).toBeUndefined();
    expect((await books.challenges.countTry(challengeId, browser, 5, beginMs)).counted).toBe(false);
    expect(await books.challenges.countSend(challenge, beginMs, beginMs, [])).toBe('moved_meanwhile');
    expect(await books.shoppers.register(registrationOf(someChallenge()))).toBe('challenge_used');
  });

  test('of many registrations at once of one challenge one takes place', async () => {
    const books = open();
    const challenge = await started(books);
    const all = Array.from({ length: 4 }, () => registrationOf(challenge));
    const outcomes = await Promise.all(all.map(one => books.shoppers.register(one)));
    expect(outcomes.toSorted()).toEqual(['challenge_used', 'challenge_used', 'challenge_used', 'registered']);
    const winner = all[outcomes.indexOf('registered')];
    expect(await books.shoppers.byIndex(challenge.index)).toBe(winner?.shopper.shopperId);
  });

  test('a number comes to stand for one shopper, whichever challenges prove it at once', async () => {
    const books = open();
    const first = await started(books);
    const second = await started(books, { index: first.index });
    const all = [first, second].map(challenge => registrationOf(challenge));
    const outcomes = await Promise.all(all.map(one => books.shoppers.register(one)));
    expect(outcomes.toSorted()).toEqual(['moved_meanwhile', 'registered']);
    const [lost, won] = outcomes[0] === 'registered' ? [second, first] : [first, second];
    expect((await books.challenges.find(lost.challengeId))?.state).toBe('pending');
    expect((await books.challenges.find(won.challengeId))?.state).toBe('used');
  });

  test('a stop link belongs to one shopper', async () => {
    const books = open();
    const { registration } = await registered(books);
    const other = { ...registrationOf(await started(books)), optOut: registration.optOut };
    expect(await books.shoppers.register(other)).toBe('moved_meanwhile');
    expect(await books.consents.shopperOfOptOut(other.optOut)).toBe(registration.shopper.shopperId);
  });
}

/** Withdraws delivery in the settings. */
async function withdraw({ consents }: VerificationBooks, before: Consents): Promise<void> {
  const wish = { purpose: 'delivery', state: 'withdrawn', policyVersion: '1', by: 'settings' } as const;
  const { consents: after, fact } = applyWish(before, wish, beginMs);
  if (fact === undefined) throw new Error('nothing changed');
  expect(await consents.change(before, after, fact)).toBe(true);
}

function holderContract(open: Open): void {
  test('a withdrawal in the settings is not undone by a proof that did not see it', async () => {
    const books = open();
    const { registration } = await registered(books);
    const { consents: before, index, shopper } = registration;
    await withdraw(books, before);
    const stale = registrationOf(await started(books, { index }), before);
    expect(await books.shoppers.register(stale)).toBe('moved_meanwhile');
    expect((await books.consents.of(shopper.shopperId))?.delivery.state).toBe('withdrawn');
  });

  test('nobody suspended meanwhile is registered, and their challenge is not used up', async () => {
    const books = open();
    const { registration } = await registered(books);
    const { consents: before, index, shopper } = registration;
    const { suspension } = await suspend(books, shopper.shopperId);
    const challenge = await started(books, { index });
    expect(await books.shoppers.register(registrationOf(challenge, before))).toBe('moved_meanwhile');
    expect((await books.challenges.find(challenge.challengeId))?.state).toBe('pending');
    expect(await books.consents.of(shopper.shopperId)).toEqual({ ...before, ...suspension });
  });

  test('who proves a number again keeps what they have, unless their consents moved meanwhile', async () => {
    const books = open();
    const { registration } = await registered(books);
    const { consents: before, index, shopper } = registration;
    const [later, latest] = [await started(books, { index }), await started(books, { index })];
    const again = registrationOf(later, before, beginMs + dayMs);
    const stale = registrationOf(latest, before, beginMs + dayMs);
    expect(await books.shoppers.register(again)).toBe('registered');
    expect(await books.shoppers.register(stale)).toBe('moved_meanwhile');
    expect((await books.challenges.find(latest.challengeId))?.state).toBe('pending');
    expect(await books.consents.of(shopper.shopperId)).toEqual(again.consents);
    expect(again.consents.provenAtMs).toBe(beginMs + dayMs);
    expect(await books.shoppers.byIndex(index)).toBe(shopper.shopperId);
  });

  test('a number with a new holder stands for them, and ends what stood for the old one', async () => {
    const books = open();
    const { registration: old } = await registered(books);
    const { index, consents: before } = old;
    const nowMs = beginMs + 200 * dayMs;
    const challenge = await started(books, { index, expiresAtMs: nowMs + 1000 });
    const taken = {
      ...registrationOf(challenge, undefined, nowMs),
      replaced: { before, ...endConsents(before, nowMs) },
    };
    expect(await books.shoppers.register(taken)).toBe('registered');
    expect(await books.shoppers.byIndex(index)).toBe(taken.shopper.shopperId);
    const ended = await books.consents.of(before.shopperId);
    expect([ended?.delivery.state, ended?.usage.state]).toEqual(['withdrawn', 'withdrawn']);
    expect(ended?.head.sequence).toBe(before.head.sequence + 2);
    expect(await books.browsers.whoProved(old.browser, index)).toBe(before.shopperId);
    expect(await books.browsers.whoProved(challenge.browser, index)).toBe(taken.shopper.shopperId);
  });

  test('nobody is replaced whose consents have moved, nor who holds the number no more', async () => {
    const books = open();
    const { registration: old } = await registered(books);
    const { index, consents: before } = old;
    const again = registrationOf(await started(books, { index }), before, beginMs + dayMs);
    expect(await books.shoppers.register(again)).toBe('registered');
    const take = async (from: Consents) => {
      const challenge = await started(books, { index });
      return books.shoppers.register({
        ...registrationOf(challenge),
        replaced: { before: from, ...endConsents(from, beginMs + dayMs) },
      });
    };
    expect(await take(before)).toBe('moved_meanwhile');
    expect(await take(again.consents)).toBe('registered');
    const ended = await books.consents.of(before.shopperId);
    expect(await take(ended ?? before)).toBe('moved_meanwhile');
  });
}

/** What every keeper of shoppers, their sessions and the browsers they proved a number from does. */
export function verifiedShoppersContract(open: Open, moveTo: (ms: number) => void): void {
  newcomerContract(open);
  holderContract(open);

  test('a browser is known for the number it proved, and until its mark ends', async () => {
    const books = open();
    const { registration } = await registered(books);
    const { browser, index, shopper, knownUntilMs } = registration;
    expect(await books.browsers.whoProved(someHash(), index)).toBeUndefined();
    expect(await books.browsers.whoProved(browser, someChallenge().index)).toBeUndefined();
    moveTo(knownUntilMs - 1);
    expect(await books.browsers.whoProved(browser, index)).toBe(shopper.shopperId);
    moveTo(knownUntilMs);
    expect(await books.browsers.whoProved(browser, index)).toBeUndefined();
    moveTo(beginMs);
  });

  test('a session lasts until it ends or is closed', async () => {
    const { shoppers } = open();
    const [cookie, id] = [someHash(), shopperId(`shp_${ulid()}`)];
    const session = { shopperId: id, expiresAtMs: beginMs + dayMs };
    await shoppers.openSession(cookie, session);
    expect(await shoppers.sessionOf(cookie, beginMs + dayMs - 1)).toEqual(session);
    expect(await shoppers.sessionOf(cookie, beginMs + dayMs)).toBeUndefined();
    await shoppers.closeSession(cookie);
    expect(await shoppers.sessionOf(cookie, beginMs)).toBeUndefined();
  });
}
