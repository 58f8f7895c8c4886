import type { Decision } from '../../lambdas/domain/decision.ts';

/** When the first record of a made-up hour is, in milliseconds: on the hour. */
const hourAtMs = Date.UTC(2026, 10, 23, 9);

/** A record of a made-up hour: the message to `id` after `minute` minutes, sent unless `about` says otherwise. */
export function sendRecord(id: string, minute: number, about: Partial<Decision> = {}): Decision {
  return {
    at: new Date(hourAtMs + minute * 60_000).toISOString(),
    kind: 'start',
    decision: 'allow',
    result: 'sent',
    rules: '',
    noted: '',
    number: `number-${id}`,
    browser: `browser-${id}`,
    address: 'address',
    prefix: `prefix-${id}`,
    country: 'JP',
    abroad: false,
    known: false,
    proof: false,
    challengeId: id,
    parts: 1,
    ...about,
  };
}

/** A record of a code that was typed for `id`: the right one, unless `about` says otherwise. */
export const checkRecord = (id: string, minute: number, about: Partial<Decision> = {}): Decision =>
  sendRecord(id, minute, { kind: 'check', result: 'verified', ...about });
