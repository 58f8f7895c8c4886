import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { staffId, storeId } from '../../lambdas/domain/ids.ts';
import {
  isUnderPin,
  nextPinAtMs,
  pinSetters,
  pinStateOf,
  type Store,
  type UnderPin,
} from '../../lambdas/domain/store.ts';

const [mina, ken] = [staffId('stf_mina'), staffId('stf_ken')];

const store = (pin: Partial<Store> = {}): Store => ({
  storeId: storeId('str_1'),
  name: '渋谷店',
  timeZone: 'Asia/Tokyo',
  pinMac: 'mac',
  pinSetAtMs: 1000,
  createdAtMs: 1000,
  ...pin,
});

describe('a PIN', () => {
  test.each([
    ['nobody left', store({ pinSetBy: mina }), [], 'set'],
    ['somebody else left', store({ pinSetBy: mina }), [ken], 'set'],
    ['its setter left', store({ pinSetBy: mina }), [mina], 'ended'],
    ['its setter is not known and somebody left', store(), [mina], 'set'],
    ['it was ended by name', store({ pinEndedAtMs: 2000 }), [], 'ended'],
    ['it was ended in the moment it was set', store({ pinEndedAtMs: 1000 }), [], 'ended'],
    ['the one before it was ended', store({ pinSetAtMs: 2001, pinEndedAtMs: 2000 }), [], 'set'],
  ] as const)('when %s', (_, pin, left, state) => {
    expect(pinStateOf(pin, new Set(left))).toBe(state);
  });

  test('that follows is good and comes after all before it, whatever the clock says', () => {
    const ms = fc.integer({ min: 0, max: 5000 });
    fc.assert(
      fc.property(ms, fc.option(ms, { nil: undefined }), ms, (pinSetAtMs, pinEndedAtMs, nowMs) => {
        const before = store({ pinSetAtMs, ...(pinEndedAtMs === undefined ? {} : { pinEndedAtMs }) });
        const after = { ...before, pinSetAtMs: nextPinAtMs(before, nowMs), pinSetBy: ken };
        expect(after.pinSetAtMs).toBeGreaterThan(pinSetAtMs);
        expect(after.pinSetAtMs).toBeGreaterThanOrEqual(nowMs);
        expect(pinStateOf(after, new Set())).toBe('set');
      }),
    );
  });

  test('has one setter at most, and each is asked about once', () => {
    const pins = [store({ pinSetBy: mina }), store(), store({ pinSetBy: ken }), store({ pinSetBy: mina })];
    expect(pinSetters(pins)).toEqual([mina, ken]);
  });
});

describe('a till session', () => {
  const session = (pin: UnderPin) => ({ storeId: storeId('str_1'), expiresAtMs: 9000, ...pin });

  test.each([
    ['the same PIN', session({ pinSetAtMs: 1000, pinSetBy: mina }), store({ pinSetBy: mina }), true],
    ['another PIN', session({ pinSetAtMs: 1000 }), store({ pinSetAtMs: 1001 }), false],
    ['a PIN of somebody else', session({ pinSetAtMs: 1000 }), store({ pinSetBy: mina }), false],
    ['the first PIN, from before that was kept', session({}), store(), true],
    ['a later PIN, from before that was kept', session({}), store({ pinSetAtMs: 1001 }), false],
  ] as const)('is under %s', (_, shown, at, isUnder) => {
    expect(isUnderPin(shown, at)).toBe(isUnder);
  });
});
