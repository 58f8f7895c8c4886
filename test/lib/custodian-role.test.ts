import { describe, expect, test } from 'vitest';
import { custodianTrust, longestTrust, trustLength } from '../../lambdas/domain/custodian-trust.ts';
import { custodianCallers } from '../../lambdas/domain/custodian-callers.ts';
import { namesOf } from '../../lib/names.ts';
import { build, only, resources } from './built-house.ts';
import { flat, statementsOf, withSid } from './policy-reading.ts';

const dev = build('dev');
const role = only(dev, 'vault', 'AWS::IAM::Role', /^CustodianRole/).Properties;
const trusted = (stage: string) =>
  custodianCallers.map(row => ({
    ...row,
    roleArn: `arn:aws:iam::123456789012:role/${namesOf(stage).role(row.function)}`,
  }));

describe('the trust of the custodian', () => {
  test('puts every demand on AssumeRole, where it can be demanded', () => {
    const [refuse, ...rest] = statementsOf(role['AssumeRolePolicyDocument']);
    expect(refuse).toMatchObject({ Effect: 'Deny', Principal: ['*'], Action: ['sts:AssumeRole'] });
    const admitted = rest.filter(({ Action }) => Action.includes('sts:AssumeRole'));
    expect(admitted.map(({ Condition }) => Condition)).toEqual([
      {
        StringEquals: { 'aws:RequestTag/purpose': ['desk', 'disclosure', 'correction'] },
        'ForAllValues:StringEquals': { 'aws:TagKeys': ['purpose'] },
        StringLike: {
          'sts:SourceIdentity': 'stf_*',
          'sts:RoleSessionName': ['desk-*', 'disclosure-*', 'correction-*'],
        },
      },
      {
        StringEquals: { 'aws:RequestTag/purpose': ['delivery'] },
        'ForAllValues:StringEquals': { 'aws:TagKeys': ['purpose'] },
        StringLike: { 'sts:SourceIdentity': 'cmp_*', 'sts:RoleSessionName': ['delivery-*'] },
      },
      {
        StringEquals: { 'aws:RequestTag/purpose': ['rotation-check'] },
        'ForAllValues:StringEquals': { 'aws:TagKeys': ['purpose'] },
        StringLike: { 'sts:SourceIdentity': 'rot_*', 'sts:RoleSessionName': ['rotation-check-*'] },
      },
    ]);
  });

  test('lets the callers pass a tag and a source identity, without further conditions', () => {
    const passing = statementsOf(role['AssumeRolePolicyDocument']).at(-1);
    expect(passing?.Action).toEqual(['sts:TagSession', 'sts:SetSourceIdentity']);
    expect(passing?.Condition).toEqual({});
    expect(passing?.Principal.map(principal => flat(principal))).toEqual([
      expect.stringMatching(/^<CustodianDeskRole/),
      expect.stringMatching(/^<CustodianDeliverRole/),
      expect.stringMatching(/^<CustodianRotateRole/),
    ]);
  });

  test('names the current login epoch by itself, so that a deploy never shuts the callers out', () => {
    const [refuse] = statementsOf(role['AssumeRolePolicyDocument']);
    const ids = refuse?.Condition['StringNotEquals']?.['sts:ExternalId'];
    expect(flat(Array.isArray(ids) ? ids[0] : ids)).toMatch(
      /^\{\{resolve:secretsmanager:<CustodianLogin\w+>:SecretString:externalId::\}\}$/,
    );
  });

  test('stays short enough for IAM with two epochs open', () => {
    const callers = trusted('production');
    expect(trustLength(callers)).toBeLessThan(1_700);
    expect(trustLength([...callers, ...callers.slice(0, 1)])).toBeGreaterThan(longestTrust);
  });

  test('is the same text for the same epochs, whenever it is written', () => {
    const write = () => JSON.stringify(custodianTrust(trusted('dev'), ['one', 'two']));
    expect(write()).toBe(write());
    expect(write()).toContain('["one","two"]');
  });
});

