import type { SignInResource } from '../../deployment.ts';

/** Somebody in the user directory. Times in epoch milliseconds. */
export type Person = {
  /** Also the user name: the pool signs in by mail address, and Cognito then makes the name itself. */
  readonly sub: string;
  readonly name: string;
  readonly email: string;
  readonly groups: readonly string[];
  readonly enabled: boolean;
  readonly createdAtMs: number;
  readonly changedAtMs: number;
  /** When all sessions were ended last; what was granted before it is void. */
  readonly signedOutAtMs?: number;
};

/** The people of the user pool, in the order they came. */
export type Directory = {
  readonly pool: SignInResource | undefined;
  all(): readonly Person[];
  /** By sub or mail address. */
  find(username: string): Person | undefined;
  /** Notes whom a token was issued for: a new person, or the groups a known one has now. */
  admit(sub: string, groups: readonly string[], nowMs: number): void;
  change(sub: string, change: Partial<Pick<Person, 'enabled' | 'signedOutAtMs'>>, nowMs: number): void;
  /** Whether a sign-in that was granted at a time is still good: the person may sign in, and nobody signed them out. */
  stands(sub: string, grantedAtMs: number): boolean;
  replace(people: readonly Person[]): void;
};

/** Who is there from the start: the people of the local sign-in page. */
export const firstPeople = [
  { sub: 'local-marketer', name: 'Mina Sato', groups: ['marketer'] },
  { sub: 'local-custodian', name: 'Ken Mori', groups: ['custodian'] },
  { sub: 'local-both', name: 'Aya Kudo', groups: ['marketer', 'custodian'] },
] as const;

/** The directory of the deployed pool with its first people. */
export function makeDirectory(pool: SignInResource | undefined, nowMs: number): Directory {
  const people = new Map<string, Person>();
  const add = (person: Pick<Person, 'sub' | 'name' | 'groups'>, at: number): void => {
    const email = `${person.name.toLowerCase().replaceAll(' ', '.')}@example.test`;
    people.set(person.sub, { ...person, email, enabled: true, createdAtMs: at, changedAtMs: at });
  };
  firstPeople.forEach(person => add(person, nowMs));
  return {
    pool,
    all: () => [...people.values()],
    find: username => people.get(username) ?? [...people.values()].find(({ email }) => email === username),
    admit: (sub, groups, at) => {
      const known = people.get(sub);
      if (known === undefined) add({ sub, name: sub, groups }, at);
      else people.set(sub, { ...known, groups });
    },
    change: (sub, change, at) => {
      const known = people.get(sub);
      if (known !== undefined) people.set(sub, { ...known, ...change, changedAtMs: at });
    },
    stands: (sub, grantedAtMs) => {
      const person = people.get(sub);
      return person?.enabled === true && (person.signedOutAtMs ?? -1) < grantedAtMs;
    },
    replace: saved => saved.forEach(person => people.set(person.sub, person)),
  };
}
