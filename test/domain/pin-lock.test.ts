import { describe, expect, test } from 'vitest';
import { nextTry, pinLockRules, type PinTries } from '../../lambdas/domain/pin-lock.ts';
import { hashStaffPin, isStaffPin, staffPinSaltBytes } from '../../lambdas/domain/staff-pin.ts';

const minuteMs = 60_000;

/** Types wrong PINs as soon as each may be typed; the minutes that each lock took. */
function guess(rounds: number): number[] {
  const locks: number[] = [];
  let nowMs = 1_000_000;
  let tries: PinTries | undefined;
  while (locks.length < rounds) {
    const next = nextTry(tries, nowMs);
    if (next === undefined) throw new Error('locked while it should not be');
    tries = next;
    nowMs = next.lockedUntilMs ?? nowMs + 1;
    if (next.lockedUntilMs !== undefined) locks.push((next.lockedUntilMs - next.lastAtMs) / minuteMs);
  }
  return locks;
}

describe('the lock of a person’s PIN', () => {
  test('grows from a quarter of an hour, twice as long each time, up to a day', () => {
    expect(guess(9)).toEqual([15, 30, 60, 120, 240, 480, 960, 1440, 1440]);
  });

  test('lets the fifth try be compared, and no sixth before its end', () => {
    const fifth = { tries: 4, lastAtMs: 0 };
    const locked = nextTry(fifth, 10);
    expect(locked).toEqual({ tries: 5, lastAtMs: 10, lockedUntilMs: 10 + 15 * minuteMs });
    expect(nextTry(locked, 9 + 15 * minuteMs)).toBeUndefined();
    expect(nextTry(locked, 10 + 15 * minuteMs)).toEqual({ tries: 6, lastAtMs: 10 + 15 * minuteMs });
  });

  test('forgets thirty days after the last try or lock, not before', () => {
    const longMs = pinLockRules.forgetSeconds * 1000;
    const locked = { tries: 10, lastAtMs: 0, lockedUntilMs: 30 * minuteMs };
    expect(nextTry(locked, 30 * minuteMs + longMs - 1)?.tries).toBe(11);
    expect(nextTry(locked, 30 * minuteMs + longMs)?.tries).toBe(1);
  });

  test('lets whoever found a device type 65 PINs of a person in a week at most, of ten thousand', () => {
    const locks = guess(12);
    expect(locks.reduce((sum, minutes) => sum + minutes, 0)).toBeLessThan(7 * 1440);
    expect(guess(13).reduce((sum, minutes) => sum + minutes, 0)).toBeGreaterThan(7 * 1440);
  });
});

describe('the hash of a PIN', () => {
  const salt = new Uint8Array(staffPinSaltBytes).fill(7);

  test('knows its PIN and no other, and says what it cost', async () => {
    const kept = await hashStaffPin('mac of 4738', salt);
    expect(kept).toMatch(/^\$scrypt\$ln=15,r=8,p=1\$[\w-]{22}\$[\w-]{43}$/u);
    expect(await isStaffPin('mac of 4738', kept)).toBe(true);
    expect(await isStaffPin('mac of 4739', kept)).toBe(false);
  });

  test('of another time is read with its own parameters', async () => {
    const kept = '$scrypt$ln=10,r=8,p=1$c2FsdHNhbHRzYWx0c2FsdA$CeEerxGYw_6SicBm6pLQhKkULoSDSdsru5wSoV-JKwI';
    const other = (await hashStaffPin('pin', salt)).replace('ln=15', 'ln=14');
    expect(await isStaffPin('pin', other)).toBe(false);
    await expect(isStaffPin('pin', kept.slice(1))).rejects.toThrow('no hash');
    expect(await isStaffPin('pin', kept)).toBe(true);
  });
});
