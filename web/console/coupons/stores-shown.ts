import type { Store } from '../answers.ts';
import type { Figures } from '../figures.ts';
import type { Words } from '../words/words.ts';

/** Stores in a few words: all, the name of one, or how many. */
export const storesShown = (
  storeIds: readonly string[] | undefined,
  stores: readonly Store[],
  words: Words['campaigns'],
  figures: Figures,
): string => {
  const [only, ...others] = storeIds ?? [];
  if (only === undefined) return words.allStores;
  const name = stores.find(store => store.storeId === only)?.name;
  return others.length === 0 && name !== undefined
    ? name
    : words.storesCount(figures.count(others.length + 1));
};

/** Where a coupon is used, in a few words: a group by its name, else its stores. */
export const whereUsed = (
  where: { readonly storeIds?: readonly string[]; readonly storeGroup?: string },
  stores: readonly Store[],
  words: Words['campaigns'],
  figures: Figures,
): string => where.storeGroup || storesShown(where.storeIds, stores, words, figures);
