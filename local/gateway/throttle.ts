import type { Clock } from '../clock.ts';
import type { RouteResource } from '../deployment.ts';

/** Lets a request of a route pass, or refuses it because its token bucket is empty. */
export type Throttle = (route: RouteResource) => boolean;

/** One token bucket per route, filled at its rate up to its burst, on the local clock. */
export function makeThrottle(clock: Clock): Throttle {
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  return ({ routeKey, throttle }) => {
    if (throttle === undefined) {
      return true;
    }
    const nowMs = clock.now();
    const bucket = buckets.get(routeKey) ?? { tokens: throttle.burst, atMs: nowMs };
    const refill = (Math.max(0, nowMs - bucket.atMs) / 1000) * throttle.ratePerSecond;
    const tokens = Math.min(throttle.burst, bucket.tokens + refill);
    const passes = tokens >= 1;
    buckets.set(routeKey, { tokens: passes ? tokens - 1 : tokens, atMs: nowMs });
    return passes;
  };
}
