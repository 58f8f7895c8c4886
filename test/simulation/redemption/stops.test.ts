import { expect, test } from 'vitest';
import { storeId } from '../../../lambdas/domain/ids.ts';
import type { CouponMemory } from '../../../lambdas/ledger/known-coupons.ts';
import { makeRedemptionStore } from '../../fakes/redemption-store.ts';
import type { Wire } from '../../fakes/wire.ts';
import { makeRandom } from '../random.ts';
import { openFlows } from './flows.ts';
import { drawScene, pin, startMs } from './scene.ts';

let ids = 0;
const newUlid = () => `id${(ids += 1)}`;

/** A function that knows a coupon, which somebody else stops then; what it sends, and how often it wrote. */
async function stopBehindIts({ message = undefined as { ja: string } | undefined, fails = '' } = {}) {
  const tables = makeRedemptionStore();
  const [ticket] = drawScene(makeRandom(1), tables).tickets;
  if (ticket === undefined) throw new Error('nobody has a ticket');
  const memory: CouponMemory = new Map();
  let transactions = 0;
  let isAway = false;
  const wire: Wire = async (call, effect) => {
    if (call.verb === 'transact') transactions += 1;
    if (isAway && fails !== '' && call.about.startsWith(fails)) throw new Error('away');
    return effect();
  };
  const flows = openFlows(tables, wire, newUlid, memory);
  const send = (nowMs = startMs, typed = pin) =>
    flows.onPhone({
      voucherId: ticket.voucherId,
      shopperId: ticket.shopperId,
      session: ticket.session,
      storeId: storeId('str_0'),
      proof: { kind: 'store-pin', pin: typed },
      replay: undefined,
      nowMs,
    });
  await send(startMs, '0000');
  for (const id of memory.keys()) tables.stops.set(id, { atMs: startMs, message });
  isAway = true;
  return { send, tables, ticket, transactions: () => transactions };
}

test('a stop that only the transaction knows of is told, and known from then on', async () => {
  const { send, transactions } = await stopBehindIts();
  expect(await send()).toMatchObject({ refused: 'coupon.stopped' });
  expect(transactions()).toBe(1);
  expect(await send()).toMatchObject({ refused: 'coupon.stopped' });
  expect(transactions()).toBe(1);
});

test('the stop is told before all else of the coupon and its holder, with its words', async () => {
  const message = { ja: '終わりました' };
  const late = await stopBehindIts({ message });
  expect(await late.send(startMs + 29_000)).toMatchObject({ refused: 'coupon.stopped', facts: { message } });
  const suspended = await stopBehindIts({ message });
  suspended.tables.suspended.add(suspended.ticket.shopperId);
  expect(await suspended.send()).toMatchObject({ refused: 'coupon.stopped' });
  expect(await suspended.send()).toMatchObject({ refused: 'coupon.stopped' });
});

test('where the coupon cannot be read a no stands, and is no error', async () => {
  const { send } = await stopBehindIts({ fails: 'coupon' });
  expect(await send()).toMatchObject({ refused: 'coupon.stopped' });
});
