import { expect, test } from 'vitest';
import type { Coupon } from '../../lambdas/domain/coupon.ts';
import { storeDayOf } from '../../lambdas/domain/redemption-limits.ts';
import type { Asking, Redemption } from '../../lambdas/domain/redemption.ts';
import type { Store } from '../../lambdas/domain/store.ts';
import type { Voucher } from '../../lambdas/domain/voucher.ts';
import type { Ledger } from './open-ledger.ts';
import { noonMs, somebody } from './people.ts';
import { aRedemption, someCampaignId, someCoupon, someKey, someStore, voucherOf } from './redeemers.ts';

const plain: Asking = { replay: undefined, session: undefined };
const undoing = { reason: '打ち間違い', atMs: noonMs + 1000, replay: undefined };

/** Vouchers of a coupon in the books, and a store to use them at. */
async function settle(
  ledger: Ledger,
  wish: Partial<Coupon> = {},
  holders: readonly Partial<Voucher>[] = [{}],
) {
  const coupon = someCoupon(wish);
  const vouchers = holders.map(holder => voucherOf(coupon, holder));
  await ledger.put(coupon, vouchers);
  return { coupon, vouchers, store: someStore() };
}

/** Redeems a voucher as it lies in the books now; answers the redemption and what came of it. */
async function use(
  ledger: Ledger,
  coupon: Coupon,
  place: Store,
  voucher: Voucher | undefined,
  asking = plain,
) {
  if (voucher === undefined) throw new Error('there is no voucher');
  const seen = (await ledger.voucher(voucher)) ?? voucher;
  const redemption = aRedemption({ voucher: seen, store: place });
  return { redemption, outcome: await ledger.redemptions.redeem(seen, coupon, redemption, asking) };
}

const done = { kind: 'redeemed' };
const refused = (code: string) => ({ kind: 'refused', refusal: { refused: code } });

