import { keepFor } from '../paper/keep.ts';
import type { Role } from './till.ts';

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

/** Who signed in: their role, and their name where they signed in as somebody. Only a hint, the session decides. */
export function whoIsIn(): { readonly role: Role; readonly name: string | undefined } {
  const name = tab.read('mogiri.who');
  return { role: tab.read('mogiri.role') === 'clerk' ? 'clerk' : 'manager', name };
}

/** What a sign-in answers. */
export type SignedIn = {
  readonly storeId: string;
  readonly name?: string;
  readonly role?: Role;
  readonly staff?: { readonly name: string };
};

/** Whether this tab signed in; only a hint, the cookie decides. */
export const signedIn = {
  read: (): boolean => tab.read('mogiri.till') === 'yes',
  write: ({ storeId, name, role = 'manager', staff }: SignedIn): void => {
    device.write('mogiri.store', storeId);
    if (name !== undefined) tab.write('mogiri.store-name', name);
    tab.write('mogiri.role', role);
    if (staff === undefined) tab.drop('mogiri.who');
    else tab.write('mogiri.who', staff.name);
    tab.write('mogiri.till', 'yes');
  },
  /** The session told that it may do no more than a clerk's. */
  isClerks: (): void => tab.write('mogiri.role', 'clerk'),
  drop: (): void => {
    for (const key of ['mogiri.till', 'mogiri.role', 'mogiri.who']) tab.drop(key);
  },
};

/** Whether this browser was enrolled as a till of the store it is for; only a hint, the device's cookie decides. */
export const enrolled = {
  read: (): boolean => device.read('mogiri.enrolled') === storeOfThisDevice() && storeOfThisDevice() !== '',
  write: (storeId: string): void => device.write('mogiri.enrolled', storeId),
  drop: (): void => device.drop('mogiri.enrolled'),
};
