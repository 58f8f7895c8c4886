import { expect, test } from 'vitest';
import { shopperId, storeId } from '../../../lambdas/domain/ids.ts';
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

test.each(['voucher', 'coupon', 'give a try back'])(
  'a reading that fails beside the count (%s) leaves no right PIN counted, and a wrong one counted',
  async about => {
    const { tables, wish, counted } = settle();
    const failing: Wire = async (call, effect) => {
      if (call.about.startsWith(about)) throw new Error('away');
      return effect();
    };
    const flows = openFlows(tables, failing, newUlid);
    const away = about === 'give a try back' ? 0 : 6;
    for (let turn = 0; turn < away; turn += 1) await expect(flows.onPhone(wish(pin))).rejects.toThrow('away');
    expect(counted()).toBe(0);
    await flows.onPhone(wish('0000')).catch(() => undefined);
    expect(counted()).toBe(1);
    const other = await flows.onPhone(wish('0000', shopperId('shp_other'))).catch(() => undefined);
    expect(other?.['refused' as never]).toBe(about === 'voucher' ? undefined : 'voucher.not_found');
    expect(counted()).toBe(about === 'coupon' ? 1 : 2);
  },
);

test('nobody is answered while a try is being counted', async () => {
  const { tables, wish } = settle();
  let isCounted = false;
  const slow: Wire = async (call, effect) => {
    if (call.about.startsWith('voucher')) throw new Error('away');
    if (call.about !== 'count a try') return effect();
    await new Promise(resolve => setTimeout(resolve, 20));
    isCounted = true;
    return effect();
  };
  await expect(openFlows(tables, slow, newUlid).onPhone(wish(pin))).rejects.toThrow('away');
  expect(isCounted).toBe(true);
});

test('at no store nothing is counted, and a ticket of somebody else is told first', async () => {
  const { tables, wish, counted } = settle();
  const flows = openFlows(tables, sound, newUlid);
  const nowhere = { ...wish(pin), storeId: storeId('str_none') };
  expect(await flows.onPhone(nowhere)).toMatchObject({ refused: 'store.not_found' });
  expect(await flows.onPhone({ ...nowhere, shopperId: shopperId('shp_other') })).toMatchObject({
    refused: 'voucher.not_found',
  });
  expect(counted()).toBe(0);
});
