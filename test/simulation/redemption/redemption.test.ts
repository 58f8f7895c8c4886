import { expect, test } from 'vitest';
import { plantedBugs } from './planted-bugs.ts';
import { simulate, type Outcome } from './simulate.ts';
import type { RunWish } from './world.ts';

const histories = 10_000;
const asked = process.env['HISTORY'];

/** What one says about a run that broke something. */
const report = ({ seed, broke }: Outcome) =>
  `history ${seed}: ${broke.join('; ')}\nHISTORY=${seed} npx vitest run test/simulation/redemption replays it`;

/** The first seed for which a defect shows as what it is, of those that a sound ledger is tried with. */
async function firstSeed(wish: Omit<RunWish, 'seed'>, says: RegExp): Promise<number | undefined> {
  for (let seed = 0; seed < histories; seed += 1) {
    const { broke } = await simulate({ ...wish, seed });
    if (broke.some(text => says.test(text))) return seed;
  }
  return undefined;
}

if (asked === undefined) {
  test(`${histories} histories of phones and tills: each has an order, and limits equal the ledger`, async () => {
    const startedAt = performance.now();
    const totals: Record<string, number> = {};
    for (let seed = 0; seed < histories; seed += 1) {
      const outcome = await simulate({ seed });
      expect(outcome.broke, report(outcome)).toEqual([]);
      for (const { call, answer = 'unanswered' } of outcome.history) {
        const name = call.kind === 'look' ? 'look' : `${call.kind} ${answer}`;
        totals[name] = (totals[name] ?? 0) + 1;
      }
    }
    console.log(`${histories} histories in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`, totals);
    const often = ['redeem ok', 'undo ok', 'hold ok', 'release ok', 'redeem unanswered', 'undo unanswered'];
    const why = ['already_redeemed', 'held'].map(code => `redeem voucher.${code}`);
    const limits = ['used_up', 'store_day_limit', 'group_used', 'stopped'].map(
      code => `redeem coupon.${code}`,
    );
    for (const name of [...often, ...why, ...limits])
      expect(totals[name], `histories without “${name}” prove little`).toBeGreaterThan(200);
  }, 120_000);

  test.each(plantedBugs)(
    'a ledger that %s is found out',
    async (name, planted, says) => {
      const seed = await firstSeed({ planted }, says);
      console.log(`it ${name}: found in history ${String(seed)}`);
      expect(seed).toBeDefined();
    },
    60_000,
  );

  test('a seed replays the same run, step by step', async () => {
    const wish = { seed: 4711, traced: true };
    const [first, second] = [await simulate(wish), await simulate(wish)];
    expect(first.trace.length).toBeGreaterThan(20);
    expect(second.trace).toEqual(first.trace);
  });
} else {
  test(`history ${asked} has an order`, async () => {
    const outcome = await simulate({ seed: Number(asked), traced: true });
    console.log(outcome.trace.join('\n'));
    expect(outcome.broke, report(outcome)).toEqual([]);
  });
}
