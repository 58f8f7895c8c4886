import { AwsError } from './aws-error.ts';
import { roleIdOf } from './caller.ts';
import type { Body, Engine } from './engine.ts';
import { requiredText } from './fields.ts';
import { readPolicyText } from './policy-text.ts';
import type { Role, RoleBook } from './roles.ts';

const trustQuotaCharacters = 2048;

/** The IAM verbs a rotation needs; they change the policies in force at once. */
export function makeIam(roles: RoleBook): Engine {
  return {
    handle: async (operation, body) => {
      const run = operations[operation];
      if (run === undefined) throw new AwsError('InvalidAction', 'Not an operation of the local IAM');
      const role = roles.byName(requiredText(body, 'RoleName'));
      const answer = run(role, body);
      if (!/^(Get|List)/.test(operation)) role.changed = true;
      return { body: answer };
    },
    snapshot: async () =>
      roles
        .all()
        .filter(role => role.changed)
        .map(({ name, trust, policies }) => ({ name, trust, policies })),
    restore: async state => {
      for (const saved of state as readonly Pick<Role, 'name' | 'trust' | 'policies'>[]) {
        const role = roles.all().find(candidate => candidate.name === saved.name);
        if (role === undefined) continue;
        role.trust = saved.trust;
        role.policies = saved.policies;
        role.changed = true;
      }
    },
  };
}

const operations: Readonly<Record<string, (role: Role, body: Body) => Body>> = {
  GetRole: role => ({
    Role: {
      Path: '/',
      RoleName: role.name,
      RoleId: roleIdOf(role.arn),
      Arn: role.arn,
      CreateDate: '2026-01-01T00:00:00Z',
      AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(role.trust)),
      MaxSessionDuration: role.maxSessionSeconds,
    },
  }),
  UpdateAssumeRolePolicy: (role, body) => {
    const text = requiredText(body, 'PolicyDocument');
    if (text.replace(/\s/g, '').length > trustQuotaCharacters) {
      throw new AwsError(
        'LimitExceeded',
        `Cannot exceed quota for ACLSizePerRole: ${trustQuotaCharacters}`,
        409,
      );
    }
    role.trust = readPolicyText(text, 'MalformedPolicyDocument');
    return {};
  },
  PutRolePolicy: (role, body) => {
    const name = requiredText(body, 'PolicyName');
    const document = readPolicyText(requiredText(body, 'PolicyDocument'), 'MalformedPolicyDocument');
    role.policies = [...role.policies.filter(policy => policy.name !== name), { name, document }];
    return {};
  },
  GetRolePolicy: (role, body) => {
    const policy = policyNamed(role, requiredText(body, 'PolicyName'));
    return {
      RoleName: role.name,
      PolicyName: policy.name,
      PolicyDocument: encodeURIComponent(JSON.stringify(policy.document)),
    };
  },
  DeleteRolePolicy: (role, body) => {
    const { name } = policyNamed(role, requiredText(body, 'PolicyName'));
    role.policies = role.policies.filter(policy => policy.name !== name);
    return {};
  },
  ListRolePolicies: role => ({ PolicyNames: role.policies.map(policy => policy.name), IsTruncated: false }),
};

function policyNamed(role: Role, name: string): Role['policies'][number] {
  const found = role.policies.find(policy => policy.name === name);
  if (found === undefined) throw new AwsError('NoSuchEntity', 'The role policy cannot be found.', 404);
  return found;
}
