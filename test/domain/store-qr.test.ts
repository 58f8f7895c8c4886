import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { storeId } from '../../lambdas/domain/ids.ts';
import { makePepper } from '../../lambdas/domain/pepper.ts';
import { readQrToken, writeQrToken } from '../../lambdas/domain/store-qr-token.ts';
import { storeQrsFrom, whyNotThisQr } from '../../lambdas/domain/store-qr.ts';

const pepper = makePepper('a pepper of this test');
const stepMs = 30_000;
const noonMs = Date.UTC(2026, 10, 21, 12);
const here = { storeId: storeId('str_01HERE'), pinSetAtMs: noonMs - 86_400_000 };
const there = { ...here, storeId: storeId('str_01THERE') };

const present = (store = here, atMs = noonMs) => storeQrsFrom(store, pepper, atMs)[0]?.token ?? '';
const judged = (token: string, atMs: number, store = here) =>
  whyNotThisQr(token, store, pepper, atMs)?.refused ?? 'accepted';

describe('the QR of a store', () => {
  test.each([
    ['as its step begins', 0, 'accepted'],
    ['in the last moment of its own step', stepMs - 1, 'accepted'],
    ['one step later', stepMs, 'accepted'],
    ['in the last moment of the second step after', 3 * stepMs - 1, 'accepted'],
    ['in the moment after that', 3 * stepMs, 'store.qr_expired'],
    ['the next day', 86_400_000, 'store.qr_expired'],
    ['a moment before it is shown', -1, 'store.qr_mismatch'],
  ])('%s', (_, laterMs, verdict) => {
    expect(judged(present(), noonMs + laterMs)).toBe(verdict);
  });

  test('is never good for another store, under another store’s name or its own', () => {
    const { step, mac } = readQrToken(present()) ?? { step: 0, mac: '' };
    expect(judged(present(), noonMs, there)).toBe('store.qr_mismatch');
    expect(judged(writeQrToken({ storeId: there.storeId, step, mac }), noonMs, there)).toBe(
      'store.qr_mismatch',
    );
  });

  test('ends with the PIN it was made under', () => {
    expect(judged(present(), noonMs, { ...here, pinSetAtMs: noonMs })).toBe('store.qr_mismatch');
  });

  test('is not written by whoever knows another pepper, nor by moving its step on', () => {
    const [forged] = storeQrsFrom(here, makePepper('another pepper'), noonMs);
    expect(judged(forged?.token ?? '', noonMs)).toBe('store.qr_mismatch');
    const { mac } = readQrToken(present()) ?? { mac: '' };
    const later = writeQrToken({ storeId: here.storeId, step: noonMs / stepMs + 9, mac });
    expect(judged(later, noonMs + 9 * stepMs)).toBe('store.qr_mismatch');
  });

  test.each([
    '',
    'q1',
    'https://mogiri.example/',
    'K7QP3M9X2T',
    `q2${present().slice(2)}`,
    `${present()}x`,
    present().slice(0, -1),
    present().replace(/\.(\d+)\./u, '.0$1.'),
    present().replace(/\.(\d+)\./u, '.-$1.'),
    present().replace(/\.(\d+)\./u, '.1e9.'),
  ])('is not seen in %j', text => {
    expect(readQrToken(text)).toBeUndefined();
    expect(judged(text, noonMs)).toBe('store.qr_mismatch');
  });
});

test('a till is given the present QR and those of two more minutes, each to be shown for half a minute', () => {
  const qrs = storeQrsFrom(here, pepper, noonMs + 12_345);
  expect(qrs.map(({ fromMs, untilMs }) => [fromMs - noonMs, untilMs - noonMs])).toEqual(
    [0, 1, 2, 3, 4].map(step => [step * stepMs, (step + 1) * stepMs]),
  );
  expect(new Set(qrs.map(({ token }) => token)).size).toBe(5);
  for (const { token, fromMs } of qrs) expect(judged(token, fromMs)).toBe('accepted');
});

test('wherever the clock is moved, a QR is good in its step and the two after it and never else', () => {
  const ms = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2060, 0) });
  const nearMs = fc.integer({ min: -200_000, max: 200_000 });
  const store = fc.constantFrom(here, there);
  const pinMs = fc.constantFrom(1, noonMs);
  fc.assert(
    fc.property(ms, nearMs, store, store, pinMs, pinMs, (atMs, laterMs, from, at, pinMs, pinNowMs) => {
      const [qr] = storeQrsFrom({ ...from, pinSetAtMs: pinMs }, pepper, atMs);
      if (qr === undefined) throw new Error('there is no QR');
      const sinceShownMs = atMs + laterMs - qr.fromMs;
      const isOurs = from === at && pinMs === pinNowMs && sinceShownMs >= 0;
      const expected = sinceShownMs < 90_000 ? 'accepted' : 'store.qr_expired';
      const verdict = judged(qr.token, atMs + laterMs, { ...at, pinSetAtMs: pinNowMs });
      expect(verdict).toBe(isOurs ? expected : 'store.qr_mismatch');
    }),
    { numRuns: 1000 },
  );
});
