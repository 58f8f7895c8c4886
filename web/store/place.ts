import { keepFor } from '../paper/keep.ts';

const device = keepFor('local');
const tab = keepFor('session');

/** The store of this device: from the bookmark's `?store=`, else the one of last time, else nothing. */
export function storeOfThisDevice(search: string = location.search): string {
  return new URLSearchParams(search).get('store') ?? device.read('mogiri.store') ?? '';
}

/** The name of the store signed in to, as far as the API told it. */
export function storeName(): string {
  return tab.read('mogiri.store-name') ?? '';
}

/** Whether this tab signed in; only a hint, the cookie decides. */
export const signedIn = {
  read: (): boolean => tab.read('mogiri.till') === 'yes',
  write: (storeId: string, name: string): void => {
    device.write('mogiri.store', storeId);
    tab.write('mogiri.store-name', name);
    tab.write('mogiri.till', 'yes');
  },
  drop: (): void => tab.drop('mogiri.till'),
};
