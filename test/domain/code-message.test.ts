import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Locale } from '../../lambdas/domain/challenge.ts';
import { codeParts, codeText, isBindable, sampleCode } from '../../lambdas/domain/code-message.ts';
import { countParts, measureParts } from '../../lambdas/domain/message-parts.ts';
import { verificationRules } from '../../lambdas/domain/verification-rules.ts';
import { stageSchema } from '../../lib/stage.ts';
import { readOriginBoundCode } from '../origin-bound-code.ts';

const languages: readonly Locale[] = ['ja', 'en'];
const { ja, en } = stageSchema.shape.brand.shape;
const longestBrand = { ja: 'も'.repeat(ja.maxLength ?? 0), en: 'M'.repeat(en.maxLength ?? 0) };

const hosts = fc.domain({ size: 'medium' }).filter(isBindable);
const codes = fc.integer({ min: 0, max: 999_999 }).map(code => String(code).padStart(6, '0'));

describe('the message that brings a code', () => {
  test('says in Japanese who sends, what for, for how long, and to keep it', () => {
    expect(codeText('ja', 'もぎり', '012345', 'c.example.jp')).toBe(
      'もぎりの認証コード:012345\n5分間有効。他人に教えないでください。\n\n@c.example.jp #012345',
    );
  });

  test('says the same in English', () => {
    expect(codeText('en', 'Mogiri', '000042', 'c.example.jp')).toBe(
      'Mogiri: your verification code is 000042. Valid for 5 minutes. Do not share it.\n\n@c.example.jp #000042',
    );
  });

  test('names the life that the rules give a code, in whole minutes', () => {
    const minutes = verificationRules.lifeSeconds / 60;
    expect(Number.isInteger(minutes)).toBe(true);
    expect(codeText('ja', 'もぎり', sampleCode, 'c.example.jp')).toContain(`${minutes}分間`);
    expect(codeText('en', 'Mogiri', sampleCode, 'c.example.jp')).toContain(`${minutes} minutes`);
  });

  test.each(languages)('in %s is read by a phone as the code for the host, and ends there', language => {
    const brands = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
    const property = fc.property(brands, codes, hosts, (brand, code, host) => {
      expect(readOriginBoundCode(codeText(language, brand, code, host))).toEqual({ host, code, rest: '' });
    });
    fc.assert(property, { numRuns: 300 });
  });

  test.each(['000000', '000001', '099999', '100000', '999999'])('keeps every digit of %s', code => {
    for (const language of languages) {
      const text = codeText(language, 'もぎり', code, 'c.example.jp');
      expect(text.match(new RegExp(`(?<!\\d)${code}(?!\\d)`, 'gu'))).toHaveLength(2);
    }
  });

  test('with the longest brand is one part on a host of fourteen letters, and no more', () => {
    const japanese = (host: string) => measureParts(codeText('ja', longestBrand.ja, sampleCode, host));
    expect(japanese('c14.example.jp')).toEqual({ units: 70, fit: 70, parts: 1 });
    expect(japanese('co15.example.jp')).toEqual({ units: 71, fit: 70, parts: 2 });
    const english = codeText('en', longestBrand.en, sampleCode, `${'h'.repeat(53)}.jp`);
    expect(measureParts(english)).toEqual({ units: 160, fit: 160, parts: 1 });
  });

  test('is measured for each wording by itself, also the second time', () => {
    const hosts = ['c14.example.jp', 'co15.example.jp'];
    const parts = () => hosts.map(host => codeParts('ja', longestBrand.ja, host));
    expect([parts(), parts()]).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(codeParts('en', longestBrand.en, 'co15.example.jp')).toBe(1);
  });

  test('is as long with every code as with the sample', () => {
    expect(sampleCode).toHaveLength(verificationRules.codeDigits);
  });
});

describe('a host', () => {
  test.each(['c.example.jp', 'coupon.example.jp', 'xn--wgv71a.jp', 'a-1.b2.co', '7.example.jp'])(
    '%s can stand in the last line',
    host => {
      expect(isBindable(host)).toBe(true);
      expect(readOriginBoundCode(codeText('ja', 'もぎり', '000042', host))?.host).toBe(host);
    },
  );

  test.each([
    'C.example.jp',
    'c.example.jp.',
    'c.example.jp:8443',
    'https://c.example.jp',
    'c.example.jp/wallet',
    'クーポン.jp',
    'a_b.example.jp',
    '-a.example.jp',
    'a-.example.jp',
    'a..jp',
    'c.example.jp #111111',
    'c.example.jp\n',
    'localhost',
    '192.0.2.1',
    '',
    `${'a'.repeat(64)}.jp`,
    `${'a.'.repeat(126)}jp`,
  ])('%j cannot', host => {
    expect(isBindable(host)).toBe(false);
  });

  test('may have 63 letters in a label and 253 in all', () => {
    expect(isBindable(`${'a'.repeat(63)}.jp`)).toBe(true);
    expect(isBindable(`${'a.'.repeat(125)}abc`)).toBe(true);
    expect(isBindable(`${'a.'.repeat(125)}abcd`)).toBe(false);
  });
});

describe('the reader of the tests', () => {
  test.each([
    ['747723 is your code.\n\n@example.com #747723', { host: 'example.com', code: '747723', rest: '' }],
    ['@example.com #747723\r', undefined],
    ['@example.com #747723 later', { host: 'example.com', code: '747723', rest: ' later' }],
    ['something @example.com #747723', undefined],
    ['#747723 @example.com', undefined],
    ['@example.com code #747723', undefined],
    ['@example.com  #747723', undefined],
    ['@example.com #747723\n', undefined],
    ['@ #747723', undefined],
    ['@example.com #', undefined],
    ['@example.com:8443/a #747723', undefined],
  ])('reads %j as the specification does', (message, read) => {
    expect(readOriginBoundCode(message)).toEqual(read);
  });
});

describe('a text is measured', () => {
  test.each([
    ['a'.repeat(160), { units: 160, fit: 160, parts: 1 }],
    [`${'a'.repeat(159)}€`, { units: 161, fit: 160, parts: 2 }],
    [`${'あ'.repeat(69)}a`, { units: 70, fit: 70, parts: 1 }],
    [`${'あ'.repeat(69)}😀`, { units: 71, fit: 70, parts: 2 }],
  ])('%# in the units of its encoding', (text, measure) => {
    expect(measureParts(text)).toEqual(measure);
    expect(countParts(text)).toBe(measure.parts);
  });
});
