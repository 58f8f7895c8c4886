import type { Coupon } from '../lambdas/domain/coupon.ts';
import type { Dynamo, Item, Write } from '../lambdas/aws/dynamo.ts';
import { somebody } from '../test/contracts/people.ts';
import { someCoupon, someStore } from '../test/contracts/redeemers.ts';
import { inBatches } from '../test/chaos/crowd.ts';
import { openEngineCounter, openEngineLedger } from '../test/chaos/engine-ledger.ts';
import { openEngineTables } from '../test/chaos/engine-tables.ts';
import type { Figure } from './table.ts';

const stores = 100;
const redemptions = 1000;
const dayMs = 86_400_000;

const keyOf = (write: Write): Item => {
  const { Put, Update, Delete, ConditionCheck } = write;
  return Put?.Item ?? (Update ?? Delete ?? ConditionCheck)?.Key ?? {};
};

const textOf = (key: unknown) => (typeof key === 'string' ? key : '');
const nameOf = ({ pk, sk }: Item): string => `${textOf(pk)} ${textOf(sk)}`;

/** Notes the item of every write and of every check in a transaction, which holds its item as a write does. */
function noting(dynamo: Dynamo, noted: string[]): Dynamo {
  return {
    ...dynamo,
    transact: async (writes, isWorthwhile) => {
      const outcome = await dynamo.transact(writes, isWorthwhile);
      if (outcome.ok) noted.push(...writes.map(write => nameOf(keyOf(write))));
      return outcome;
    },
    update: input => {
      noted.push(nameOf(input.Key ?? {}));
      return dynamo.update(input);
    },
    put: (table, item, condition) => {
      noted.push(nameOf(item));
      return dynamo.put(table, item, condition);
    },
  };
}

/** How often each item is written by a thousand redemptions over a hundred stores: as often a second at that rate. */
async function writesOf(wish: Partial<Coupon>): Promise<Map<string, number>> {
  const tables = await openEngineTables();
  try {
    const noted: string[] = [];
    const ledger = openEngineLedger({ ...tables, dynamo: noting(tables.dynamo, noted) });
    const places = await Promise.all(Array.from({ length: stores }, () => ledger.open(someStore())));
    const times = { validFromMs: Date.now() - dayMs, validUntilMs: Date.now() + dayMs };
    const coupon = someCoupon({ ...times, ...wish });
    await ledger.coupons.create(coupon, undefined);
    const vouchers = await inBatches(Array.from({ length: redemptions }), 16, () =>
      ledger.issue(coupon, somebody()),
    );
    noted.length = 0;
    await inBatches([...vouchers.entries()], 4, async ([place, voucher]) => {
      const store = places[place % stores];
      if (store === undefined) throw new Error('there is no store');
      const way = { by: place % 2 === 0 ? 'till' : 'pin', tablet: 0, patienceMs: 0 } as const;
      const { answer } = await openEngineCounter(ledger, store, voucher).redeem(way, `spread-${place}`);
      if (answer !== 'ok') throw new Error(`a redemption was answered ${String(answer)}`);
    });
    const counts = new Map<string, number>();
    for (const name of noted) counts.set(name, (counts.get(name) ?? 0) + 1);
    return counts;
  } finally {
    await tables.close();
  }
}

const most = (counts: ReadonlyMap<string, number>, isMeant: (name: string) => boolean) =>
  Math.max(0, ...[...counts].filter(([name]) => isMeant(name)).map(([, count]) => count));

/**
 * Writes of one item a second at a thousand redemptions a second spread over a hundred stores: counted over a thousand
 * redemptions. The row of a coupon's total is the one that meets them all, and is there only where a total is set.
 */
export async function measureSpread(): Promise<Figure[]> {
  const plain = await writesOf({});
  const limited = await writesOf({ totalLimit: 5000, perStoreDayLimit: 50, exclusiveGroup: 'autumn' });
  const isTotal = (name: string) => name.endsWith(' TOTAL');
  const isGate = (name: string) => name.includes(' GATE#');
  const goal = 200;
  const unit = '/s';
  return [
    { what: 'a plain coupon: busiest item', value: most(plain, () => true), unit, goal },
    { what: 'of it: busiest gate of its stop (checks)', value: most(plain, isGate), unit, goal },
    {
      what: 'one with all limits: busiest item but its total',
      value: most(limited, name => !isTotal(name)),
      unit,
      goal,
    },
    { what: 'the row of its total', value: most(limited, isTotal), unit },
    {
      what: 'rows of totals where none is set',
      value: [...plain.keys()].filter(isTotal).length,
      unit: '',
      goal: 0,
    },
  ];
}
