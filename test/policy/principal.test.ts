import { describe, expect, it } from 'vitest';
import { evaluate } from '../../policy/evaluate.ts';
import type { Caller, Decision } from '../../policy/request.ts';
import { allow, ask, deny, OTHER, OWN, policy, roleArn, root, service, session, user } from './requests.ts';

const clerk = session('clerk', 'one');
const inPath: Caller = { ...clerk, roleArn: `arn:aws:iam::${OWN}:role/staff/clerk` };

/** Decides by the resource side alone. */
function bySide(caller: Caller, ...statements: object[]): Decision {
  const resource = { kind: 'resource' as const, document: policy(...statements) };
  return evaluate(ask({ caller }), { identity: [], resource });
}

describe('an Allow in a resource policy', () => {
  it.each<readonly [string, unknown, Caller, boolean]>([
    ['everyone', '*', clerk, true],
    ['everyone, spelled as AWS', { AWS: '*' }, clerk, true],
    ['everyone', '*', user('ann'), true],
    ['everyone', '*', service('lambda'), true],
    ['the role of the session', { AWS: roleArn('clerk') }, clerk, true],
    ['the role with its path', { AWS: `arn:aws:iam::${OWN}:role/staff/clerk` }, inPath, true],
    ['the role without its path', { AWS: roleArn('clerk') }, inPath, false],
    ['a role whose name begins alike', { AWS: roleArn('clerk2') }, clerk, false],
    ['the same role of another account', { AWS: roleArn('clerk', OTHER) }, clerk, false],
    ['the session itself', { AWS: clerk.arn }, clerk, true],
    ['another session of the role', { AWS: session('clerk', 'two').arn }, clerk, false],
    ['one of a list', { AWS: [roleArn('keeper'), roleArn('clerk')] }, clerk, true],
    ['one of two kinds', { Service: 'sqs.amazonaws.com', AWS: roleArn('clerk') }, clerk, true],
    ['the user', { AWS: user('ann').arn }, user('ann'), true],
    ['another user', { AWS: user('ann').arn }, user('bob'), false],
    ['the account, which only delegates', { AWS: OWN }, clerk, false],
    ['the account root, which only delegates', { AWS: `arn:aws:iam::${OWN}:root` }, clerk, false],
    ['the service', { Service: 'lambda.amazonaws.com' }, service('lambda'), true],
    ['another service', { Service: 'sqs.amazonaws.com' }, service('lambda'), false],
    ['a service, asked by a role', { Service: 'lambda.amazonaws.com' }, clerk, false],
    ['an identity provider, asked by a role', { Federated: 'cognito-identity.amazonaws.com' }, clerk, false],
    ['the id a deleted role left behind', { AWS: 'AROAEXAMPLEEXAMPLE123' }, clerk, false],
  ])('for %s: %j', (_name, Principal, caller, allowed) => {
    expect(bySide(caller, allow({ Principal })).allowed).toBe(allowed);
  });
});

describe('a Deny in a resource policy', () => {
  const denies = (caller: Caller, element: object) =>
    bySide(caller, allow({ Principal: '*' }), deny(element)).reason === 'explicit-deny';

  it.each<readonly [string, unknown, Caller, boolean]>([
    ['everyone, also services', '*', service('lambda'), true],
    ['the account of the caller', { AWS: OWN }, clerk, true],
    ['another account', { AWS: OTHER }, clerk, false],
    ['the role of the session', { AWS: roleArn('clerk') }, clerk, true],
    ['another session of the role', { AWS: session('clerk', 'two').arn }, clerk, false],
    ['an account, asked by a service', { AWS: OWN }, service('lambda'), false],
    ['the root user, for its own account', { AWS: `arn:aws:iam::${OWN}:root` }, root(), true],
  ])('for %s: %j', (_name, Principal, caller, denied) => {
    expect(denies(caller, { Principal })).toBe(denied);
  });

  const account = `arn:aws:iam::${OWN}:root`;

  it.each<readonly [string, unknown, Caller, boolean]>([
    ['nobody else than role and account', { AWS: [roleArn('clerk'), account] }, clerk, false],
    ['nobody else than role, account and session', { AWS: [roleArn('clerk'), OWN, clerk.arn] }, clerk, false],
    ['the role alone, whose account is forgotten', { AWS: roleArn('clerk') }, clerk, true],
    ['the session and account, whose role is forgotten', { AWS: [clerk.arn, account] }, clerk, true],
    ['the role and another account', { AWS: [roleArn('clerk'), OTHER] }, clerk, true],
    ['everyone among others', { AWS: [roleArn('keeper'), '*'] }, clerk, false],
    ['another role and the account', { AWS: [roleArn('keeper'), account] }, clerk, true],
    ['the user and its account', { AWS: [user('ann').arn, account] }, user('ann'), false],
    ['the account alone, for its root user', { AWS: account }, root(), false],
    ['a service', { Service: 'lambda.amazonaws.com' }, service('lambda'), false],
    ['another service', { Service: 'sqs.amazonaws.com' }, service('lambda'), true],
    ['everyone', '*', clerk, false],
  ])('for all but %s: %j', (_name, NotPrincipal, caller, denied) => {
    expect(denies(caller, { NotPrincipal })).toBe(denied);
  });

  it('with NotPrincipal always reaches a role that has a permissions boundary', () => {
    const document = policy(
      allow({ Principal: '*' }),
      deny({ NotPrincipal: { AWS: [roleArn('clerk'), account] } }),
    );
    const policies = {
      identity: [],
      boundary: policy(allow()),
      resource: { kind: 'resource' as const, document },
    };
    expect(evaluate(ask({ caller: clerk }), policies).reason).toBe('explicit-deny');
  });
});

describe('keys that IAM derives from the caller', () => {
  it.each<readonly [Caller, Record<string, string>]>([
    [
      clerk,
      {
        'aws:PrincipalArn': roleArn('clerk'),
        'aws:PrincipalType': 'AssumedRole',
        'aws:PrincipalAccount': OWN,
      },
    ],
    [
      user('ann'),
      { 'aws:PrincipalArn': user('ann').arn, 'aws:username': 'ann', 'aws:PrincipalType': 'User' },
    ],
    [
      root(),
      {
        'aws:PrincipalArn': root().arn,
        'aws:PrincipalType': 'Account',
        'aws:PrincipalIsAWSService': 'false',
      },
    ],
    [
      service('lambda'),
      { 'aws:PrincipalIsAWSService': 'true', 'aws:PrincipalServiceName': 'lambda.amazonaws.com' },
    ],
  ])('need not be given: %j', (caller, StringEquals) => {
    expect(bySide(caller, deny({ Principal: '*', Condition: { StringEquals } })).reason).toBe(
      'explicit-deny',
    );
  });

  it('are absent where IAM has none', () => {
    const Condition = { Null: { 'aws:PrincipalArn': 'true', 'aws:PrincipalAccount': 'true' } };
    expect(bySide(service('lambda'), allow({ Principal: '*', Condition })).allowed).toBe(true);
    expect(bySide(clerk, allow({ Principal: '*', Condition })).allowed).toBe(false);
  });
});
