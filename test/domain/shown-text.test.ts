import { expect, test } from 'vitest';
import { applyWish, endConsents, noConsents } from '../../lambdas/domain/consent.ts';
import { shopperId } from '../../lambdas/domain/ids.ts';
import { policyTexts, policyVersion, publishedTexts, textOf } from '../../lambdas/domain/policy-text.ts';
import { hashOfText, shownText, wordsShown } from '../../lambdas/domain/shown-text.ts';
import { shownWords } from '../../web/console/desk/shown-words.ts';

/** The hash of every text that was ever published. A version that is changed fails here; a new one is added here. */
const pinned: Readonly<Record<string, unknown>> = {
  '2026-11-21': {
    ja: {
      usage: '15cfe7251dda3bf6fc9846d6b7c4d822dadf0b7dc4a896c418c2582aa318e535',
      delivery: '53c5ffef69ab6ec407b35012d3d61c7f907720ac8da2d9514d51f34c313cbafa',
    },
    en: {
      usage: 'fb6097584e558df86291d087723b5ced679b4c0799e56d150bfc53b126eeb89f',
      delivery: '32665dec513dace3c68e2ca5c6f7524aa6802ed3923dfc6a464f555df4c4baeb',
    },
  },
};

const hashesOf = (texts: (typeof publishedTexts)[keyof typeof publishedTexts]) =>
  Object.fromEntries(
    Object.entries(texts).map(([locale, { usage, delivery }]) => [
      locale,
      { usage: hashOfText(usage), delivery: hashOfText(delivery) },
    ]),
  );

test('a text that was published never changes: another text is another version', () => {
  const hashes = Object.entries(publishedTexts).map(([version, texts]) => [version, hashesOf(texts)]);
  expect(Object.fromEntries(hashes)).toEqual(pinned);
});

test('what is shown now is the version that consents name now', () => {
  expect(policyTexts).toBe(publishedTexts[policyVersion]);
  expect(textOf(policyVersion, 'en', 'delivery')).toBe(policyTexts.en.delivery);
  expect(textOf('2020-01-01', 'en', 'delivery')).toBeUndefined();
  expect(textOf('constructor', 'en', 'delivery')).toBeUndefined();
});

const nobody = noConsents(shopperId('shp_1'));
const wish = { purpose: 'delivery', state: 'granted', policyVersion, by: 'settings' } as const;

test.each(['ja', 'en'] as const)(
  'a row of the register proves the words shown in %s, and no others',
  async locale => {
    const fact = applyWish(nobody, { ...wish, locale }, 1).fact?.fact;
    if (fact === undefined) throw new Error('a fact was expected');
    const words = policyTexts[locale].delivery;
    expect(fact).toMatchObject({ locale, text: hashOfText(words) });
    expect(wordsShown(fact)).toBe(words);
    expect(await shownWords(fact)).toEqual({ words });
    const other = locale === 'ja' ? 'en' : 'ja';
    for (const forged of [
      { locale: other },
      { purpose: 'usage' },
      { policyVersion: '1' },
      { text: '0' },
    ] as const) {
      expect(wordsShown({ ...fact, ...forged })).toBeUndefined();
      expect(await shownWords({ ...fact, ...forged })).toBe('not_published');
    }
  },
);

test('where no text was shown the row names none', async () => {
  const stop = { ...wish, by: 'opt-out-link' } as const;
  const rows = [
    applyWish(nobody, stop, 1).fact,
    applyWish(nobody, { ...wish, policyVersion: 'never', locale: 'ja' }, 1).fact,
  ];
  for (const row of rows) {
    expect(Object.keys(row?.fact ?? {})).not.toContain('text');
    expect(Object.keys(row?.fact ?? {})).not.toContain('locale');
    expect(wordsShown(row?.fact ?? {})).toBeUndefined();
    expect(await shownWords(row?.fact ?? {})).toBeUndefined();
  }
  expect(shownText(policyVersion, undefined, 'usage')).toEqual({});
});

test('consents that end with a number are ended under the version they were given under', () => {
  const { consents } = applyWish(nobody, { ...wish, policyVersion: 'old', locale: 'ja' }, 1);
  const { consents: ended, facts } = endConsents({ ...consents, provenAtMs: 7 }, 2);
  expect(facts.map(({ fact }) => fact)).toEqual([
    { ...wish, shopperId: 'shp_1', state: 'withdrawn', policyVersion: 'old', by: 'number-recycled' },
  ]);
  expect(ended).toMatchObject({ delivery: { state: 'withdrawn', sinceMs: 2 }, usage: { state: 'never' } });
  expect(ended.provenAtMs).toBe(7);
});
