import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { refusals } from '../../lambdas/domain/refusal.ts';
import { problemWords } from '../../web/paper/problem-words.ts';
import { qrWords } from '../../web/shopper/qr-words.ts';
import { radioWords } from '../../web/shopper/radio-words.ts';
import { shopperWords } from '../../web/shopper/words.ts';
import { clerkNext } from '../../web/store/clerk-words.ts';
import { countWords } from '../../web/store/count-words.ts';
import { radioWords as tillRadioWords } from '../../web/store/radio-words.ts';
import { staffWords } from '../../web/store/staff-words.ts';
import { tillWords } from '../../web/store/words.ts';

type AnyWords = Readonly<Record<string, unknown>>;
const sets: readonly (readonly [string, { readonly ja: AnyWords; readonly en: AnyWords }])[] = [
  ['shopper', shopperWords],
  ['shopper', qrWords],
  ['shopper', radioWords],
  ['store', tillWords],
  ['store', countWords],
  ['store', staffWords],
  ['store', tillRadioWords],
];

const sourceOf = (folder: string): string =>
  readdirSync(`web/${folder}`)
    .filter(file => file.endsWith('.ts'))
    .map(file => readFileSync(`web/${folder}/${file}`, 'utf8'))
    .join('\n');

/** Width in em: a full-width character counts one, any other a little more than a half. */
const widthOf = (text: string): number =>
  Array.from(text).reduce((sum, letter) => sum + (/[\u2E80-\uFFEF…]/u.test(letter) ? 1 : 0.53), 0);

const startingWith = (words: AnyWords, prefix: RegExp): readonly (readonly [string, string])[] =>
  Object.entries(words).flatMap(([key, text]) =>
    prefix.test(key) && typeof text === 'string' ? [[key, text]] : [],
  );

describe.each(sets)('the %s words', (name, words) => {
  it('have the same keys and kinds in both languages', () => {
    const kinds = (texts: AnyWords) => Object.entries(texts).map(([key, text]) => `${key}: ${typeof text}`);
    expect(kinds(words.en).sort()).toEqual(kinds(words.ja).sort());
  });

  it.each(['ja', 'en'] as const)('leave nothing empty in %s', language => {
    const empty = Object.entries(words[language]).filter(([, text]) => text === '');
    expect(empty).toEqual([]);
  });

  it.each(['ja', 'en'] as const)('fit a button of 288 px at 17 px in %s', language => {
    const tooLong = startingWith(words[language], /^do[A-Z]/u).filter(([, text]) => widthOf(text) * 17 > 288);
    expect(tooLong).toEqual([]);
  });

  it.each(['ja', 'en'] as const)('fit a heading into two lines of 328 px at 28 px in %s', language => {
    const tooLong = startingWith(words[language], /^title[A-Z]/u).filter(
      ([, text]) => widthOf(text) * 28 > 2 * 328,
    );
    expect(tooLong).toEqual([]);
  });

  it('are all said somewhere', () => {
    const source = sourceOf(name);
    expect(Object.keys(words.ja).filter(key => !new RegExp(`\\.${key}\\b`, 'u').test(source))).toEqual([]);
  });

  it('are not the Japanese texts left in English', () => {
    const otherTongue = new Set(['doOtherLanguage', 'languageSwitch']);
    const left = Object.entries(words.en).filter(
      ([key, text]) => typeof text === 'string' && !otherTongue.has(key) && /[\u3040-\u9FFF]/u.test(text),
    );
    expect(left).toEqual([]);
  });
});

describe('the words for problems', () => {
  const consoleOnly =
    /^(campaign|message|register|reading|login|rotation|staff|usage|picture)\.|^(route\.not_found|shopper\.not_found|session\.not_allowed|store\.pin_known)$/u;
  const met = Object.keys(refusals).filter(code => !consoleOnly.test(code));

  it.each(['ja', 'en'] as const)('cover every refusal a shopper or a clerk can meet in %s', language => {
    expect(met.filter(code => problemWords[language][code] === undefined)).toEqual([]);
  });

  it('know no code that the system does not say', () => {
    const ours = new Set([...Object.keys(refusals), 'network.unreachable', 'generic']);
    const named = [
      ...Object.keys(problemWords.ja),
      ...Object.keys(clerkNext.ja),
      ...Object.keys(clerkNext.en),
    ];
    expect(named.filter(code => !ours.has(code))).toEqual([]);
  });

  it('say to a clerk the same codes in both languages', () => {
    expect(Object.keys(clerkNext.en).sort()).toEqual(Object.keys(clerkNext.ja).sort());
  });
});
