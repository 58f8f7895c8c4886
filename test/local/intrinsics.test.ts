import { describe, expect, it } from 'vitest';
import { parseTemplate, type Stack } from '../../local/templates/assembly.ts';
import { resolveResources } from '../../local/templates/resources.ts';
import { resolveSecretReferences } from '../../local/templates/secret-references.ts';
import { TemplateProblem } from '../../local/templates/template-problem.ts';

const queue = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'lanes' } };

function stackOf(name: string, template: Record<string, unknown>): Stack {
  return {
    name,
    account: '000000000000',
    region: 'ap-northeast-1',
    template: parseTemplate(name, template),
    assets: new Map(),
  };
}

function resolved(
  value: unknown,
  template: Record<string, unknown> = {},
  others: readonly Stack[] = [],
): unknown {
  const stack = stackOf('house', {
    ...template,
    Resources: {
      Lanes: queue,
      Probe: { Type: 'Probe', Properties: { value } },
      ...(template['Resources'] as object | undefined),
    },
  });
  const resources = resolveResources([stack, ...others], type => type === 'Probe', 4322);
  return resources.ofType('Probe')[0]?.properties['value'];
}

describe('intrinsics', () => {
  it('resolves a queue to its URL at the local endpoint and its ARN', () => {
    expect(resolved({ Ref: 'Lanes' })).toBe('http://127.0.0.1:4322/000000000000/lanes');
    expect(resolved({ 'Fn::GetAtt': ['Lanes', 'Arn'] })).toBe(
      'arn:aws:sqs:ap-northeast-1:000000000000:lanes',
    );
  });

  it('resolves pseudo parameters', () => {
    expect(resolved([{ Ref: 'AWS::AccountId' }, { Ref: 'AWS::Region' }, { Ref: 'AWS::Partition' }])).toEqual([
      '000000000000',
      'ap-northeast-1',
      'aws',
    ]);
  });

  it('joins, splits and selects', () => {
    const arn = { 'Fn::GetAtt': ['Lanes', 'Arn'] };
    expect(resolved({ 'Fn::Join': ['/', ['a', { Ref: 'AWS::Region' }, 'b']] })).toBe('a/ap-northeast-1/b');
    expect(resolved({ 'Fn::Select': [5, { 'Fn::Split': [':', arn] }] })).toBe('lanes');
  });

  it('substitutes resources, attributes, own variables and literals', () => {
    expect(resolved({ 'Fn::Sub': '${AWS::Region}|${Lanes.QueueName}|${!Literal}' })).toBe(
      'ap-northeast-1|lanes|${Literal}',
    );
    expect(resolved({ 'Fn::Sub': ['${Name}', { Name: { Ref: 'AWS::StackName' } }] })).toBe('house');
  });

  it('follows conditions and leaves out what they switch off', () => {
    const template = {
      Parameters: { Kind: { Default: 'dev' } },
      Conditions: {
        IsDev: { 'Fn::Equals': [{ Ref: 'Kind' }, 'dev'] },
        IsProd: { 'Fn::Not': [{ Condition: 'IsDev' }] },
      },
    };
    expect(resolved({ 'Fn::If': ['IsDev', 'yes', 'no'] }, template)).toBe('yes');
    expect(resolved({ a: 1, b: { 'Fn::If': ['IsProd', 2, { Ref: 'AWS::NoValue' }] } }, template)).toEqual({
      a: 1,
    });
  });

  it('keeps the Condition of a policy statement', () => {
    expect(resolved({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } })).toEqual({
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });

  it('finds in maps and encodes Base64', () => {
    const template = { Mappings: { Sizes: { small: { mb: 128 } } } };
    expect(resolved({ 'Fn::FindInMap': ['Sizes', 'small', 'mb'] }, template)).toBe(128);
    expect(resolved({ 'Fn::Base64': 'もぎり' })).toBe(Buffer.from('もぎり').toString('base64'));
  });

  it('reads exports and stack outputs of other stacks', () => {
    const vault = stackOf('vault', {
      Resources: { Dead: { Type: 'AWS::SQS::Queue', Properties: {} } },
      Outputs: {
        DeadName: { Value: { 'Fn::GetAtt': ['Dead', 'QueueName'] }, Export: { Name: 'vault:dead' } },
      },
    });
    expect(resolved({ 'Fn::ImportValue': 'vault:dead' }, {}, [vault])).toBe('vault-Dead');
    const output = { 'Fn::GetStackOutput': { StackName: 'vault', OutputName: 'DeadName' } };
    expect(resolved(output, {}, [vault])).toBe('vault-Dead');
  });

  it.each([
    ['an unknown intrinsic', { 'Fn::Cidr': ['10.0.0.0/16', 2, 8] }, /Fn::Cidr is not known/],
    ['a missing resource', { Ref: 'Nothing' }, /Nothing, which is not there/],
    ['an unknown attribute', { 'Fn::GetAtt': ['Lanes', 'Colour'] }, /attribute Colour/],
    ['a missing export', { 'Fn::ImportValue': 'nowhere' }, /no stack exports nowhere/],
  ])('refuses %s and says so', (_, value, problem) => {
    expect(() => resolved(value)).toThrow(problem);
    expect(() => resolved(value)).toThrow(TemplateProblem);
  });
});

describe('secret references', () => {
  const secrets = (id: string): string =>
    id === 'arn:aws:sm:x:secret:login' ? '{"externalId":"e1","epoch":1}' : 'plain';

  it('stay until the secrets exist, then become one key or the whole string', () => {
    const document = {
      Statement: [{ Id: '{{resolve:secretsmanager:arn:aws:sm:x:secret:login:SecretString:externalId::}}' }],
    };
    expect(resolved(document)).toEqual(document);
    expect(resolveSecretReferences(document, secrets)).toEqual({ Statement: [{ Id: 'e1' }] });
    expect(resolveSecretReferences('a-{{resolve:secretsmanager:other:SecretString:::}}-b', secrets)).toBe(
      'a-plain-b',
    );
  });

  it('refuses a key that the secret has not, and other services', () => {
    const missing = '{{resolve:secretsmanager:arn:aws:sm:x:secret:login:SecretString:colour::}}';
    expect(() => resolveSecretReferences(missing, secrets)).toThrow(/has no key colour/);
    expect(() => resolveSecretReferences('{{resolve:ssm:name}}', secrets)).toThrow(/ssm is not known/);
  });
});
