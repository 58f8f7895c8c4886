import { describe, expect, it } from 'vitest';
import { evaluate } from '../../policy/evaluate.ts';
import type { AccessRequest, PolicySet } from '../../policy/request.ts';
import { allow, ask, deny, keyArn, OTHER, OWN, policy, roleArn, root, service, session } from './requests.ts';

const ALL = policy(allow());
const NONE = policy(allow({ Action: 'none:none' }));
const DENY = policy(deny({ Sid: 'Stop' }));
const ACCOUNT = { AWS: `arn:aws:iam::${OWN}:root` };
const ROLE = { AWS: roleArn('caller') };
const SESSION = { AWS: session('caller').arn };

const onSide = (Principal: unknown, kind: 'key' | 'trust' | 'resource' = 'resource') => ({
  kind,
  document: policy(kind === 'trust' ? { Effect: 'Allow', Action: '*', Principal } : allow({ Principal })),
});
const decide = (request: AccessRequest, policies: Partial<PolicySet>) =>
  evaluate(request, { identity: [], ...policies }).reason;

const table = ask();
const stranger = ask({ caller: session('caller', 'session', OTHER) });
const key = ask({ action: 'kms:Decrypt', resource: keyArn('number') });
const assume = ask({ action: 'sts:AssumeRole', resource: roleArn('custodian') });

describe('inside one account', () => {
  it('nothing is allowed unless something allows it', () => {
    expect(decide(table, {})).toBe('no-allow');
    expect(decide(table, { identity: [NONE] })).toBe('no-allow');
  });

  it('either side is enough for an ordinary resource', () => {
    expect(decide(table, { identity: [ALL] })).toBe('allowed');
    expect(decide(table, { identity: [NONE, ALL] })).toBe('allowed');
    expect(decide(table, { resource: onSide(ROLE) })).toBe('allowed');
    expect(decide(table, { identity: [ALL], resource: onSide({ AWS: roleArn('other') }) })).toBe('allowed');
  });

  it('an Allow for the account leaves it to the identity policies', () => {
    expect(decide(table, { resource: onSide(ACCOUNT) })).toBe('no-allow');
    expect(decide(table, { identity: [ALL], resource: onSide(ACCOUNT) })).toBe('allowed');
  });

  it.each<readonly [string, Partial<PolicySet>]>([
    ['identity', { identity: [DENY] }],
    ['boundary', { boundary: DENY }],
    ['session', { session: DENY }],
    ['resource', { resource: { kind: 'resource', document: policy(deny({ Sid: 'Stop', Principal: '*' })) } }],
  ])('an explicit deny in the %s policy wins over every allow', (_name, change) => {
    const everything = { identity: [ALL], boundary: ALL, session: ALL, resource: onSide(SESSION), ...change };
    const identity = [ALL, ...(change.identity ?? [])];
    const decision = evaluate(table, { ...everything, identity });
    expect(decision).toEqual({ allowed: false, reason: 'explicit-deny', statement: 'Stop' });
  });

  it('the root user needs no policy, but obeys a deny', () => {
    const request = ask({ caller: root() });
    expect(decide(request, {})).toBe('allowed');
    expect(
      decide(request, { resource: { kind: 'resource', document: policy(deny({ Principal: '*' })) } }),
    ).toBe('explicit-deny');
  });

  it('a service has no side of its own', () => {
    const request = ask({ caller: service('lambda') });
    expect(decide(request, { identity: [ALL] })).toBe('no-allow');
    expect(decide(request, { resource: onSide({ Service: 'lambda.amazonaws.com' }) })).toBe('allowed');
  });
});

describe('across accounts', () => {
  it.each([
    ['the role', { AWS: roleArn('caller', OTHER) }],
    ['the session', { AWS: session('caller', 'session', OTHER).arn }],
    ['the account', { AWS: OTHER }],
    ['everyone', '*'],
  ])('both sides must allow, whoever of them is named: %s', (_name, principal) => {
    expect(decide(stranger, { resource: onSide(principal) })).toBe('no-allow');
    expect(decide(stranger, { identity: [ALL] })).toBe('no-allow');
    expect(decide(stranger, { identity: [ALL], resource: onSide(principal) })).toBe('allowed');
    expect(decide(stranger, { identity: [ALL], boundary: NONE, resource: onSide(principal) })).toBe(
      'boundary',
    );
    expect(decide(stranger, { identity: [ALL], session: NONE, resource: onSide(principal) })).toBe('session');
  });

  it('the owner account of the resource is not the account of the caller', () => {
    expect(decide(stranger, { identity: [ALL], resource: onSide(ACCOUNT) })).toBe('no-allow');
  });

  it.each(['key', 'trust'] as const)('a %s policy follows the same rule', kind => {
    const request = { ...(kind === 'key' ? key : assume), caller: stranger.caller };
    expect(decide(request, { resource: onSide({ AWS: OTHER }, kind) })).toBe('no-allow');
    expect(decide(request, { identity: [ALL], resource: onSide({ AWS: OTHER }, kind) })).toBe('allowed');
    expect(decide(request, { identity: [ALL], resource: onSide(ACCOUNT, kind) })).toBe('no-allow');
  });
});

describe.each([
  ['key', key],
  ['trust', assume],
] as const)('a %s policy', (kind, request) => {
  it('must itself allow: identity policies alone are nothing', () => {
    expect(decide(request, { identity: [ALL], resource: onSide({ AWS: roleArn('other') }, kind) })).toBe(
      'no-allow',
    );
  });

  it('that names the role needs no identity policy', () => {
    expect(decide(request, { resource: onSide(ROLE, kind) })).toBe('allowed');
  });

  it('that names the account delegates to identity policies', () => {
    expect(decide(request, { resource: onSide(ACCOUNT, kind) })).toBe('no-allow');
    expect(decide(request, { identity: [ALL], resource: onSide(ACCOUNT, kind) })).toBe('allowed');
    expect(decide(request, { identity: [ALL], resource: onSide({ AWS: OWN }, kind) })).toBe('allowed');
  });

  it('delegates only what its own statement covers', () => {
    const Condition = { StringEquals: { 'aws:PrincipalType': 'Account' } };
    const statement = { Effect: 'Allow', Action: '*', Principal: ACCOUNT, Condition };
    const document = policy(kind === 'trust' ? statement : { ...statement, Resource: '*' });
    expect(decide(request, { identity: [ALL], resource: { kind, document } })).toBe('no-allow');
  });
});

describe('a role', () => {
  it('can not be assumed by the root user', () => {
    expect(decide({ ...assume, caller: root() }, { resource: onSide(ACCOUNT, 'trust') })).toBe('no-allow');
  });

  it('is assumed by a service that its trust names', () => {
    const request = { ...assume, caller: service('lambda') };
    expect(decide(request, { resource: onSide({ Service: 'lambda.amazonaws.com' }, 'trust') })).toBe(
      'allowed',
    );
    expect(decide(request, { resource: onSide({ Service: 'scheduler.amazonaws.com' }, 'trust') })).toBe(
      'no-allow',
    );
  });
});

describe('a key', () => {
  it('is used by the root user only through its policy', () => {
    expect(decide({ ...key, caller: root() }, { resource: onSide(ROLE, 'key') })).toBe('no-allow');
    expect(decide({ ...key, caller: root() }, { resource: onSide(ACCOUNT, 'key') })).toBe('allowed');
  });
});
