import { ulid } from 'ulid';
import { expect, test } from 'vitest';
import { velocitiesOf } from '../../lambdas/domain/attempt.ts';
import { holdMs } from '../../lambdas/domain/hold.ts';
import { attemptId, holdId, type SecretHash } from '../../lambdas/domain/ids.ts';
import type { Store } from '../../lambdas/domain/store.ts';
import type { Ledger } from './open-ledger.ts';
import { noonMs } from './people.ts';
import { aRedemption, someCoupon, someSession, someStore, voucherOf } from './redeemers.ts';

async function settle(ledger: Ledger, perPersonLimit = 1) {
  const coupon = someCoupon({ perPersonLimit });
  const voucher = voucherOf(coupon);
  await ledger.put(coupon, [voucher]);
  return { coupon, voucher, store: someStore() };
}

const holdOf = (session: SecretHash, { storeId }: Store, nowMs = noonMs) => ({
  holdId: holdId(`hld_${ulid()}`),
  session,
  storeId,
  untilMs: nowMs + holdMs,
});

/** What every keeper of holds does. */
export function holdBookContract(open: () => Ledger): void {
  test('a voucher that is held is nobody else’s to hold or redeem, on the phone or at a till', async () => {
    const ledger = open();
    const { coupon, voucher, store } = await settle(ledger);
    const [mine, theirs] = [someSession(), someSession()];
    const hold = holdOf(mine, store);
    expect(await ledger.holds.hold(voucher, hold, noonMs)).toEqual({ kind: 'held' });
    const moved = { kind: 'voucher_moved', voucher: { state: 'held', hold } };
    expect(await ledger.holds.hold(voucher, holdOf(theirs, store), noonMs)).toMatchObject(moved);
    const redeem = (session: SecretHash | undefined) =>
      ledger.redemptions.redeem(voucher, coupon, aRedemption({ voucher, store }), {
        replay: undefined,
        session,
      });
    expect(await redeem(theirs)).toMatchObject(moved);
    expect(await redeem(undefined)).toMatchObject(moved);
    expect(await redeem(mine)).toMatchObject({ kind: 'redeemed' });
    const used = await ledger.voucher(voucher);
    expect([used?.state, used?.hold]).toEqual(['redeemed', undefined]);
    expect((await ledger.holds.hold(voucher, holdOf(mine, store), noonMs)).kind).toBe('voucher_moved');
  });

  test('a hold that is over holds nothing, and its own session takes it anew before', async () => {
    const ledger = open();
    const { coupon, voucher, store } = await settle(ledger);
    const [mine, theirs] = [someSession(), someSession()];
    await ledger.holds.hold(voucher, holdOf(mine, store), noonMs);
    const again = holdOf(mine, store, noonMs + 1000);
    expect(await ledger.holds.hold(voucher, again, noonMs + 1000)).toEqual({ kind: 'held' });
    const late = again.untilMs;
    const taken = await ledger.holds.hold(voucher, holdOf(theirs, store, late), late - 1);
    expect(taken.kind).toBe('voucher_moved');
    expect(await ledger.holds.hold(voucher, holdOf(theirs, store, late), late)).toEqual({ kind: 'held' });
    const phone = aRedemption({ voucher, store }, 'store-pin', late + holdMs);
    expect(
      await ledger.redemptions.redeem(voucher, coupon, phone, { replay: undefined, session: undefined }),
    ).toMatchObject({ kind: 'redeemed' });
  });

  test('a hold is let go of by its own session and by its own name', async () => {
    const ledger = open();
    const { voucher, store } = await settle(ledger);
    const [mine, theirs] = [someSession(), someSession()];
    const [old, hold] = [holdOf(mine, store), holdOf(mine, store)];
    await ledger.holds.hold(voucher, old, noonMs);
    await ledger.holds.hold(voucher, hold, noonMs);
    expect(await ledger.holds.release(voucher, { ...hold, session: theirs })).toBe(false);
    expect(await ledger.holds.release(voucher, old)).toBe(true);
    expect((await ledger.voucher(voucher))?.state).toBe('held');
    expect(await ledger.holds.release(voucher, hold)).toBe(true);
    expect(await ledger.holds.release(voucher, hold)).toBe(true);
    const free = await ledger.voucher(voucher);
    expect([free?.state, free?.hold]).toEqual(['issued', undefined]);
  });

  test('an undo of an earlier use leaves a hold as it is', async () => {
    const ledger = open();
    const { coupon, voucher, store } = await settle(ledger, 2);
    const used = aRedemption({ voucher, store });
    await ledger.redemptions.redeem(voucher, coupon, used, { replay: undefined, session: undefined });
    const hold = holdOf(someSession(), store);
    await ledger.holds.hold(voucher, hold, noonMs);
    const undo = { reason: '打ち間違い', atMs: noonMs, replay: undefined };
    expect(await ledger.redemptions.undo(used, coupon, undo)).toBe('undone');
    const left = await ledger.voucher(voucher);
    expect([left?.state, left?.uses, left?.hold]).toEqual(['held', 0, hold]);
  });
}

/** What every keeper of refused attempts does. */
export function attemptBookContract(open: () => Ledger): void {
  test('attempts are found by store, newest first, and no more than asked for', async () => {
    const { attempts } = open();
    const [here, there] = [someStore(), someStore()];
    const note = async ({ storeId }: Store, atMs: number) => {
      const id = attemptId(`att_${ulid(atMs)}`);
      await attempts.note({ attemptId: id, storeId, reason: 'voucher.held', by: 'till', atMs });
    };
    for (const [place, atMs] of [
      [here, 1],
      [there, 2],
      [here, 3],
      [here, 2],
    ] as const)
      await note(place, noonMs + atMs);
    const times = async (limit: number) =>
      (await attempts.newest(here.storeId, limit)).map(({ atMs }) => atMs - noonMs);
    expect(await times(10)).toEqual([3, 2, 1]);
    expect(await times(2)).toEqual([3, 2]);
  });

  test('a counter counts to its most and no further', async () => {
    const { attempts } = open();
    const place = { storeId: someStore().storeId, atMs: noonMs };
    const counter = velocitiesOf(place, someSession()).at(0);
    if (counter === undefined) throw new Error('nothing is counted');
    const counted = [];
    for (let turn = 0; turn < 4; turn += 1) counted.push(await attempts.count({ ...counter, max: 3 }));
    expect(counted).toEqual([1, 2, 3, undefined]);
  });
}
