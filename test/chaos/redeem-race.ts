import type { System } from '../../local/system.ts';
import type { Answered, BrowserLike } from '../journeys/browser-like.ts';
import { makeCoupon, makeStore, openConsole } from '../journeys/people.ts';
import { join, redeem, take } from './crowd.ts';

/** What a race over one voucher came to; `mostBusy` counts the environments of a function at work at one moment. */
export type Race = { readonly answers: readonly Answered[]; readonly mostBusy: number };

/** A voucher in somebody's wallet and a store where it is good. */
export async function settle(system: System) {
  const console = await openConsole(system.origin);
  const [storeId, couponId] = [await makeStore(console), await makeCoupon(console, { public: true })];
  const holder = await join(system, false);
  return { console, storeId, couponId, holder, ...(await take(holder, couponId)) };
}

/** Runs attempts at once and watches how many environments of a function work at the same time. */
export async function raceOn(
  system: System,
  functionName: string,
  attempts: readonly (() => Promise<Answered>)[],
): Promise<Race> {
  let mostBusy = 0;
  const look = setInterval(() => {
    const stats = system.functions.stats().find(({ function: name }) => name.endsWith(`-${functionName}`));
    mostBusy = Math.max(mostBusy, stats?.inUse ?? 0);
  }, 2);
  const answers = await Promise.all(attempts.map(attempt => attempt()));
  clearInterval(look);
  return { answers, mostBusy };
}

/** Many parallel redemptions of one voucher by its holder. */
export function redeemManyTimes(
  system: System,
  wish: { holder: BrowserLike; voucherId: string; storeId: string },
  times: number,
): Promise<Race> {
  const attempt = () => redeem(wish.holder, wish.voucherId, wish.storeId);
  return raceOn(
    system,
    'shopper-redeem',
    Array.from({ length: times }, () => attempt),
  );
}

/** How often a voucher that is good once was redeemed: the check that the planted defect must not pass. */
export const timesRedeemed = ({ answers }: Race): number =>
  answers.filter(({ status }) => status === 201).length;
