import type { SecretHash } from './ids.ts';
import { hashOfSecret } from './pepper.ts';

/** What an Idempotency-Key remembers: whose it is and for what, a hash of the request, and until when. */
export type ReplayKey = {
  readonly key: SecretHash;
  readonly request: SecretHash;
  readonly atMs: number;
  readonly endsAtMs: number;
};

/** How long a key is remembered, in milliseconds: a day. */
const replayWindowMs = 86_400_000;

/** The key of one caller for one route; undefined when the caller sent none. */
export function replayKey(
  caller: string,
  route: string,
  key: string | undefined,
  request: unknown,
  nowMs: number,
): ReplayKey | undefined {
  if (key === undefined) return undefined;
  return {
    key: hashOfSecret(`${route}|${caller}|${key}`),
    request: hashOfSecret(JSON.stringify(request ?? null)),
    atMs: nowMs,
    endsAtMs: nowMs + replayWindowMs,
  };
}

/** What came of creating something under a key: made, made before (then `id` is the first one's), or another request. */
export type Creation<Id extends string> =
  | { readonly kind: 'created' }
  | { readonly kind: 'repeated'; readonly id: Id }
  | { readonly kind: 'key_reused' };
