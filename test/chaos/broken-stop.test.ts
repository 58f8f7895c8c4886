import { expect, test } from 'vitest';
import { makeCouponBook } from '../../lambdas/aws/dynamo-catalogue.ts';
import type { Dynamo } from '../../lambdas/aws/dynamo.ts';
import { secretHash } from '../../lambdas/domain/ids.ts';
import { isRefusal } from '../../lambdas/domain/refusal.ts';
import { somebody } from '../contracts/people.ts';
import { someCoupon, someStore } from '../contracts/redeemers.ts';
import { openEngineCounter, openEngineLedger } from './engine-ledger.ts';
import { openEngineTables } from './engine-tables.ts';

/** A Dynamo whose function dies after its first write. */
function dyingAfterOne(dynamo: Dynamo): Dynamo {
  let writes = 0;
  return {
    ...dynamo,
    update: input => ((writes += 1) > 1 ? Promise.reject(new Error('died')) : dynamo.update(input)),
  };
}

test.each([
  ['with a total', { totalLimit: 1000 }],
  ['without one', {}],
])(
  'a stop %s that broke off stops the tills at once, and a phone half a minute later',
  async (_how, limit) => {
    const tables = await openEngineTables();
    const ledger = openEngineLedger(tables);
    const nowMs = Date.now();
    const coupon = someCoupon({ validFromMs: nowMs - 1e6, validUntilMs: nowMs + 1e9, ...limit });
    const store = await ledger.open(someStore());
    await ledger.coupons.create(coupon, undefined);
    const issue = async () => ledger.issue(coupon, somebody());
    const way = { tablet: 0, patienceMs: 0 };
    const warm = openEngineCounter(ledger, store, await issue());
    expect(await warm.redeem({ ...way, by: 'pin' }, 'first')).toMatchObject({ answer: 'ok' });
    const breaking = makeCouponBook(dyingAfterOne(tables.dynamo), tables);
    await expect(breaking.stop(coupon, { atMs: nowMs, message: undefined })).rejects.toThrow('died');
    const till = openEngineCounter(ledger, store, await issue());
    expect(await till.redeem({ ...way, by: 'till' }, 'second')).toEqual({ answer: 'coupon.stopped' });
    const { voucherId, shopperId } = await issue();
    const late = await ledger.onPhone({
      shopperId,
      voucherId,
      storeId: store.storeId,
      session: secretHash('late'),
      proof: { kind: 'store-pin', pin: '2468' },
      replay: undefined,
      nowMs: Date.now() + 30_000,
    });
    expect(isRefusal(late) && late.refused).toBe('coupon.stopped');
    await tables.close();
  },
);
