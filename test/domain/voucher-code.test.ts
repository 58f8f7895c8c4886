import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { voucherId } from '../../lambdas/domain/ids.ts';
import { makePepper } from '../../lambdas/domain/pepper.ts';
import {
  bitsOfVoucherCode,
  codeLetters,
  isVoucherCode,
  normalizeVoucherCode,
  voucherCodeOf,
} from '../../lambdas/domain/voucher-code.ts';

const bits = fc.bigInt({ min: 0n, max: 2n ** 45n - 1n });

describe('a voucher code', () => {
  test('carries 45 bits there and back', () => {
    fc.assert(
      fc.property(
        bits,
        value => bitsOfVoucherCode(voucherCodeOf(value)) === value && isVoucherCode(voucherCodeOf(value)),
      ),
    );
  });

  test('shows every single wrong letter', () => {
    const wrong = fc.tuple(bits, fc.nat(9), fc.nat(30));
    fc.assert(
      fc.property(wrong, ([value, place, shift]) => {
        const code = voucherCodeOf(value);
        const other = codeLetters.charAt((codeLetters.indexOf(code.charAt(place)) + 1 + shift) % 32);
        return !isVoucherCode(code.slice(0, place) + other + code.slice(place + 1));
      }),
    );
  });

  test('shows every swap of two neighbours', () => {
    fc.assert(
      fc.property(bits, fc.nat(8), (value, place) => {
        const letters = voucherCodeOf(value).split('');
        const [left = '', right = ''] = letters.slice(place, place + 2);
        letters.splice(place, 2, right, left);
        return left === right || !isVoucherCode(letters.join(''));
      }),
    );
  });

  test('is read as a tired clerk types it', () => {
    const code = voucherCodeOf(123_456_789n);
    const typed = ` ${code.slice(0, 5).toLowerCase()} - ${code.slice(5).replaceAll('0', 'o').replaceAll('1', 'l')}`;
    const wide = code
      .split('')
      .map(letter => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0))
      .join('');
    expect(normalizeVoucherCode(typed)).toBe(code);
    expect(normalizeVoucherCode(wide)).toBe(code);
  });
});

describe('a link token', () => {
  const pepper = makePepper('a secret');
  const codeOf = (salt: number) => pepper.codeOf(voucherId('vch_1'), salt);

  test('leads back to its code and to no other system’s', () => {
    fc.assert(
      fc.property(fc.nat(), salt => {
        const token = pepper.linkToken(codeOf(salt));
        expect(token).toMatch(/^[0-9A-Za-z]{14}$/u);
        expect(pepper.codeInLink(token)).toBe(codeOf(salt));
        expect(makePepper('another secret').codeInLink(token)).not.toBe(codeOf(salt));
      }),
    );
  });

  test('is refused with any letter changed', () => {
    const token = pepper.linkToken(codeOf(7));
    const tries = token
      .split('')
      .map((letter, place) => token.slice(0, place) + (letter === 'a' ? 'b' : 'a') + token.slice(place + 1));
    expect(tries.map(other => pepper.codeInLink(other)).filter(code => code !== undefined)).toEqual([]);
  });

  test('cannot be guessed: a million live links, a thousand guesses a second for 30 days', () => {
    const space = 2 ** 83;
    const hits = (1e6 * 1000 * 86_400 * 30) / space;
    expect(62 ** 14).toBeGreaterThan(space);
    expect(hits).toBeLessThan(1e-9);
  });

  test('does not show the code to who holds it', () => {
    const tokens = Array.from(
      { length: 200 },
      (_, salt) => [codeOf(salt), pepper.linkToken(codeOf(salt))] as const,
    );
    expect(tokens.filter(([code, token]) => token.includes(code.slice(0, 4)))).toEqual([]);
  });
});
