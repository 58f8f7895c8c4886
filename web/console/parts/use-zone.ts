import { useEffect, useState } from 'preact/hooks';
import type { Store } from '../answers.ts';
import { useConsole } from '../console-context.ts';
import { readWhole } from './use-loaded.ts';

/** The stores and the zone in which the console tells times: the first store's, else the browser's. */
export type Places = { readonly stores: readonly Store[]; readonly zone: string; readonly ready: boolean };

const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The zone of the chosen stores, or of all when none is chosen. */
export const zoneOf = (stores: readonly Store[], chosen: readonly string[] = []): string =>
  (stores.find(store => chosen.includes(store.storeId)) ?? stores[0])?.timeZone ?? browserZone();

/** Reads all stores once for a page that offers them as choices or tells times by them; only marketers may. */
export const usePlaces = (): Places => {
  const { api, person } = useConsole();
  const mayRead = person.groups.includes('marketer');
  const [places, setPlaces] = useState<Places>({ stores: [], zone: browserZone(), ready: !mayRead });
  useEffect(() => {
    if (!mayRead) return undefined;
    let wanted = true;
    const read = async (): Promise<void> => {
      const answer = await readWhole<Store>(api, '/v1/stores');
      const stores = answer.ok ? answer.value : [];
      if (wanted) setPlaces({ stores, zone: zoneOf(stores), ready: true });
    };
    void read();
    return () => {
      wanted = false;
    };
  }, [api, mayRead]);
  return places;
};
