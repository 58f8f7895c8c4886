import { describe, expect, it } from 'vitest';
import { evaluate } from '../../policy/evaluate.ts';
import type { Caller, PolicyDocument } from '../../policy/request.ts';
import { CUSTODIAN } from './number-key-policy.ts';
import { allow, ask, OWN, policy, REGION, root, session, tableArn } from './requests.ts';

const ADMIN = policy(allow());
const custodian = session('mogiri-dev-custodian', 'desk-row1');

describe('the policy of the Vault table, with administrator rights for everybody', () => {
  const document: PolicyDocument = policy({
    Sid: 'OnlyTheCustodianReads',
    Effect: 'Deny',
    Principal: '*',
    Action: [
      'dynamodb:GetItem',
      'dynamodb:BatchGetItem',
      'dynamodb:Query',
      'dynamodb:Scan',
      'dynamodb:PartiQL*',
    ],
    Resource: '*',
    Condition: { ArnNotEquals: { 'aws:PrincipalArn': CUSTODIAN } },
  });
  const decide = (caller: Caller, action: string) =>
    evaluate(ask({ caller, action, resource: tableArn('Vault') }), {
      identity: [ADMIN],
      resource: { kind: 'resource', document },
    }).reason;

  it('lets the custodian alone read', () => {
    expect(decide(custodian, 'dynamodb:GetItem')).toBe('allowed');
    expect(decide(session('mogiri-dev-shopper-verify'), 'dynamodb:GetItem')).toBe('explicit-deny');
    expect(decide(session('admin'), 'dynamodb:Scan')).toBe('explicit-deny');
    expect(decide(root(), 'dynamodb:Query')).toBe('explicit-deny');
    expect(decide(session('admin'), 'dynamodb:PartiQLSelect')).toBe('explicit-deny');
  });

  it('leaves writing to the identity policies', () => {
    expect(decide(session('mogiri-dev-shopper-verify'), 'dynamodb:PutItem')).toBe('allowed');
  });
});

describe('the right to publish', () => {
  const identity = [policy({ Effect: 'Allow', Action: 'sns:Publish', NotResource: 'arn:aws:sns:*:*:*' })];
  const decide = (resource: string) =>
    evaluate(ask({ action: 'sns:Publish', resource }), { identity }).reason;

  it('covers phone numbers, which have no ARN, and no topic', () => {
    expect(decide('*')).toBe('allowed');
    expect(decide(`arn:aws:sns:${REGION}:${OWN}:topic`)).toBe('no-allow');
  });
});
