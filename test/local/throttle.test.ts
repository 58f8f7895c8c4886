import { describe, expect, it } from 'vitest';
import { makeClock } from '../../local/clock.ts';
import { makeThrottle } from '../../local/gateway/throttle.ts';

const slow = { routeKey: 'GET /slow', functionArn: 'f', throttle: { ratePerSecond: 2, burst: 3 } };
const other = { ...slow, routeKey: 'GET /other' };
const free = { routeKey: 'GET /free', functionArn: 'f' };

function stoppedClock(): ReturnType<typeof makeClock> {
  return makeClock(new SharedArrayBuffer(8), () => 1_000_000);
}

function taken(passes: ReturnType<typeof makeThrottle>, route: typeof slow, count: number): number {
  return Array.from({ length: count }, () => passes(route)).filter(Boolean).length;
}

describe('the throttle of a route', () => {
  it('lets a burst pass, then nothing until time goes by', () => {
    const clock = stoppedClock();
    const passes = makeThrottle(clock);
    expect(taken(passes, slow, 10)).toBe(3);
    clock.advance(0.5);
    expect(taken(passes, slow, 10)).toBe(1);
  });

  it('fills no further than the burst', () => {
    const clock = stoppedClock();
    const passes = makeThrottle(clock);
    taken(passes, slow, 3);
    clock.advance(3600);
    expect(taken(passes, slow, 10)).toBe(3);
  });

  it('counts each route for itself, and a route without one never', () => {
    const passes = makeThrottle(stoppedClock());
    expect(taken(passes, slow, 10)).toBe(3);
    expect(taken(passes, other, 10)).toBe(3);
    expect(Array.from({ length: 100 }, () => passes(free)).every(Boolean)).toBe(true);
  });
});
