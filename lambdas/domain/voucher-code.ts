/** Letters of a voucher code: Crockford's 32, in which I, L, O and U cannot be mistaken for others. */
export const codeLetters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Data letters of a code (5 bits each); one check letter follows them. */
export const codeDataLength = 9;

/** Letters of a link or stop token: 62^14 is more than 83 bits. */
export const tokenLength = 14;

/** Multiplication in GF(32), x⁵ + x² + 1. */
function times(left: number, right: number): number {
  let product = 0;
  for (let bit = 0; bit < 5; bit += 1) {
    if ((right >> bit) & 1) product ^= left << bit;
  }
  for (let bit = 8; bit >= 5; bit -= 1) {
    if ((product >> bit) & 1) product ^= 0b100101 << (bit - 5);
  }
  return product;
}

function checkLetter(data: string): string {
  let sum = 0;
  let weight = 2;
  for (const letter of data) {
    sum ^= times(codeLetters.indexOf(letter), weight);
    weight = times(weight, 2);
  }
  return codeLetters.charAt(sum);
}

/** The 10-letter code for a number of 45 bits; its last letter finds every single wrong letter and every swap of two. */
export function voucherCodeOf(bits: bigint): string {
  let data = '';
  for (let place = codeDataLength - 1; place >= 0; place -= 1) {
    data += codeLetters.charAt(Number((bits >> BigInt(place * 5)) & 31n));
  }
  return data + checkLetter(data);
}

/** The 45 bits of a well-formed code; the opposite of `voucherCodeOf`. */
export function bitsOfVoucherCode(code: string): bigint {
  let bits = 0n;
  for (const letter of code.slice(0, codeDataLength))
    bits = (bits << 5n) | BigInt(codeLetters.indexOf(letter));
  return bits;
}

/** What a clerk typed or scanned, brought to the letters of a code: width, case, gaps, and O, I, L as the digits meant. */
export function normalizeVoucherCode(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-‐–—ー−]/gu, '')
    .replace(/O/gu, '0')
    .replace(/[IL]/gu, '1');
}

/** Whether a normalised text is a code whose check letter fits. */
export function isVoucherCode(code: string): boolean {
  return (
    /^[0-9A-HJKMNP-TV-Z]{10}$/u.test(code) &&
    checkLetter(code.slice(0, codeDataLength)) === code.charAt(codeDataLength)
  );
}
