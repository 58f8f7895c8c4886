import { somebody } from '../test/contracts/people.ts';
import { someCoupon, someStore } from '../test/contracts/redeemers.ts';
import { inBatches } from '../test/chaos/crowd.ts';
import { openEngineCounter, openEngineLedger } from '../test/chaos/engine-ledger.ts';
import { openEngineTables } from '../test/chaos/engine-tables.ts';
import { drawWay, hold, makeRecorder, redeem, undo } from '../test/chaos/ledger-clients.ts';
import { countOps, whyNoOrder } from '../test/chaos/ledger-order.ts';
import { readLedger, whatDiffers } from '../test/chaos/ledger-rows.ts';
import { makeRandom } from '../test/simulation/random.ts';
import type { Figure } from './table.ts';

const times = 10_000;
const clients = 200;
const dayMs = 86_400_000;

/**
 * Ten thousand redemptions of one voucher by two hundred clients, over all three tills, among undos and holds: real flows,
 * adapters and transactions in this process, and the whole history put in order afterwards.
 */
export async function measureCrowd(): Promise<Figure[]> {
  const tables = await openEngineTables();
  try {
    const ledger = openEngineLedger(tables);
    const store = await ledger.open(someStore());
    const coupon = someCoupon({ validFromMs: Date.now() - dayMs, validUntilMs: Date.now() + dayMs });
    await ledger.coupons.create(coupon, undefined);
    const voucher = await ledger.issue(coupon, somebody());
    const counter = openEngineCounter(ledger, store, voucher);
    const random = makeRandom(10_000);
    const recorder = makeRecorder();
    const before = performance.now();
    await inBatches(Array.from({ length: times }), clients, async () => {
      const way = drawWay(random, 0);
      if (random.chance(0.25)) await undo(recorder, counter, way, random, 9);
      if (way.by === 'till' && random.chance(0.3)) await hold(recorder, counter, way, random);
      return redeem(recorder, counter, way, 9);
    });
    const tookMs = performance.now() - before;
    const counts = countOps(recorder.ops);
    const rows = await readLedger(tables.engine, tables);
    const standing = rows.rows.filter(({ undone }) => !undone).length;
    const no = whyNoOrder(recorder, { voucherId: voucher.voucherId, perPerson: 1 }, rows.rows);
    const unlike = whatDiffers(rows).length;
    return [
      { what: `requests of ${clients} clients at one voucher`, value: recorder.ops.length, unit: 'calls' },
      {
        what: 'of them redeemed, and all but the last undone',
        value: counts['redeem ok'] ?? 0,
        unit: 'uses',
      },
      { what: 'in force in the end', value: standing, unit: 'uses', goal: 1 },
      {
        what: 'answers that no order explains',
        value: no === undefined ? 0 : no.stuck.length,
        unit: '',
        goal: 0,
      },
      { what: 'limits and vouchers unlike the ledger', value: unlike, unit: '', goal: 0 },
      { what: 'requests a second, in one process', value: recorder.ops.length / (tookMs / 1000), unit: '/s' },
    ];
  } finally {
    await tables.close();
  }
}
