import type { Door } from '../../lambdas/route.ts';
import { routes } from '../../lambdas/routes.ts';
import { rawCall, type RawAnswer } from './raw-call.ts';
import { samples, type RouteKey, type Sample, type Town } from './town.ts';

/** Who may knock at a route. */
export const doorOf = (key: RouteKey): Door =>
  routes.find(({ method, path }) => `${method} ${path}` === key)?.door ?? 'open';

/** Sends a route's good request, or another one there, with these headers. */
export function sendSample(
  town: Town,
  key: RouteKey,
  headers: Record<string, string>,
  { path, body, headers: own = {} }: Sample = samples[key](town),
): Promise<RawAnswer> {
  const { origin } = town;
  const method = key.split(' ')[0] ?? 'GET';
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  const from = method === 'GET' ? {} : { origin };
  const call = { method, path, headers: { ...json, ...from, ...own, ...headers } };
  return rawCall(origin, body === undefined ? call : { ...call, body: JSON.stringify(body) });
}
