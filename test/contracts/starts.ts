import { randomBytes } from 'node:crypto';
import type { Challenge } from '../../lambdas/domain/challenge.ts';
import { challengeId, secretHash, type SecretHash } from '../../lambdas/domain/ids.ts';
import { numberIndex, type NumberIndex } from '../../lambdas/domain/phone-number.ts';
import type { Bucket } from '../../lambdas/domain/send-rules.ts';
import type { SendRule } from '../../lambdas/domain/verification-rules.ts';

/** When everything begins, in milliseconds; the real time, since the local tables let items go by it. */
export const beginMs = Date.now();
const hourMs = 3_600_000;

const fresh = () => randomBytes(16).toString('base64url');

/** The hash of something nobody has seen before: a browser, a cookie, a key. */
export const someHash = (): SecretHash => secretHash(fresh());

/** The index of a number nobody has seen before. */
export const someIndex = (): NumberIndex => numberIndex(fresh());

/** A challenge that was just sent. */
export function someChallenge(wish: Partial<Challenge> = {}): Challenge {
  return {
    challengeId: challengeId(`chl_${fresh()}`),
    index: someIndex(),
    browser: someHash(),
    locale: 'ja',
    state: 'pending',
    tries: 0,
    sentAtMs: [beginMs],
    nextSendAtMs: beginMs + 30_000,
    expiresAtMs: beginMs + 300_000,
    ...wish,
  };
}

/** A counter of its own of a rule that denies from `atMost` on, unless told otherwise. */
export function someBucket(atMost: number, wish: Partial<SendRule> = {}, member?: string): Bucket {
  const id = wish.id ?? 'some-rule';
  const rule: SendRule = {
    id,
    per: 'number',
    windowSeconds: 3600,
    atMost,
    givesBack: 1,
    counts: 'sends',
    abroad: false,
    mode: 'deny',
    ...wish,
  };
  const bucket = { rule, key: `${id}#${fresh()}`, endsAtMs: beginMs + hourMs };
  return member === undefined ? bucket : { ...bucket, member };
}

/** A puzzle nobody has solved before. */
export const somePuzzle = () => ({ id: `pzl_${fresh()}`, endsAtMs: beginMs + 120_000 });
