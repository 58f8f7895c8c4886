import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  ListUsersCommand,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SignInResource } from '../../../local/deployment.ts';
import { openWorld, type OpenWorld } from './open-world.ts';
import { arn, policy, smallDeployment } from './small-deployment.ts';

const UserPoolId = 'ap-northeast-1_staff';
const poolArn = `arn:aws:cognito-idp:ap-northeast-1:000000000000:userpool/${UserPoolId}`;
const signIn: SignInResource = {
  poolId: UserPoolId,
  poolArn,
  poolTags: { house: 'mogiri' },
  issuer: `https://cognito-idp.ap-northeast-1.amazonaws.com/${UserPoolId}`,
  clientId: 'console',
};

const rights = (name: string, ...statements: readonly object[]) => ({
  ...(smallDeployment.roles.find(role => role.name === 'nobody') ?? smallDeployment.roles[0]),
  arn: arn.role(name),
  name,
  trust: policy({
    Effect: 'Allow',
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: 'sts:AssumeRole',
  }),
  policies: [{ name: 'rights', document: policy(...statements) }],
  maxSessionSeconds: 3600,
});
const tagged = { StringEquals: { 'aws:ResourceTag/house': 'mogiri' } };
const deployment = {
  ...smallDeployment,
  signIn,
  roles: [
    ...smallDeployment.roles,
    rights('doorkeeper', { Effect: 'Allow', Action: 'cognito-idp:*', Resource: poolArn }),
    rights('reader', { Effect: 'Allow', Action: 'cognito-idp:ListUsers', Resource: '*', Condition: tagged }),
  ],
};

let open: OpenWorld;
let pool: CognitoIdentityProviderClient;
beforeAll(async () => {
  open = await openWorld(deployment);
  pool = new CognitoIdentityProviderClient(open.as('doorkeeper'));
});
afterAll(() => open.world.close());

const list = (more: object = {}) => pool.send(new ListUsersCommand({ UserPoolId, ...more }));
const get = (Username: string) => pool.send(new AdminGetUserCommand({ UserPoolId, Username }));
const attributeOf = (user: UserType | undefined, name: string) =>
  user?.Attributes?.find(({ Name }) => Name === name)?.Value;

describe('the user directory', () => {
  test('lists the people of the sign-in page, each with a name and a mail address', async () => {
    const { Users = [], PaginationToken } = await list();
    expect(Users.map(user => [user.Username, attributeOf(user, 'name'), user.Enabled])).toEqual([
      ['local-marketer', 'Mina Sato', true],
      ['local-custodian', 'Ken Mori', true],
      ['local-both', 'Aya Kudo', true],
    ]);
    expect(attributeOf(Users[0], 'sub')).toBe('local-marketer');
    expect(attributeOf(Users[1], 'email')).toBe('ken.mori@example.test');
    expect(Users[0]?.UserCreateDate).toBeInstanceOf(Date);
    expect(PaginationToken).toBeUndefined();
  });

  test('pages, also while people come', async () => {
    const first = await list({ Limit: 2 });
    expect(first.Users).toHaveLength(2);
    open.world.directory.admit('newcomer', ['marketer'], open.clock.now());
    const second = await list({ Limit: 2, PaginationToken: first.PaginationToken });
    expect(second.Users?.map(({ Username }) => Username)).toEqual(['local-both', 'newcomer']);
    expect(second.PaginationToken).toBeUndefined();
    const wrong = { name: 'InvalidParameterException' };
    await expect(list({ PaginationToken: 'made-up' })).rejects.toMatchObject(wrong);
    await expect(list({ Limit: 61 })).rejects.toMatchObject(wrong);
    await expect(list({ Filter: 'sub = "x"' })).rejects.toMatchObject(wrong);
  });

  test('knows a person’s groups, those of the newest token', async () => {
    const groups = async (Username: string) =>
      (await pool.send(new AdminListGroupsForUserCommand({ UserPoolId, Username }))).Groups?.map(
        ({ GroupName }) => GroupName,
      );
    expect(await groups('local-both')).toEqual(['marketer', 'custodian']);
    open.world.directory.admit('changing', ['marketer'], open.clock.now());
    open.world.directory.admit('changing', ['custodian'], open.clock.now());
    expect(await groups('changing')).toEqual(['custodian']);
  });

  test('disables and enables somebody, found by sub or mail address', async () => {
    const before = open.clock.now();
    await pool.send(new AdminDisableUserCommand({ UserPoolId, Username: 'mina.sato@example.test' }));
    const disabled = await get('local-marketer');
    expect(disabled).toMatchObject({ Enabled: false, UserStatus: 'CONFIRMED', Username: 'local-marketer' });
    expect(disabled.UserLastModifiedDate?.getTime()).toBeGreaterThanOrEqual(before - 1000);
    expect(open.world.directory.stands('local-marketer', open.clock.now() + 1000)).toBe(false);
    await pool.send(new AdminEnableUserCommand({ UserPoolId, Username: 'local-marketer' }));
    expect(await get('local-marketer')).toMatchObject({ Enabled: true });
  });

  test('ends what was granted before a global sign-out, and nothing after it', async () => {
    const { directory } = open.world;
    const granted = open.clock.now() - 1;
    expect(directory.stands('local-both', granted)).toBe(true);
    await pool.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username: 'local-both' }));
    expect(directory.stands('local-both', granted)).toBe(false);
    expect(directory.stands('local-both', open.clock.now() + 1000)).toBe(true);
    expect((await get('local-both')).Enabled).toBe(true);
  });

  test('does not know strangers nor other pools', async () => {
    const missing = { name: 'UserNotFoundException' };
    await expect(get('nobody')).rejects.toMatchObject(missing);
    const disable = new AdminDisableUserCommand({ UserPoolId, Username: 'nobody' });
    await expect(pool.send(disable)).rejects.toMatchObject(missing);
    const elsewhere = new ListUsersCommand({ UserPoolId: 'ap-northeast-1_other' });
    await expect(pool.send(elsewhere)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('asks for permission on the pool, whose tags conditions see', async () => {
    const reader = new CognitoIdentityProviderClient(open.as('reader'));
    expect((await reader.send(new ListUsersCommand({ UserPoolId }))).Users).not.toHaveLength(0);
    const untagged = new ListUsersCommand({ UserPoolId: 'ap-northeast-1_other' });
    await expect(reader.send(untagged)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    const end = new AdminDisableUserCommand({ UserPoolId, Username: 'local-both' });
    await expect(reader.send(end)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`cognito-idp:AdminDisableUser on resource: ${poolArn}`) as string,
    });
  });

  test('is kept over a restart', async () => {
    await pool.send(new AdminDisableUserCommand({ UserPoolId, Username: 'local-custodian' }));
    const other = await openWorld(deployment, open.clock);
    await other.world.restore(await open.world.snapshot());
    expect(other.world.directory.all()).toEqual(open.world.directory.all());
    expect(other.world.directory.find('local-custodian')?.enabled).toBe(false);
    await other.world.close();
  });
});
