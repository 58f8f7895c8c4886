import { expect, test } from 'vitest';
import { secretHash, shopperId, storeId } from '../../../lambdas/domain/ids.ts';
import { isRefusal } from '../../../lambdas/domain/refusal.ts';
import { makeRedemptionStore } from '../../fakes/redemption-store.ts';
import type { Wire } from '../../fakes/wire.ts';
import { makeRandom } from '../random.ts';
import { openFlows } from './flows.ts';
import { drawScene, pin, startMs } from './scene.ts';

const here = storeId('str_0');
const sound: Wire = async (_call, effect) => effect();
let ids = 0;
const newUlid = () => `id${(ids += 1)}`;

/** A shopper with a ticket, and what they send with a PIN. */
function settle() {
  const tables = makeRedemptionStore();
  const [ticket] = drawScene(makeRandom(1), tables).tickets;
  if (ticket === undefined) throw new Error('nobody has a ticket');
  const wish = (typed: string, shopper = ticket.shopperId) => ({
    voucherId: ticket.voucherId,
    shopperId: shopper,
    session: ticket.session,
    storeId: here,
    proof: { kind: 'store-pin', pin: typed } as const,
    replay: undefined,
    nowMs: startMs,
  });
  const counted = () => [...tables.tries.values()].reduce((sum, { size }) => sum + size, 0);
  return { tables, wish, counted };
}

test('a wrong PIN counts, also one at a time when everything is lost but the count', async () => {
  const { tables, wish, counted } = settle();
  const flows = openFlows(tables, sound, newUlid);
  for (let turn = 1; turn <= 5; turn += 1) {
    expect(await flows.onPhone(wish('0000'))).toMatchObject({ refused: 'store.pin_mismatch' });
    expect(counted()).toBe(turn);
  }
  expect(await flows.onPhone(wish(pin))).toMatchObject({ refused: 'store.pin_locked' });
});

test('who asks for another’s ticket has tried nothing, with a right PIN or a wrong one', async () => {
  const { tables, wish, counted } = settle();
  const flows = openFlows(tables, sound, newUlid);
  for (let turn = 0; turn < 6; turn += 1)
    for (const typed of ['0000', pin])
      expect(await flows.onPhone(wish(typed, shopperId('shp_other')))).toEqual(
        expect.objectContaining({ refused: 'voucher.not_found' }),
      );
  expect(counted()).toBe(0);
  expect(isRefusal(await flows.onPhone(wish(pin)))).toBe(false);
  expect(counted()).toBe(0);
});

test.each(['before', 'after'] as const)(
  'a right PIN whose redemption fails %s it is written leaves no try behind',
  async when => {
    const { tables, wish, counted } = settle();
    let isCounted = false;
    const failing: Wire = async (call, effect) => {
      if (call.verb !== 'transact') return effect();
      isCounted = counted() === 1;
      if (when === 'after') effect();
      throw new Error('nobody heard of it');
    };
    await expect(openFlows(tables, failing, newUlid).onPhone(wish(pin))).rejects.toThrow('nobody');
    expect([isCounted, counted()]).toEqual([true, 0]);
  },
);

test('a coupon that was stopped elsewhere is refused as stopped, whatever this function remembers of it', async () => {
  const { tables, wish } = settle();
  const memory = new Map();
  const calls: string[] = [];
  const counting: Wire = async (call, effect) => {
    calls.push(`${call.verb} ${call.about}`);
    return effect();
  };
  const flows = openFlows(tables, counting, newUlid, memory);
  expect(await flows.onPhone(wish('0000'))).toMatchObject({ refused: 'store.pin_mismatch' });
  const [id] = [...memory.keys()];
  tables.stops.set(id, { atMs: startMs, message: { ja: '終わりました' } });
  const day = 86_400_000;
  const late = { ...wish(pin), nowMs: startMs + 40 * day, session: secretHash('later') };
  expect(await flows.onPhone(late)).toMatchObject({ refused: 'coupon.stopped' });
  expect(await flows.onPhone(wish(pin))).toMatchObject({ refused: 'coupon.stopped' });
  expect(calls.filter(call => call.startsWith('transact'))).toEqual([]);
});

test('a stop that only the transaction knows of is told, and known from then on', async () => {
  const { tables, wish } = settle();
  const memory = new Map();
  let transactions = 0;
  const counting: Wire = async (call, effect) => {
    if (call.verb === 'transact') transactions += 1;
    return effect();
  };
  const flows = openFlows(tables, counting, newUlid, memory);
  await flows.onPhone(wish('0000'));
  const [id] = [...memory.keys()];
  tables.stops.set(id, { atMs: startMs, message: undefined });
  expect(await flows.onPhone(wish(pin))).toMatchObject({ refused: 'coupon.stopped' });
  expect(transactions).toBe(1);
  expect(await flows.onPhone(wish(pin))).toMatchObject({ refused: 'coupon.stopped' });
  expect(transactions).toBe(1);
});
