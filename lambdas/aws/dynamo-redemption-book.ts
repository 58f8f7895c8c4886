import type { Coupon } from '../domain/coupon.ts';
import { whyHeld } from '../domain/hold.ts';
import { redemptionId } from '../domain/ids.ts';
import type { LimitPart } from '../domain/redemption-limits.ts';
import { storeDayOf } from '../domain/redemption-limits.ts';
import type { Asking, RedeemOutcome, Redemption, RedemptionBook } from '../domain/redemption.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import type { ReplayKey } from '../domain/replay.ts';
import type { Voucher } from '../domain/voucher.ts';
import type { Dynamo, Item, Write } from './dynamo.ts';
import { unlessStopped } from './dynamo-coupon-stops.ts';
import { oneTryLess } from './dynamo-counters.ts';
import { refusalOf, takeLimits, whyNoRoom, type LedgerTables } from './dynamo-redemption-limits.ts';
import { undoRedemption } from './dynamo-redemption-undo.ts';
import { notSuspended } from './dynamo-suspension-book.ts';
import { markDelivery, useVoucher } from './dynamo-voucher-uses.ts';
import { itemOf, readItem } from './items.ts';
import { bookKeys, gateKeys } from './keys.ts';
import { replayWrites, sameRequest } from './replay-writes.ts';

/** A part of a redemption's transaction, by what its refusal means. */
type Part = {
  readonly about: 'replay' | 'voucher' | 'suspension' | 'stop' | 'record' | LimitPart;
  readonly write: Write;
};

/** The order in which refusals are told when several parts refuse at once. */
const weightiest = ['replay', 'voucher', 'suspension', 'stop', 'total', 'store_day', 'group'] as const;

function firstAnswer(replay: ReplayKey, standing: Item): RedeemOutcome {
  if (!sameRequest(replay, standing)) return { kind: 'refused', refusal: refuse('idempotency.key_reused') };
  return {
    kind: 'repeated',
    redemption: { redemptionId: redemptionId(String(standing['answer'])), atMs: Number(standing['at']) },
  };
}

/** Everything a redemption writes and asks, five to ten items in one transaction. */
function partsOf(
  tables: LedgerTables,
  before: Voucher,
  coupon: Coupon,
  redemption: Redemption,
  { replay, session, tried }: Asking,
): Part[] {
  const { book, gate } = tables;
  const { redemptionId: id, storeId, atMs } = redemption;
  const record = { TableName: book, Item: { ...bookKeys.redemption(storeId, id), ...redemption } };
  const about = (name: Part['about'], writes: readonly Write[]) =>
    writes.map(write => ({ about: name, write }));
  return [
    ...about('voucher', [useVoucher(book, before, coupon, redemption, session)]),
    ...about('replay', replayWrites(gate, replay, { answer: id, at: atMs })),
    ...takeLimits(tables, coupon, redemption).map(({ part, write }): Part => ({ about: part, write })),
    ...about('stop', unlessStopped(book, coupon, before.voucherId)),
    ...about('suspension', [notSuspended(book, before.shopperId)]),
    ...about('record', [{ Put: record }, ...markDelivery(book, redemption)]),
    ...about('record', tried === undefined ? [] : [{ Update: oneTryLess(gate, tried) }]),
  ];
}

const no = (refusal: Refusal): RedeemOutcome => ({ kind: 'refused', refusal });

/** What the weightiest of the parts that refused says. */
function outcomeOf(
  parts: readonly Part[],
  refused: ReadonlyMap<number, Item | undefined>,
  replay: ReplayKey | undefined,
): RedeemOutcome {
  const rows = new Map([...refused].map(([place, row]) => [parts[place]?.about, row]));
  const about = weightiest.find(part => rows.has(part));
  const row = rows.get(about);
  switch (about) {
    case 'replay':
      if (replay === undefined || row === undefined) break;
      return firstAnswer(replay, row);
    case 'voucher':
      return { kind: 'voucher_moved', voucher: readItem<Voucher>(itemOf.voucher, row) };
    case 'suspension':
      return no(refuse('shopper.suspended'));
    case 'stop':
      return no(refusalOf('total', row));
    case 'total':
    case 'store_day':
    case 'group':
      return no(refusalOf(about, row));
    case undefined:
  }
  throw new Error('a redemption was refused by a part that asks nothing');
}

const keyOf = ({ shopperId, voucherId }: Voucher) => bookKeys.voucher(shopperId, voucherId);

/** Whether a redemption that met another one may still come about: nobody used or held its voucher meanwhile. */
function isUnmoved(before: Voucher, now: Voucher, { session }: Asking, atMs: number): boolean {
  return now.uses === before.uses && now.state !== 'void' && whyHeld(now, session, atMs) === undefined;
}

/** Redemptions in the Book; redeeming is one transaction, and a reading whenever it met another. */
export function makeRedemptionBook(dynamo: Dynamo, book: string, gate: string): RedemptionBook {
  const tables = { book, gate };
  return {
    redeem: async (before, coupon, redemption, asking) => {
      const parts = partsOf(tables, before, coupon, redemption, asking);
      let met: Voucher | undefined;
      const outcome = await dynamo.transact(
        parts.map(({ write }) => write),
        async () => {
          met = readItem<Voucher>(itemOf.voucher, await dynamo.get(book, keyOf(before)));
          return met !== undefined && isUnmoved(before, met, asking, redemption.atMs);
        },
      );
      if (outcome.ok) return { kind: 'redeemed', redemption };
      return outcome.refused.size === 0
        ? { kind: 'voucher_moved', voucher: met }
        : outcomeOf(parts, outcome.refused, asking.replay);
    },
    answered: async replay => {
      const standing = await dynamo.get(gate, gateKeys.replay(replay.key));
      return standing !== undefined && Number(standing['endsAtMs']) > replay.atMs
        ? firstAnswer(replay, standing)
        : undefined;
    },
    whyNoRoom: ({ voucher, coupon, store }, nowMs) => {
      const day = { storeId: store.storeId, storeDay: storeDayOf(store, nowMs), atMs: nowMs };
      return whyNoRoom(dynamo, tables, coupon, { ...voucher, ...day });
    },
    find: async (store, id) =>
      readItem<Redemption>(itemOf.redemption, await dynamo.get(book, bookKeys.redemption(store, id))),
    undo: (redemption, coupon, undo) => undoRedemption(dynamo, tables, redemption, coupon, undo),
  };
}
