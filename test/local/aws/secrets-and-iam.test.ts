import {
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type OpenWorld } from './open-world.ts';
import { arn, policy } from './small-deployment.ts';

let open: OpenWorld;
let secrets: SecretsManagerClient;
let iam: IAMClient;
beforeAll(async () => {
  open = await openWorld();
  secrets = new SecretsManagerClient(open.as('operator'));
  iam = new IAMClient(open.as('operator'));
});
afterAll(() => open.world.close());

const valueAt = async (VersionStage?: string): Promise<Record<string, unknown>> => {
  const command = new GetSecretValueCommand({
    SecretId: arn.secret,
    ...(VersionStage === undefined ? {} : { VersionStage }),
  });
  return JSON.parse((await secrets.send(command)).SecretString ?? '{}') as Record<string, unknown>;
};

describe('a secret', () => {
  test('is born from its template with a generated key', async () => {
    expect(await valueAt()).toEqual({ epoch: 1, externalId: expect.stringMatching(/^[A-Za-z0-9]{43}$/) });
    expect(JSON.parse(open.world.secrets.value(arn.secret))).toEqual(await valueAt());
  });

  test('keeps a pending version beside the current one until the stages move', async () => {
    const before = await valueAt();
    const token = 'a'.repeat(32);
    const next = JSON.stringify({ epoch: 2, externalId: 'next' });
    const put = {
      SecretId: arn.secret,
      ClientRequestToken: token,
      SecretString: next,
      VersionStages: ['AWSPENDING'],
    };
    await secrets.send(new PutSecretValueCommand(put));
    await secrets.send(new PutSecretValueCommand(put));
    expect([await valueAt(), await valueAt('AWSPENDING')]).toEqual([
      before,
      { epoch: 2, externalId: 'next' },
    ]);
    const other = secrets.send(new PutSecretValueCommand({ ...put, SecretString: '{}' }));
    await expect(other).rejects.toMatchObject({ name: 'ResourceExistsException' });
    const { VersionIdsToStages = {} } = await secrets.send(new DescribeSecretCommand({ SecretId: 'login' }));
    const current = Object.keys(VersionIdsToStages).find(id =>
      VersionIdsToStages[id]?.includes('AWSCURRENT'),
    );
    const move = {
      SecretId: arn.secret,
      VersionStage: 'AWSCURRENT',
      MoveToVersionId: token,
      RemoveFromVersionId: current,
    };
    await secrets.send(new UpdateSecretVersionStageCommand(move));
    expect([await valueAt(), await valueAt('AWSPREVIOUS')]).toEqual([
      { epoch: 2, externalId: 'next' },
      before,
    ]);
  });

  test('that is open in its current version only is closed under a version’s id', async () => {
    const current = { StringEquals: { 'secretsmanager:VersionStage': 'AWSCURRENT' } };
    const read = { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: arn.secret };
    const document = policy({ ...read, Condition: current });
    const named = { RoleName: 'nobody', PolicyName: 'login-reader' };
    await iam.send(new PutRolePolicyCommand({ ...named, PolicyDocument: JSON.stringify(document) }));
    const nobody = new SecretsManagerClient(open.as('nobody'));
    const asked = { SecretId: arn.secret };
    const { VersionId } = await nobody.send(new GetSecretValueCommand(asked));
    const byId = { ...asked, VersionId };
    const denied = { name: 'AccessDeniedException' };
    await expect(nobody.send(new GetSecretValueCommand(byId))).rejects.toMatchObject(denied);
    const both = { ...byId, VersionStage: 'AWSCURRENT' };
    expect(await nobody.send(new GetSecretValueCommand(both))).toMatchObject({ VersionId });
    await iam.send(new DeleteRolePolicyCommand(named));
  });

  test('without such a version or name is not found', async () => {
    const missing = { name: 'ResourceNotFoundException' };
    await expect(valueAt('NONE')).rejects.toMatchObject(missing);
    await expect(secrets.send(new GetSecretValueCommand({ SecretId: 'none' }))).rejects.toMatchObject(
      missing,
    );
  });
});