describe('the custodian role', () => {
  test('has its fixed name, sessions of an hour at most, and no tag that could pass for a purpose', () => {
    expect(role).toMatchObject({ RoleName: 'mogiri-dev-custodian', MaxSessionDuration: 3600 });
    const tags = role['Tags'] as readonly { Key: string }[];
    expect(tags.map(tag => tag.Key)).not.toContain('purpose');
  });

  test('cannot exceed opening with the number key and reading the vault, whatever is added to it', () => {
    const boundary = only(dev, 'vault', 'AWS::IAM::ManagedPolicy');
    expect(boundary.Properties['ManagedPolicyName']).toBe('mogiri-dev-custodian-boundary');
    const statements = statementsOf(boundary.Properties['PolicyDocument']);
    expect(statements.flatMap(({ Action }) => Action)).toEqual(['kms:Decrypt', 'dynamodb:GetItem']);
    expect(statements[0]?.Condition).toEqual({
      'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/mogiri-dev-number' },
    });
    expect(flat(statements[1]?.Resource[0])).toMatch(/^<TablesVault\w+\.Arn>$/);
    expect(flat(role['PermissionsBoundary'])).toMatch(/^<CustodianBoundary/);
  });

  test('reads the vault for a person or a campaign, never to check a rotation', () => {
    const policy = only(dev, 'vault', 'AWS::IAM::Policy', /ReadVault/).Properties['PolicyDocument'];
    expect(withSid(policy, 'ReadVaultRow').Condition).toEqual({
      StringNotEquals: { 'aws:PrincipalTag/purpose': 'rotation-check' },
      Null: { 'aws:SourceIdentity': 'false', 'aws:PrincipalTag/purpose': 'false' },
    });
  });

  test('carries the cut-off for old sessions in the template, dated in the past', () => {
    const { PolicyName, PolicyDocument } = only(dev, 'vault', 'AWS::IAM::Policy', /RevokeOlder/).Properties;
    expect(PolicyName).toBe('RevokeOlder');
    const cut = withSid(PolicyDocument, 'RevokeOlder');
    expect(cut).toMatchObject({ Effect: 'Deny', Action: ['*'], Resource: ['*'] });
    expect(Date.parse(String(cut.Condition['DateLessThan']?.['aws:TokenIssueTime']))).toBeLessThan(
      Date.UTC(2020, 0),
    );
  });
});

describe('a caller of the custodian', () => {
  test('may try only from its own function, for entering and for the login', () => {
    for (const name of ['CustodianDesk', 'CustodianDeliver']) {
      const policy = only(dev, 'vault', 'AWS::IAM::Policy', new RegExp(`^${name}Rights`)).Properties[
        'PolicyDocument'
      ];
      const deny = withSid(policy, 'FromOwnFunctionOnly');
      expect(deny.Action).toEqual(['secretsmanager:GetSecretValue', 'sts:AssumeRole']);
      expect(deny.Resource).toEqual(['*']);
      const own = deny.Condition['ArnNotEquals']?.['lambda:SourceFunctionArn'];
      const kebab = name.replace(/(?!^)([A-Z])/g, '-$1').toLowerCase();
      expect(flat(own)).toBe(`arn:aws:lambda:ap-northeast-1:123456789012:function:mogiri-dev-${kebab}`);
    }
  });

  test('that turns the login may write trust and cut-off under the boundary only, and from its own function', () => {
    const { PolicyDocument } = only(dev, 'vault', 'AWS::IAM::Policy', /^CustodianRotateRights/).Properties;
    const write = withSid(PolicyDocument, 'WriteGate');
    expect(write.Action).toEqual(['iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy']);
    expect(write.Resource.map(value => flat(value))).toEqual([
      expect.stringMatching(/^<CustodianRole\w+\.Arn>$/),
    ]);
    expect(flat(write.Condition['StringEquals']?.['iam:PermissionsBoundary'])).toMatch(/^<CustodianBoundary/);
    expect(withSid(PolicyDocument, 'FromOwnFunctionOnly').Action).toEqual(
      expect.arrayContaining([...write.Action, 'sts:AssumeRole', 'secretsmanager:PutSecretValue']),
    );
  });

  test('that only enters reads the login that is in use, and no other version of the secret', () => {
    for (const name of ['CustodianDesk', 'CustodianDeliver']) {
      const { PolicyDocument } = only(
        dev,
        'vault',
        'AWS::IAM::Policy',
        new RegExp(`^${name}Rights`),
      ).Properties;
      expect(withSid(PolicyDocument, 'ReadLogin').Condition).toEqual({
        StringEquals: { 'secretsmanager:VersionStage': 'AWSCURRENT' },
      });
    }
  });

  test('is one of the rows, and nobody else may name the custodian', () => {
    const becoming = Object.entries(resources(dev, 'vault', 'AWS::IAM::Policy')).filter(([, policy]) =>
      statementsOf(policy.Properties['PolicyDocument']).some(
        ({ Effect, Action }) => Effect === 'Allow' && Action.includes('sts:AssumeRole'),
      ),
    );
    expect(becoming.map(([id]) => id.replace(/Rights\w+$/, ''))).toEqual([
      'CustodianDesk',
      'CustodianDeliver',
      'CustodianRotate',
    ]);
  });
});
