import {
  AdminDisableUserCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  InvalidParameterException,
  ListUsersCommand,
  UserNotFoundException,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import { staffId, type StaffId } from '../domain/ids.ts';
import type { Person, StaffDirectory } from '../domain/staff.ts';
import { awsTimeouts } from './dynamo.ts';

/** The client; one per function, made at cold start. */
export const makeCognitoClient = () => new CognitoIdentityProviderClient({ requestHandler: awsTimeouts });

/** A pool that signs in by mail names its people by their subject, which the verbs take as a name as well. */
const subjectOf = (id: StaffId) => id.replace(/^stf_/u, '');

function readPerson({ Username: username = '', Attributes: attributes = [] }: UserType): Person {
  const named = (wanted: string) => attributes.find(({ Name }) => Name === wanted)?.Value;
  const subject = named('sub') ?? username;
  return { staffId: staffId(`stf_${subject}`), name: named('name') ?? named('email') ?? username };
}

/** Does something to a login; one that the directory does not know needs nothing done. */
async function unlessUnknown(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof UserNotFoundException)) throw error;
  }
}

/** The user pool as the directory of the staff. A cursor that is not the pool's starts the list anew. */
export function makeStaffDirectory(poolId: string, client = makeCognitoClient()): StaffDirectory {
  const page = (cursor: string | undefined, limit: number) =>
    client.send(
      new ListUsersCommand({
        UserPoolId: poolId,
        Limit: limit,
        ...(cursor === undefined ? {} : { PaginationToken: cursor }),
      }),
    );
  const listed = async (cursor: string | undefined, limit: number) => {
    try {
      return await page(cursor, limit);
    } catch (error) {
      if (cursor === undefined || !(error instanceof InvalidParameterException)) throw error;
      return page(undefined, limit);
    }
  };
  return {
    list: async (cursor, limit) => {
      const { Users: users = [], PaginationToken: next } = await listed(cursor, limit);
      return { items: users.map(readPerson), ...(next === undefined ? {} : { cursor: next }) };
    },
    disable: async id => {
      const who = { UserPoolId: poolId, Username: subjectOf(id) };
      await unlessUnknown(() => client.send(new AdminDisableUserCommand(who)));
      await unlessUnknown(() => client.send(new AdminUserGlobalSignOutCommand(who)));
    },
  };
}
