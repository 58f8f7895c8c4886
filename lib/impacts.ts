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
  registers: {
    name: 'Registers',
    sentence: 'The registers get no new root: what was written since the last one could be changed unseen.',
  },
  sending: {
    name: 'Sending',
    sentence: 'Campaign messages are late or stopped, and what depends on time no longer moves.',
  },
} as const satisfies Record<string, Impact>;
