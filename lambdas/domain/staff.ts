import type { StaffId } from './ids.ts';
import type { Page } from './store.ts';

/** A person who may sign in, as the user directory names them. */
export type Person = { readonly staffId: StaffId; readonly name: string };

/** The directory of the people who sign in; it holds their logins, we hold who left. */
export type StaffDirectory = {
  list(cursor: string | undefined, limit: number): Promise<Page<Person>>;
  /** Disables a login and ends its sessions there. A person the directory does not know has none. May be repeated. */
  disable(id: StaffId): Promise<void>;
};