describe('a role', () => {
  test('shows its trust, with the login epoch filled in', async () => {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'custodian' }));
    const trust = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
    expect(Role?.Arn).toBe(arn.role('custodian'));
    expect(trust).not.toContain('{{resolve');
    expect(JSON.parse(trust)).toMatchObject({
      Statement: [{ Effect: 'Deny' }, { Effect: 'Allow' }, { Effect: 'Allow' }],
    });
  });

  test('gains and loses a right with an inline policy, at once', async () => {
    const read = (): Promise<unknown> =>
      new DynamoDBClient(open.as('nobody')).send(
        new GetItemCommand({ TableName: 'gate', Key: { pk: { S: 'a' } } }),
      );
    const document = policy({ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: arn.table('gate') });
    await expect(read()).rejects.toMatchObject({ name: 'AccessDeniedException' });
    const named = { RoleName: 'nobody', PolicyName: 'reader' };
    await iam.send(new PutRolePolicyCommand({ ...named, PolicyDocument: JSON.stringify(document) }));
    expect(await read()).toMatchObject({ $metadata: { httpStatusCode: 200 } });
    const shown = await iam.send(new GetRolePolicyCommand(named));
    expect(JSON.parse(decodeURIComponent(shown.PolicyDocument ?? ''))).toEqual(document);
    expect((await iam.send(new ListRolePoliciesCommand({ RoleName: 'nobody' }))).PolicyNames).toEqual([
      'reader',
    ]);
    await iam.send(new DeleteRolePolicyCommand(named));
    await expect(read()).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(iam.send(new GetRolePolicyCommand(named))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    });
  });

  test('revokes its older sessions by their token issue time', async () => {
    const old = new DynamoDBClient(open.as('operator'));
    open.clock.advance(10);
    const cutOff = new Date(open.clock.now()).toISOString();
    open.clock.advance(10);
    const young = new DynamoDBClient(open.as('operator'));
    const revokeOlder = policy({
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { DateLessThan: { 'aws:TokenIssueTime': cutOff } },
    });
    const named = { RoleName: 'operator', PolicyName: 'RevokeOlder' };
    await iam.send(new PutRolePolicyCommand({ ...named, PolicyDocument: JSON.stringify(revokeOlder) }));
    const read = new GetItemCommand({ TableName: 'gate', Key: { pk: { S: 'a' } } });
    await expect(old.send(read)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(await young.send(read)).toMatchObject({ $metadata: { httpStatusCode: 200 } });
    await new IAMClient(open.as('operator')).send(new DeleteRolePolicyCommand(named));
  });

  test('can be assumed as its new trust says, at once', async () => {
    const assume = (): Promise<unknown> =>
      new STSClient(open.as('nobody')).send(
        new AssumeRoleCommand({ RoleArn: arn.role('custodian'), RoleSessionName: 'test' }),
      );
    await expect(assume()).rejects.toMatchObject({ name: 'AccessDenied' });
    const trust = policy({
      Effect: 'Allow',
      Principal: { AWS: arn.role('nobody') },
      Action: 'sts:AssumeRole',
    });
    const update = { RoleName: 'custodian', PolicyDocument: JSON.stringify(trust) };
    await iam.send(new UpdateAssumeRolePolicyCommand(update));
    expect(await assume()).toMatchObject({
      AssumedRoleUser: { Arn: 'arn:aws:sts::000000000000:assumed-role/custodian/test' },
    });
  });

  test('refuses a trust policy that is too long or no policy', async () => {
    const long = policy({ Effect: 'Allow', Principal: { AWS: 'x'.repeat(2048) }, Action: 'sts:AssumeRole' });
    const update = (PolicyDocument: string): Promise<unknown> =>
      iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'custodian', PolicyDocument }));
    await expect(update(JSON.stringify(long))).rejects.toMatchObject({ name: 'LimitExceededException' });
    await expect(update('{"no": "policy"}')).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
    });
    await expect(iam.send(new GetRoleCommand({ RoleName: 'none' }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    });
  });
});
