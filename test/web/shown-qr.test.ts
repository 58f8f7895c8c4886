import { describe, expect, it } from 'vitest';
import { cameraTrouble } from '../../web/paper/qr-camera.ts';
import { qrToShow, serverMsOf, type HeardSupply } from '../../web/store/shown-qr.ts';

const noonMs = Date.UTC(2026, 10, 21, 12);
const iso = (ms: number) => new Date(ms).toISOString();
const items = [0, 1, 2].map(step => ({
  token: `q${step}`,
  from: iso(noonMs + step * 30_000),
  until: iso(noonMs + (step + 1) * 30_000),
}));
const heardAt = { wallMs: 5_000_000, steadyMs: 700 };
const supply: HeardSupply = { items, serverTime: iso(noonMs + 1000), heardAt };
const shownAt = (ms: number) => qrToShow(supply, noonMs + ms);

describe('the QR on the till’s screen', () => {
  it.each([
    [0, 'q0', 30_000],
    [29_999, 'q0', 1],
    [30_000, 'q1', 30_000],
    [89_999, 'q2', 1],
  ])('at %i ms is the one of that half minute', (ms, token, leftMs) => {
    expect(shownAt(ms)).toEqual({ token, leftMs, lastsMs: 90_000 - ms });
  });

  it.each([-1, 90_000, 86_400_000])('at %i ms is none: an old or an early one is not good', ms => {
    expect(shownAt(ms)).toBeUndefined();
  });
});

describe('the server’s time at the till', () => {
  it.each([
    ['both clocks went on', 2000, 2000, 3000],
    ['the device slept and the steady clock stood still', 90_000, 10, 91_000],
    ['somebody set the wall clock back', -3_600_000, 2000, 3000],
  ])('when %s', (_, wallMs, steadyMs, sinceNoonMs) => {
    const now = { wallMs: heardAt.wallMs + wallMs, steadyMs: heardAt.steadyMs + steadyMs };
    expect(serverMsOf(supply, now)).toBe(noonMs + sinceNoonMs);
  });
});

describe('trouble with a camera', () => {
  it.each([
    ['NotAllowedError', 'denied'],
    ['SecurityError', 'denied'],
    ['NotReadableError', 'busy'],
    ['AbortError', 'busy'],
    ['NotFoundError', 'none'],
    ['OverconstrainedError', 'none'],
  ])('%s is %s', (name, trouble) => {
    expect(cameraTrouble(new DOMException('', name))).toBe(trouble);
  });

  it('is that there is none where the browser has no way to ask', () => {
    expect(cameraTrouble(new TypeError('mediaDevices is undefined'))).toBe('none');
  });
});
