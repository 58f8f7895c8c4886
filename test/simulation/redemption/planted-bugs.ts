import type { Coupon } from '../../../lambdas/domain/coupon.ts';
import type { Asking, RedemptionBook } from '../../../lambdas/domain/redemption.ts';
import type { Voucher } from '../../../lambdas/domain/voucher.ts';
import { redeemNow, undoNow } from '../../fakes/memory-redemption-book.ts';
import { totalKey, type RedemptionStore } from '../../fakes/redemption-store.ts';
import type { Planted } from './flows.ts';

/** What a redemption goes by; a defect changes some of it at the moment of the write. */
type Ground = {
  readonly store: RedemptionStore;
  readonly before: Voucher;
  readonly coupon: Coupon;
  readonly asking: Asking;
};

/** Redeems in one step, from another ground than it ought to. */
const redeeming =
  (change: (ground: Ground) => Partial<Ground>, also: Partial<RedemptionBook> = {}): Planted =>
  (books, store, wire) => ({
    redemptions: {
      ...books.redemptions,
      redeem: (before, coupon, redemption, asking) =>
        wire({ verb: 'transact', about: `redeem ${before.voucherId} wrongly` }, () => {
          const ground = { store, before, coupon, asking };
          const changed = { ...ground, ...change(ground) };
          return redeemNow(changed.store, changed.before, changed.coupon, redemption, changed.asking);
        }),
      ...also,
    },
  });

const believesItsReading = redeeming(({ store, before }) => {
  store.vouchers.set(before.voucherId, before);
  return {};
});

const asksNoLimits = redeeming(({ coupon }) => {
  const { totalLimit: _total, perStoreDayLimit: _day, exclusiveGroup: _group, ...free } = coupon;
  return { coupon: free };
});

const asksNoStop = redeeming(({ store }) => ({ store: { ...store, stops: new Map() } }));

const holdsSoftly = redeeming(({ store, before, asking }) => {
  const hold = store.vouchers.get(before.voucherId)?.hold;
  return hold === undefined ? {} : { asking: { ...asking, session: hold.session } };
});

const answersAnew = redeeming(({ asking }) => ({ asking: { ...asking, replay: undefined } }), {
  answered: async () => undefined,
});

const losesAnUndo: Planted = (books, store, wire) => ({
  redemptions: {
    ...books.redemptions,
    undo: (redemption, coupon, undo) =>
      wire({ verb: 'transact', about: `undo ${redemption.redemptionId} in vain` }, () => {
        const voucher = store.vouchers.get(redemption.voucherId);
        const done = voucher && undoNow(store, voucher, redemption, coupon, undo);
        if (voucher !== undefined) store.vouchers.set(voucher.voucherId, voucher);
        return done ?? 'moved_meanwhile';
      }),
  },
});

const givesBackTwice: Planted = (books, store) => ({
  redemptions: {
    ...books.redemptions,
    undo: async (redemption, coupon, undo) => {
      const done = await books.redemptions.undo(redemption, coupon, undo);
      const key = totalKey(coupon.couponId);
      if (done === 'undone') store.used.set(key, (store.used.get(key) ?? 0) - 1);
      return done;
    },
  },
});

const letsGoOfAnyHold: Planted = (books, store, wire) => ({
  holds: {
    ...books.holds,
    release: ({ voucherId }) =>
      wire({ verb: 'update', about: `release ${voucherId} whosever it is` }, () => {
        const { hold: _, ...voucher } = store.vouchers.get(voucherId) ?? {};
        if ('voucherId' in voucher && voucher.state === 'held')
          store.vouchers.set(voucherId, { ...voucher, state: 'issued' });
        return true;
      }),
  },
});

const noOrder = /no order explains the history/u;

/** Defects that a ledger may have, each with what the simulation must say about it. */
export const plantedBugs: readonly (readonly [name: string, planted: Planted, says: RegExp])[] = [
  ['believes what it read and redeems twice', believesItsReading, noOrder],
  ['loses an undo', losesAnUndo, noOrder],
  ['looks at its limits and does not ask them again', asksNoLimits, noOrder],
  ['gives a use back twice', givesBackTwice, noOrder],
  ['tells a retry something else than the first time', answersAnew, noOrder],
  ['lets anybody redeem what is held', holdsSoftly, noOrder],
  ['lets go of a hold that is another’s', letsGoOfAnyHold, noOrder],
  ['does not ask whether its coupon was stopped', asksNoStop, noOrder],
];
