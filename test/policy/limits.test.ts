import { describe, expect, it } from 'vitest';
import { evaluate } from '../../policy/evaluate.ts';
import type { AccessRequest, PolicySet } from '../../policy/request.ts';
import { allow, ask, keyArn, policy, roleArn, session, user } from './requests.ts';

const ALL = policy(allow());
const NONE = policy(allow({ Action: 'none:none' }));
const ROLE = { AWS: roleArn('caller') };
const SESSION = { AWS: session('caller').arn };

const onSide = (Principal: unknown, kind: 'key' | 'trust' | 'resource' = 'resource') => ({
  kind,
  document: policy(kind === 'trust' ? { Effect: 'Allow', Action: '*', Principal } : allow({ Principal })),
});
const decide = (request: AccessRequest, policies: Partial<PolicySet>) => {
  const { allowed, reason } = evaluate(request, { identity: [], ...policies });
  return allowed ? 'allowed' : reason;
};

const table = ask();
const key = ask({ action: 'kms:Decrypt', resource: keyArn('number') });
const assume = ask({ action: 'sts:AssumeRole', resource: roleArn('custodian') });

describe('a limit that does not allow', () => {
  const limits = [
    ['boundary', { boundary: NONE }],
    ['session', { session: NONE }],
  ] as const;

  it.each(limits)('(%s) stops identity policies', (reason, limit) => {
    expect(decide(table, { identity: [ALL], ...limit })).toBe(reason);
    expect(decide(table, { ...limit })).toBe('no-allow');
  });

  it.each(limits)('(%s) stops an Allow for the role ARN', (reason, limit) => {
    expect(decide(table, { resource: onSide(ROLE), ...limit })).toBe(reason);
    expect(decide(key, { resource: onSide(ROLE, 'key'), ...limit })).toBe(reason);
    expect(decide(assume, { resource: onSide(ROLE, 'trust'), ...limit })).toBe(reason);
  });

  it.each(limits)('(%s) does not stop an Allow for the session ARN, nor for everyone', (_reason, limit) => {
    expect(decide(table, { resource: onSide(SESSION), ...limit })).toBe('allowed');
    expect(decide(table, { resource: onSide('*'), ...limit })).toBe('allowed');
    expect(decide(key, { resource: onSide(SESSION, 'key'), ...limit })).toBe('allowed');
  });

  it('(boundary) does not stop an Allow for a user ARN', () => {
    const request = ask({ caller: user('ann') });
    expect(decide(request, { resource: onSide({ AWS: user('ann').arn }), boundary: NONE })).toBe('allowed');
    expect(decide(request, { identity: [ALL], boundary: NONE })).toBe('boundary');
  });

  it('grants nothing by itself', () => {
    expect(decide(table, { boundary: ALL, session: ALL })).toBe('no-allow');
  });
});
