import { AwsError } from '../aws-error.ts';
import type { Body, Call, Engine } from '../engine.ts';
import { numberAt, requiredText, textAt } from '../fields.ts';
import type { Directory, Person } from './directory.ts';

const mostPerPage = 60;

/** The verbs of a Cognito user pool that concern people: who there is, and who may not sign in any more. */
export function makeCognito(directory: Directory): Engine {
  return {
    handle: async (operation, body, call) => {
      const onPool = poolOperations[operation];
      const onPerson = personOperations[operation];
      if (onPool === undefined && onPerson === undefined) {
        throw new AwsError('UnknownOperationException', 'Not an operation of the local user directory');
      }
      refuseOtherPool(directory, requiredText(body, 'UserPoolId'));
      if (onPool !== undefined) return { body: onPool(directory, body) };
      const person = directory.find(requiredText(body, 'Username'));
      if (person === undefined) throw new AwsError('UserNotFoundException', 'User does not exist.');
      return { body: onPerson?.(directory, person, call) ?? {} };
    },
    snapshot: async () => directory.all(),
    restore: async state => directory.replace(state as readonly Person[]),
  };
}

const poolOperations: Readonly<Record<string, (directory: Directory, body: Body) => Body>> = {
  ListUsers: (directory, body) => {
    const limit = numberAt(body, 'Limit') ?? mostPerPage;
    if (limit < 1 || limit > mostPerPage) throw invalid('Limit must be between 1 and 60');
    if (textAt(body, 'Filter') !== undefined) throw invalid('Filters are not played by the local directory');
    const people = directory.all();
    const from = placeAfter(people, textAt(body, 'PaginationToken'));
    const last = people[from + limit - 1];
    return {
      Users: people.slice(from, from + limit).map(person => ({
        ...userOf(person),
        Attributes: attributesOf(person),
      })),
      ...(last === undefined || last === people.at(-1) ? {} : { PaginationToken: tokenOf(last) }),
    };
  },
};

type PersonOperation = (directory: Directory, person: Person, call: Call) => Body;

const personOperations: Readonly<Record<string, PersonOperation>> = {
  AdminGetUser: (_, person) => ({ ...userOf(person), UserAttributes: attributesOf(person) }),
  AdminDisableUser: (directory, { sub }, { nowMs }) => {
    directory.change(sub, { enabled: false, signedOutAtMs: nowMs }, nowMs);
    return {};
  },
  AdminEnableUser: (directory, { sub }, { nowMs }) => {
    directory.change(sub, { enabled: true }, nowMs);
    return {};
  },
  AdminUserGlobalSignOut: (directory, { sub }, { nowMs }) => {
    directory.change(sub, { signedOutAtMs: nowMs }, nowMs);
    return {};
  },
  AdminListGroupsForUser: ({ pool }, { groups }) => ({
    Groups: groups.map(GroupName => ({ GroupName, UserPoolId: pool?.poolId })),
  }),
};

function refuseOtherPool(directory: Directory, poolId: string): void {
  if (directory.pool?.poolId !== poolId) {
    throw new AwsError('ResourceNotFoundException', 'The user pool does not exist.');
  }
}

/** Dates in epoch seconds, as Cognito sends them. */
function userOf(person: Person): Body {
  return {
    Username: person.sub,
    Enabled: person.enabled,
    UserStatus: 'CONFIRMED',
    UserCreateDate: person.createdAtMs / 1000,
    UserLastModifiedDate: person.changedAtMs / 1000,
  };
}

function attributesOf({ sub, name, email }: Person): readonly Body[] {
  const attributes = { email, email_verified: 'true', name, sub };
  return Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
}

function tokenOf(person: Person): string {
  return Buffer.from(person.sub).toString('base64url');
}

function placeAfter(people: readonly Person[], token: string | undefined): number {
  if (token === undefined) return 0;
  const place = people.findIndex(person => tokenOf(person) === token);
  if (place < 0) throw invalid('The pagination token is not one of ours');
  return place + 1;
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}
