import { describe, expect, it } from 'vitest';
import { voucherCodeOf } from '../../lambdas/domain/voucher-code.ts';
import { codeInQr, inGroups, typedCode } from '../../web/store/code-read.ts';

const code = voucherCodeOf(123_456_789_012n);

describe('a code in a QR picture', () => {
  it.each([
    ['bare', code],
    ['in small letters and two groups', `${code.slice(0, 5)} ${code.slice(5)}`.toLowerCase()],
    ['at the end of an address', `https://coupon.example.jp/t/${code}`],
    ['before a query', `https://coupon.example.jp/t/${code}?from=qr#top`],
  ])('is found %s', (_how, content) => {
    expect(codeInQr(content)).toBe(code);
  });

  it.each(['https://example.jp/', 'WIFI:S:shop;;', '', `${code}0`])('is not seen in %j', content => {
    expect(codeInQr(content)).toBeUndefined();
  });

  it('is refused when one character is another', () => {
    const other = code.startsWith('0') ? '1' : '0';
    expect(codeInQr(other + code.slice(1))).toBeUndefined();
  });
});

describe('a code that is typed', () => {
  it('folds width, case, gaps and look-alikes, and stops at ten', () => {
    expect(typedCode('ｏ１il-z')).toBe('0111Z');
    expect(typedCode(`${code}XYZ`)).toBe(code);
  });

  it('drops what no code has', () => {
    expect(typedCode('U!あ7')).toBe('7');
  });

  it('stands in two groups once it is longer than five', () => {
    expect(inGroups('ABCDE')).toBe('ABCDE');
    expect(inGroups('ABCDEF')).toBe('ABCDE F');
  });
});