/** What every keeper of redemptions does. */
export function redemptionBookContract(open: () => Ledger): void {
  test('a voucher is used once, and who comes second sees it as it is', async () => {
    const ledger = open();
    const { coupon, vouchers, store } = await settle(ledger);
    const [voucher = voucherOf(coupon)] = vouchers;
    const outcomes = await Promise.all(
      [1, 2].map(() => ledger.redemptions.redeem(voucher, coupon, aRedemption({ voucher, store }), plain)),
    );
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['redeemed', 'voucher_moved']);
    const second = outcomes.find(({ kind }) => kind === 'voucher_moved');
    expect(second).toMatchObject({ voucher: { state: 'redeemed', uses: 1, lastUse: { atMs: noonMs } } });
  });

  test('a person’s limit of three leaves two uses open, and refuses from what was seen before', async () => {
    const ledger = open();
    const { coupon, vouchers, store } = await settle(ledger, { perPersonLimit: 3 });
    const [voucher = voucherOf(coupon)] = vouchers;
    const states = [];
    for (let turn = 0; turn < 3; turn += 1) {
      expect((await use(ledger, coupon, store, voucher)).outcome).toMatchObject(done);
      states.push((await ledger.voucher(voucher))?.state);
    }
    expect(states).toEqual(['issued', 'issued', 'redeemed']);
    const stale = await ledger.redemptions.redeem(voucher, coupon, aRedemption({ voucher, store }), plain);
    expect(stale).toMatchObject({ kind: 'voucher_moved', voucher: { uses: 3 } });
  });

  test('a key answers the same again, even after an undo, and refuses another request', async () => {
    const ledger = open();
    const { coupon, vouchers, store } = await settle(ledger);
    const replay = someKey('voucher and store');
    const asking = { replay, session: undefined };
    expect(await ledger.redemptions.answered(replay)).toBeUndefined();
    const { redemption, outcome } = await use(ledger, coupon, store, vouchers[0], asking);
    expect(outcome).toMatchObject(done);
    const { redemptionId, atMs } = redemption;
    const first = { kind: 'repeated', redemption: { redemptionId, atMs } };
    expect(await ledger.redemptions.answered(replay)).toEqual(first);
    await ledger.redemptions.undo(redemption, coupon, undoing);
    expect((await use(ledger, coupon, store, vouchers[0], asking)).outcome).toEqual(first);
    const other = { replay: someKey('another request', replay.key), session: undefined };
    expect((await use(ledger, coupon, store, vouchers[0], other)).outcome).toMatchObject(
      refused('idempotency.key_reused'),
    );
    expect((await ledger.voucher(vouchers[0] ?? voucherOf(coupon)))?.state).toBe('issued');
  });

  test('a try goes back with the use it led to, and with no refusal', async () => {
    const ledger = open();
    const { coupon, vouchers, store } = await settle(ledger, { totalLimit: 1 }, [{}, {}]);
    const whose = { key: `tries of ${somebody()}`, max: 2, endsAtMs: noonMs + 900_000 };
    const count = (tryId: string) => ledger.tries.count({ ...whose, tryId });
    const redeem = async (tryId: string, voucher: Voucher | undefined) => {
      expect(await count(tryId)).toBe(true);
      const asking = { ...plain, tried: { ...whose, tryId } };
      return (await use(ledger, coupon, store, voucher, asking)).outcome;
    };
    expect(await redeem('first', vouchers[0])).toMatchObject(done);
    expect(await redeem('second', vouchers[1])).toMatchObject(refused('coupon.used_up'));
    expect([await count('third'), await count('fourth')]).toEqual([true, false]);
  });

  test('a try whose write is sent again counts once, and goes back once', async () => {
    const { tries } = open();
    const whose = { key: `tries of ${somebody()}`, max: 2, endsAtMs: noonMs + 900_000 };
    const count = (tryId: string) => tries.count({ ...whose, tryId });
    expect([await count('first'), await count('first'), await count('second')]).toEqual([true, true, true]);
    expect([await count('third'), await count('second')]).toEqual([false, true]);
    for (let turn = 0; turn < 2; turn += 1) await tries.giveBack({ ...whose, tryId: 'first' });
    await tries.giveBack({ ...whose, key: `${whose.key}, who never tried`, tryId: 'first' });
    expect([await count('third'), await count('fourth')]).toEqual([true, false]);
  });

  test('a total refuses whoever comes when it is used up, and an undo gives one place back', async () => {
    const ledger = open();
    const { coupon, vouchers, store } = await settle(ledger, { totalLimit: 2 }, [{}, {}, {}]);
    const [first, second, third] = vouchers;
    const { redemption } = await use(ledger, coupon, store, first);
    expect((await use(ledger, coupon, store, second)).outcome).toMatchObject(done);
    expect((await use(ledger, coupon, store, third)).outcome).toMatchObject(refused('coupon.used_up'));
    expect(await ledger.total(coupon)).toBe(2);
    expect(await ledger.redemptions.undo(redemption, coupon, undoing)).toBe('undone');
    expect(await ledger.total(coupon)).toBe(1);
    expect((await use(ledger, coupon, store, third)).outcome).toMatchObject(done);
    expect(await ledger.redemptions.find(store.storeId, redemption.redemptionId)).toMatchObject({
      undoneAtMs: undoing.atMs,
    });
  });

  test('a store’s day has its own count, on the store’s clock', async () => {
    const ledger = open();
    const { coupon, vouchers, store } = await settle(ledger, { perStoreDayLimit: 1 }, [{}, {}, {}]);
    const { redemption } = await use(ledger, coupon, store, vouchers[0]);
    expect(redemption.storeDay).toBe('2026-11-21');
    expect((await use(ledger, coupon, store, vouchers[1])).outcome).toMatchObject(
      refused('coupon.store_day_limit'),
    );
    expect((await use(ledger, coupon, someStore('America/Los_Angeles'), vouchers[1])).outcome).toMatchObject(
      done,
    );
    const [, , third = voucherOf(coupon)] = vouchers;
    const tomorrow = aRedemption({ voucher: third, store }, 'till', noonMs + 86_400_000);
    expect(await ledger.redemptions.redeem(third, coupon, tomorrow, plain)).toMatchObject(done);
    await ledger.redemptions.undo(redemption, coupon, undoing);
    const days = [noonMs, noonMs + 86_400_000].map(atMs => storeDayOf(store, atMs));
    const counts = days.map(day => ledger.onDay(coupon, store.storeId, day));
    expect(await Promise.all(counts)).toEqual([0, 1]);
  });

  test('of a group a person has one voucher in use, as often as it may be', async () => {
    const ledger = open();
    const holder = { shopperId: somebody() };
    const group = { exclusiveGroup: 'autumn', perPersonLimit: 2 };
    const one = await settle(ledger, group, [holder, {}]);
    const other = await settle(ledger, group, [holder]);
    const first = await use(ledger, one.coupon, one.store, one.vouchers[0]);
    const again = await use(ledger, one.coupon, one.store, one.vouchers[0]);
    expect(again.outcome).toMatchObject(done);
    const tryOther = () => use(ledger, other.coupon, other.store, other.vouchers[0]);
    expect((await tryOther()).outcome).toMatchObject(refused('coupon.group_used'));
    expect((await use(ledger, one.coupon, one.store, one.vouchers[1])).outcome).toMatchObject(done);
    await ledger.redemptions.undo(first.redemption, one.coupon, undoing);
    expect((await tryOther()).outcome).toMatchObject(refused('coupon.group_used'));
    await ledger.redemptions.undo(again.redemption, one.coupon, undoing);
    expect((await tryOther()).outcome).toMatchObject(done);
  });

  test('what has no room is told beforehand too', async () => {
    const ledger = open();
    const holder = { shopperId: somebody() };
    const limits = { totalLimit: 9, perStoreDayLimit: 9, exclusiveGroup: 'spring' };
    const { coupon, vouchers, store } = await settle(ledger, limits, [holder]);
    const tight = await settle(ledger, { ...limits, totalLimit: 1, exclusiveGroup: 'other' }, [{}, {}]);
    const why = (at: Coupon, voucher = voucherOf(at)) =>
      ledger.redemptions.whyNoRoom({ voucher, coupon: at, store }, noonMs);
    expect(await why(coupon, vouchers[0])).toBeUndefined();
    await use(ledger, coupon, store, vouchers[0]);
    await use(ledger, tight.coupon, store, tight.vouchers[0]);
    expect(await why(coupon, vouchers[0])).toBeUndefined();
    const sameGroup = someCoupon({ exclusiveGroup: 'spring' });
    expect(await why(sameGroup, voucherOf(sameGroup, holder))).toMatchObject({
      refused: 'coupon.group_used',
    });
    expect(await why(tight.coupon, tight.vouchers[1])).toMatchObject({ refused: 'coupon.used_up' });
  });

  test.each([{}, { totalLimit: 5 }])('a stop refuses what was read before it %j', async wish => {
    const ledger = open();
    const { coupon, vouchers, store } = await settle(ledger, wish, [{}, {}]);
    const { redemption } = await use(ledger, coupon, store, vouchers[0]);
    await ledger.stop(coupon, { atMs: noonMs, message: { ja: '終了しました' } });
    const { outcome } = await use(ledger, coupon, store, vouchers[1]);
    expect(outcome).toMatchObject({
      kind: 'refused',
      refusal: { refused: 'coupon.stopped', facts: { message: { ja: '終了しました' } } },
    });
    expect(await ledger.redemptions.undo(redemption, coupon, undoing)).toBe('undone');
  });

  test('nothing of somebody suspended is redeemed, and nothing is counted for it', async () => {
    const ledger = open();
    const { coupon, vouchers, store } = await settle(ledger, { totalLimit: 5 });
    const [voucher = voucherOf(coupon)] = vouchers;
    await ledger.suspend(voucher.shopperId);
    const { redemption, outcome } = await use(ledger, coupon, store, voucher);
    expect(outcome).toMatchObject(refused('shopper.suspended'));
    expect(await ledger.total(coupon)).toBe(0);
    expect(await ledger.redemptions.find(store.storeId, redemption.redemptionId)).toBeUndefined();
  });

  test('of undos at once one is made, and nothing is given back twice', async () => {
    const ledger = open();
    const { coupon, vouchers, store } = await settle(ledger, { totalLimit: 5, perStoreDayLimit: 5 });
    const { redemption } = await use(ledger, coupon, store, vouchers[0]);
    const undo = () => ledger.redemptions.undo(redemption, coupon, undoing);
    const outcomes = await Promise.all([undo(), undo(), undo()]);
    expect(outcomes.sort()).toEqual(['moved_meanwhile', 'moved_meanwhile', 'undone']);
    expect(await ledger.total(coupon)).toBe(0);
    expect(await ledger.onDay(coupon, store.storeId, redemption.storeDay ?? '')).toBe(0);
    expect(await ledger.voucher(vouchers[0] ?? voucherOf(coupon))).toMatchObject({
      state: 'issued',
      uses: 0,
    });
  });

  test('a delivery is marked as redeemed until the last of its redemptions is undone', async () => {
    const ledger = open();
    const campaign = someCampaignId();
    const { coupon, vouchers, store } = await settle(ledger, { perPersonLimit: 2 }, [
      { campaignId: campaign },
    ]);
    const [voucher = voucherOf(coupon)] = vouchers;
    const isMarked = () => ledger.isMarked(campaign, voucher.shopperId);
    const uses: Redemption[] = [];
    for (let turn = 0; turn < 2; turn += 1) uses.push((await use(ledger, coupon, store, voucher)).redemption);
    const marks = [await isMarked()];
    for (const redemption of uses) {
      await ledger.redemptions.undo(redemption, coupon, undoing);
      marks.push(await isMarked());
    }
    expect(marks).toEqual([true, true, false]);
  });
}
