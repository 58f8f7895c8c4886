import type { StoreId } from '../domain/ids.ts';
import type { Leavers } from '../domain/leave.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import { countCrew, type CrewCounts, type CrewReader } from '../domain/store-crew.ts';
import { pinSetters, type StoreBook } from '../domain/store.ts';

/** What counting the people of a store needs. */
export type CountCrewDeps = {
  readonly stores: Pick<StoreBook, 'byId'>;
  readonly leavers: Leavers;
  readonly crews: CrewReader;
};

/** How many people and devices a store has, by role and state, and nobody's name. Refusal: store.not_found. */
export function makeCountCrew({ stores, leavers, crews }: CountCrewDeps) {
  return async (id: StoreId, nowMs: number): Promise<CrewCounts | Refusal> => {
    const [store, crew] = await Promise.all([stores.byId(id), crews.of(id)]);
    if (store === undefined) return refuse('store.not_found');
    return countCrew(crew, store, await leavers.among(pinSetters([store])), nowMs);
  };
}
