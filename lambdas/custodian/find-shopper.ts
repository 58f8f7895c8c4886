import type { StaffId } from '../domain/ids.ts';
import { readPhoneNumber, type NumberIndexer, type NumberingPlan } from '../domain/phone-number.ts';
import type { Limit, TryCounter } from '../domain/counter.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import type { Shopper, ShopperBook } from '../domain/shopper.ts';

/** What finding a shopper by number needs. */
export type FindDeps = {
  readonly plan: NumberingPlan;
  readonly countries: readonly string[];
  readonly indexer: NumberIndexer;
  readonly shoppers: Pick<ShopperBook, 'byId' | 'byIndex'>;
  readonly tries: TryCounter;
};

/** A number as a custodian typed it; it is asked for, never kept. */
export type FindShopper = { readonly staffId: StaffId; readonly phone: string; readonly nowMs: number };

const dayMs = 86_400_000;

/** Searches of one custodian in a day (UTC): enough for a desk, too few to try numbers one by one. */
export const searchesPerDay = 100;

function searchLimit(staffId: StaffId, nowMs: number): Limit {
  const day = Math.floor(nowMs / dayMs);
  return { key: `search#${staffId}#${day}`, max: searchesPerDay, endsAtMs: (day + 1) * dayMs };
}

/**
 * Finds who has a number, by its blind index: nothing is opened (DESIGN §3). Nobody is an answer.
 * Refusals: those of reading a number, and limit.too_many.
 */
export function makeFindShopper(deps: FindDeps) {
  return async ({ staffId, phone, nowMs }: FindShopper): Promise<Shopper | undefined | Refusal> => {
    const number = readPhoneNumber(phone, deps.countries, deps.plan);
    if (isRefusal(number)) return number;
    const limit = searchLimit(staffId, nowMs);
    if (!(await deps.tries.count(limit)))
      return refuse('limit.too_many', {}, Math.ceil((limit.endsAtMs - nowMs) / 1000));
    const id = await deps.shoppers.byIndex(await deps.indexer.index(number));
    return id && deps.shoppers.byId(id);
  };
}
