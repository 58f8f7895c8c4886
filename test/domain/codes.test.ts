import { createHmac, createSecretKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { codeIn } from '../../lambdas/domain/challenge.ts';
import { verificationRules } from '../../lambdas/domain/verification-rules.ts';

const { codeDigits } = verificationRules;
const values = 10 ** codeDigits;

/** A MAC whose first eight bytes are a number; what follows them must not matter. */
function macOf(value: bigint): Buffer {
  const mac = Buffer.alloc(32, 0xa5);
  mac.writeBigUInt64BE(value);
  return mac;
}

/** How far counts are from being even: about as much as there are cells, where they come from an even source. */
function chiSquare(counts: readonly number[]): number {
  const even = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - even) ** 2 / even, 0);
}

/** Four standard deviations around what an even source gives with so many cells. */
function expectEven(counts: readonly number[]): void {
  const free = counts.length - 1;
  expect(Math.abs(chiSquare(counts) - free)).toBeLessThan(4 * Math.sqrt(2 * free));
}

describe('the code in a MAC', () => {
  test.each([
    [0n, '000000'],
    [42n, '000042'],
    [99_999n, '099999'],
    [999_999n, '999999'],
    [1_000_000n, '000000'],
    [2n ** 64n - 1n, '551615'],
  ])('of %i is %s: its zeros stay', (value, code) => {
    expect(codeIn(macOf(value), 6)).toBe(code);
  });

  test('can be any of a million', () => {
    const [seen, mac] = [new Uint8Array(values), Buffer.alloc(32)];
    let odd = 0;
    for (let value = 0; value < values; value += 1) {
      mac.writeUInt32BE(value, 4);
      const code = codeIn(mac, codeDigits);
      if (code.length !== codeDigits) odd += 1;
      seen[Number(code)] = 1;
    }
    expect([odd, seen.indexOf(0)]).toEqual([0, -1]);
  });

  test('is as likely as any other to within one in 2^44', () => {
    const macs = 2n ** 64n;
    const [least, over] = [macs / BigInt(values), macs % BigInt(values)];
    // The codes below `over` come of one MAC more than the others do, of at least `least`.
    expect(over).toBeGreaterThan(0n);
    expect(least).toBeGreaterThanOrEqual(2n ** 44n);
    const last = least * BigInt(values);
    expect([codeIn(macOf(last - 1n), codeDigits), codeIn(macOf(last), codeDigits)]).toEqual([
      '999999',
      '000000',
    ]);
  });

  test('is spread evenly over 200,000 HMACs, in its first and its last three digits', () => {
    const key = createSecretKey(Buffer.from('a key of codes'));
    const [first, last] = [Array<number>(1000).fill(0), Array<number>(1000).fill(0)];
    for (let challenge = 0; challenge < 200_000; challenge += 1) {
      const code = codeIn(createHmac('sha256', key).update(`code|v1|chl_${challenge}`).digest(), codeDigits);
      for (const [counts, digits] of [
        [first, code.slice(0, 3)],
        [last, code.slice(3)],
      ] as const)
        counts[Number(digits)] = (counts[Number(digits)] ?? 0) + 1;
    }
    expectEven(first);
    expectEven(last);
    const leadingZero = first.slice(0, 100).reduce((sum, count) => sum + count, 0);
    expect(leadingZero / 200_000).toBeCloseTo(0.1, 2);
  });

  test('has as many digits as are asked for', () => {
    expect([8, 10].map(digits => codeIn(macOf(7n), digits))).toEqual(['00000007', '0000000007']);
  });
});
