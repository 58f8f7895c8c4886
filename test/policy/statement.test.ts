import { describe, expect, it } from 'vitest';
import { evaluate } from '../../policy/evaluate.ts';
import type { AccessRequest, PolicyDocument, PolicySet } from '../../policy/request.ts';
import { allow, ask, deny, keyArn, policy, roleArn, tableArn } from './requests.ts';

const ALL = policy(allow());
const NONE = policy(allow({ Action: 'none:none' }));

const decide = (request: AccessRequest, policies: Partial<PolicySet>) =>
  evaluate(request, { identity: [], ...policies }).reason;

const table = ask();

const toCaller = {
  kind: 'resource' as const,
  document: policy(allow({ Principal: { AWS: roleArn('caller') } })),
};

describe('the decision', () => {
  it('names the statement by Sid, or by its place', () => {
    const named = policy(allow({ Action: 'sqs:*' }), allow({ Sid: 'Everything' }));
    expect(evaluate(table, { identity: [named] }).statement).toBe('Everything');
    expect(evaluate(table, { identity: [NONE, policy(allow({ Action: 'sqs:*' }), allow())] }).statement).toBe(
      'identity[1].Statement[1]',
    );
    expect(evaluate(table, { identity: [], resource: toCaller }).statement).toBe('resource.Statement[0]');
    expect(evaluate(table, { identity: [ALL], boundary: policy(deny()) }).statement).toBe(
      'boundary.Statement[0]',
    );
  });

  it('keeps to the elements of one statement: action, resource and condition must all match', () => {
    const statement = {
      Action: 'dynamodb:GetItem',
      Resource: tableArn('Vault'),
      Condition: { Bool: { 'aws:SecureTransport': true } },
    };
    const identity: PolicyDocument[] = [policy(allow(statement))];
    const right = ask({ context: { 'aws:SecureTransport': 'true' } });
    expect(decide(right, { identity })).toBe('allowed');
    expect(decide({ ...right, action: 'dynamodb:PutItem' }, { identity })).toBe('no-allow');
    expect(decide({ ...right, resource: tableArn('Book') }, { identity })).toBe('no-allow');
    expect(decide({ ...right, context: {} }, { identity })).toBe('no-allow');
  });

  it('reads a lone statement like a list of one', () => {
    expect(decide(table, { identity: [{ Version: '2012-10-17', Statement: allow() }] })).toBe('allowed');
  });

  it('needs every test of a Condition, in one operator and across operators', () => {
    const Condition = {
      StringEquals: { 'aws:userid': 'a', 'aws:SourceIdentity': 'b' },
      Bool: { 'aws:SecureTransport': 'true' },
    };
    const identity = [policy(allow({ Condition }))];
    const context = { 'aws:userid': 'a', 'aws:SourceIdentity': 'b', 'aws:SecureTransport': 'true' };
    expect(decide(ask({ context }), { identity })).toBe('allowed');
    for (const missing of Object.keys(context)) {
      const rest = Object.fromEntries(Object.entries(context).filter(([name]) => name !== missing));
      expect(decide(ask({ context: rest }), { identity })).toBe('no-allow');
    }
  });

  it('finds condition keys whatever their case', () => {
    const identity = [policy(allow({ Condition: { StringEquals: { 'AWS:principaltag/Purpose': 'desk' } } }))];
    expect(decide(ask({ context: { 'aws:PrincipalTag/purpose': 'desk' } }), { identity })).toBe('allowed');
    expect(decide(ask({ context: { 'aws:PrincipalTag/purpose': 'Desk' } }), { identity })).toBe('no-allow');
  });

  it('needs a key policy only for KMS verbs on a key', () => {
    const alias = 'arn:aws:kms:ap-northeast-1:000000000000:alias/a';
    expect(decide(ask({ action: 'kms:CreateAlias', resource: alias }), { identity: [ALL] })).toBe('allowed');
    expect(decide(ask({ action: 'kms:ListKeys', resource: '*' }), { identity: [ALL] })).toBe('allowed');
    expect(decide(ask({ action: 'tag:GetTagKeys', resource: keyArn('k') }), { identity: [ALL] })).toBe(
      'allowed',
    );
  });

  it('parses a document only once, so that enforcing it on every call is cheap', () => {
    let reads = 0;
    const document: PolicyDocument = {
      get Statement() {
        reads += 1;
        return [allow()];
      },
    };
    expect(decide(table, { identity: [document] })).toBe('allowed');
    const first = reads;
    expect(decide(table, { identity: [document] })).toBe('allowed');
    expect(reads).toBe(first);
  });
});
