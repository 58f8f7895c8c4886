import { custodyCodes, verifyingCodes, type JournalCode } from '../lambdas/journal.ts';
import type { FunctionName } from '../lambdas/settings.ts';

/** Whom a failure hurts, in one sentence; `name` is the metric that failures are counted under. */
export type Impact = { readonly name: string; readonly sentence: string };

/**
 * One row, one failure metric, one alarm. Functions whose failure hurts the same people share a row, which keeps
 * the alarms within the ten that cost nothing (DESIGN §10).
 */
export const impacts = {
  verifying: {
    name: 'Verifying',
    sentence: 'New shoppers cannot prove their number: codes are not sent or not accepted.',
  },
  wallet: {
    name: 'Wallet',
    sentence: 'Shoppers cannot see their coupons, take a public one, or withdraw their consent.',
  },
  redeeming: {
    name: 'Redeeming',
    sentence: 'A shopper stands at the till and the coupon cannot be redeemed.',
  },
  console: {
    name: 'Console',
    sentence: 'Marketers cannot make coupons, or start, pause and watch campaigns.',
  },
  desk: {
    name: 'Desk',
    sentence:
      'The custodian cannot answer a shopper who asks about the own number, and the registers cannot be read.',
  },
  custody: {
    name: 'Custody',
    sentence:
      'Shoppers are told who may read their number and how that is kept; just now it is not kept up or not proven.',
  },
  sending: {
    name: 'Sending',
    sentence: 'Campaign messages are late or stopped, and what depends on time no longer moves.',
  },
} as const satisfies Record<string, Impact>;

/** Journal codes that say that people are hurt although nothing failed: in whose log they stand, and whom they hurt. */
export const sayings = [
  {
    name: 'Custody',
    impact: impacts.custody,
    codes: custodyCodes,
    functions: ['custodian-desk', 'custodian-rotate', 'custodian-archive'],
  },
  {
    name: 'Held',
    impact: impacts.verifying,
    codes: verifyingCodes,
    functions: ['shopper-verify'],
  },
] as const satisfies readonly {
  name: string;
  impact: Impact;
  codes: readonly JournalCode[];
  functions: readonly FunctionName[];
}[];
