import { redemptionId, type RedemptionId } from '../domain/ids.ts';
import type { Page, Store, StoreBook } from '../domain/store.ts';
import { timeOf } from '../domain/usage-days.ts';
import {
  addUses,
  linesOf,
  type Tally,
  type UsageLine,
  type UsageWish,
  type UseBook,
} from '../domain/usage.ts';

/** What walking over the stores' uses needs; at most so many stores and uses are read at a time. */
export type WalkDeps = {
  readonly stores: Pick<StoreBook, 'list'>;
  readonly uses: Pick<UseBook, 'usesAt'>;
  readonly rules: { readonly storesAtOnce: number; readonly usesAtOnce: number };
};

/** Where a walk goes on: on a page of the stores, and in the midst of it at a store behind a use. */
type Place = {
  readonly page?: string | undefined;
  readonly store?: string | undefined;
  readonly after?: RedemptionId;
};

/** A place as a cursor, and back; one that is not ours begins the walk anew. */
const writePlace = ({ page, store, after }: Place) => [page, store, after].map(part => part ?? '').join('.');

function readPlace(cursor: string | undefined): Place {
  const [, page, store, after] = /^([\w-]{0,99})\.(\w{0,60})\.(\w{0,60})$/u.exec(cursor ?? '') ?? [];
  if (!store || !after) return { page: page || undefined };
  return { page: page || undefined, store, after: redemptionId(after) };
}

/** Adds up the uses of some stores; where it stopped, when it read as much as it may. */
async function walkStores(
  { uses: book, rules }: WalkDeps,
  { items: stores, cursor }: Page<Store>,
  from: Place,
  wish: UsageWish,
  tally: Tally,
): Promise<Place | undefined> {
  let read = 0;
  for (const store of stores) {
    const after = store.storeId === from.store ? from.after : undefined;
    for await (const uses of book.usesAt(store.storeId, timeOf(store.timeZone, wish.days), after)) {
      addUses(tally, store, uses, wish);
      read += uses.length;
      const last = uses.at(-1)?.redemptionId;
      if (read >= rules.usesAtOnce && last !== undefined)
        return { page: from.page, store: store.storeId, after: last };
    }
  }
  return cursor === undefined ? undefined : { page: cursor };
}

/** Counts page by page: each answer adds to the ones before it, until one has no cursor. */
export function makeWalkUses(deps: WalkDeps) {
  return async (wish: UsageWish, cursor: string | undefined): Promise<Page<UsageLine>> => {
    const from = readPlace(cursor);
    const page = await deps.stores.list(from.page, deps.rules.storesAtOnce);
    const at = page.items.findIndex(({ storeId }) => storeId === from.store);
    // New stores come first in the list, so a store may have moved on to the next page meanwhile.
    if (from.store !== undefined && at < 0)
      return page.cursor === undefined
        ? { items: [] }
        : { items: [], cursor: writePlace({ ...from, page: page.cursor }) };
    const tally: Tally = new Map();
    const rest = { ...page, items: page.items.slice(Math.max(0, at)) };
    const next = await walkStores(deps, rest, from, wish, tally);
    const items = linesOf(tally);
    return next === undefined ? { items } : { items, cursor: writePlace(next) };
  };
}

/** The walk as a flow. */
export type WalkUses = ReturnType<typeof makeWalkUses>;
