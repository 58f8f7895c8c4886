import type { RoleResource } from '../../local/deployment.ts';
import type { Caller, PolicyDocument } from '../../policy/request.ts';
import { type ProvenHouse, shortName } from './proven-house.ts';

/**
 * Somebody who asks. `role` is the short name of a role of the templates, `standing` what the key policies know the
 * principal as. `caller` answers its session under a session name.
 */
export type Principal = {
  readonly name: string;
  readonly role?: string;
  readonly functionArn?: string;
  readonly standing: 'role' | 'key-administrator' | 'root' | 'stranger';
  readonly declared: boolean;
  readonly caller: (sessionName: string) => Caller;
  readonly identity: readonly PolicyDocument[];
  readonly boundary?: PolicyDocument;
};

const otherAccount = '999999999999';

/** The policy AdministratorAccess. */
export const administratorAccess: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

/**
 * Every role of the templates as declared and with AdministratorAccess attached, and everybody else who could come:
 * administrators of this account and of another, root, the roles that deploy, roles with nearly a right name, a service.
 */
export function everyPrincipal(house: ProvenHouse): readonly Principal[] {
  const declared = house.deployment.roles.map(role => ofTemplate(house, role));
  return [...declared, ...declared.map(administering), ...strangers(house)];
}

/** The roles of the templates, as declared. */
export function declaredPrincipals(house: ProvenHouse): readonly Principal[] {
  return house.deployment.roles.map(role => ofTemplate(house, role));
}

function ofTemplate(house: ProvenHouse, role: RoleResource): Principal {
  const { account, functions } = house.deployment;
  const functionArn = functions.find(candidate => candidate.roleArn === role.arn)?.arn;
  const name = shortName(house, role.arn);
  return {
    name,
    role: name,
    standing: 'role',
    declared: true,
    caller: sessionOf(account, role.arn),
    identity: role.policies.map(policy => policy.document),
    ...(functionArn === undefined ? {} : { functionArn }),
    ...(role.boundary === undefined ? {} : { boundary: role.boundary }),
  };
}

function administering(principal: Principal): Principal {
  const identity = [...principal.identity, administratorAccess];
  return { ...principal, name: `${principal.name} with AdministratorAccess`, declared: false, identity };
}

function sessionOf(account: string, roleArn: string): (sessionName: string) => Caller {
  const role = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return sessionName => ({
    kind: 'role',
    account,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${sessionName}`,
    roleArn,
  });
}

/** The role that `cdk bootstrap` makes for CloudFormation, with the default qualifier. */
export function deployRoleArn({ deployment: { account, region } }: ProvenHouse): string {
  return `arn:aws:iam::${account}:role/cdk-hnb659fds-cfn-exec-role-${account}-${region}`;
}

/** Everybody who is not a role of the templates. */
export function strangers(house: ProvenHouse): readonly Principal[] {
  const { account, region, stage } = house.deployment;
  const roleOf = (owner: string, name: string) => `arn:aws:iam::${owner}:role/${name}`;
  const nearly = `cdk-hnb659fds-cfn-exec-role-${account}-${region === 'us-east-1' ? 'us-west-2' : 'us-east-1'}`;
  const custodian = `mogiri-${stage}-custodian`;
  return [
    withRole('an administrator', account, roleOf(account, 'Administrator'), 'stranger'),
    withRole('the deploying role', account, deployRoleArn(house), 'key-administrator'),
    ...house.administrators.map(arn =>
      withRole(`the key administrator ${shortName(house, arn)}`, account, arn, 'key-administrator'),
    ),
    withRole('the deploying role of another region', account, roleOf(account, nearly), 'stranger'),
    withRole('a role named almost custodian', account, roleOf(account, `${custodian}-2`), 'stranger'),
    withRole('an administrator elsewhere', otherAccount, roleOf(otherAccount, 'Administrator'), 'stranger'),
    withRole('a custodian elsewhere', otherAccount, roleOf(otherAccount, custodian), 'stranger'),
    other('a user', { kind: 'user', account, arn: `arn:aws:iam::${account}:user/admin` }, 'stranger'),
    other('root', { kind: 'root', account, arn: `arn:aws:iam::${account}:root` }, 'root'),
    other('the Lambda service', { kind: 'service', service: 'lambda.amazonaws.com' }, 'stranger'),
  ];
}

function withRole(
  name: string,
  account: string,
  roleArn: string,
  standing: Principal['standing'],
): Principal {
  const caller = sessionOf(account, roleArn);
  return { name, standing, declared: false, caller, identity: [administratorAccess] };
}

function other(name: string, caller: Caller, standing: Principal['standing']): Principal {
  return { name, standing, declared: false, caller: () => caller, identity: [administratorAccess] };
}
