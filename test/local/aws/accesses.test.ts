import { describe, expect, test } from 'vitest';
import { makeDynamoDbAccessReader } from '../../../local/aws/authorize/dynamodb.ts';
import { globalKeys } from '../../../local/aws/authorize/global-keys.ts';
import { makeIamAccessReader } from '../../../local/aws/authorize/iam.ts';
import { makeKmsAccessReader } from '../../../local/aws/authorize/kms.ts';
import { stsAccesses } from '../../../local/aws/authorize/sts.ts';
import { makeCallerRegistry } from '../../../local/aws/caller.ts';
import { makeKeyBook } from '../../../local/aws/kms/keys.ts';
import { makeRoleBook } from '../../../local/aws/roles.ts';
import { makeTrail, type TrailEntry } from '../../../local/aws/trail.ts';
import { arn, smallDeployment } from './small-deployment.ts';

const hashKeys: Readonly<Record<string, string>> = { gsi1: 'gsi1pk' };
const readDynamoDb = makeDynamoDbAccessReader({
  arnPrefix: 'arn:aws:dynamodb:ap-northeast-1:000000000000:table/',
  hashKeyOf: (_table, index) => (index === undefined ? 'pk' : hashKeys[index]),
});
const callers = makeCallerRegistry();
const session = callers.issue({ roleArn: arn.role('operator'), sessionName: 'test' }, 0);

describe('DynamoDB permissions', () => {
  test('of an item name its leading key, its attributes and what is to be returned', () => {
    const body = {
      TableName: 'book',
      Key: { pk: { S: 'p1' }, sk: { S: 's1' } },
      UpdateExpression: 'SET #s = :s, counts.a = if_not_exists(counts.a, :zero) REMOVE plan',
      ConditionExpression: 'attribute_exists(pk) AND size(label) > :zero',
      ExpressionAttributeNames: { '#s': 'state' },
      ReturnValues: 'ALL_NEW',
    };
    const [access, ...rest] = readDynamoDb('UpdateItem', body, session);
    expect(rest).toEqual([]);
    expect(access).toMatchObject({ action: 'dynamodb:UpdateItem', resource: arn.table('book') });
    expect(access?.context).toMatchObject({
      'dynamodb:LeadingKeys': ['p1'],
      'dynamodb:ReturnValues': 'ALL_NEW',
    });
    const named = access?.context['dynamodb:Attributes'] as readonly string[];
    expect(named.toSorted()).toEqual(['counts', 'label', 'pk', 'plan', 'sk', 'state']);
  });

  test('of an item without ReturnValues carry no such key', () => {
    const [access] = readDynamoDb('PutItem', { TableName: 'book', Item: { pk: { S: 'p' } } }, session);
    expect(access?.context).not.toHaveProperty(['dynamodb:ReturnValues']);
  });

  test('of an index query are asked of the index and name its leading key', () => {
    const body = {
      TableName: arn.table('book'),
      IndexName: 'gsi1',
      KeyConditionExpression: '#h = :h AND begins_with(gsi1sk, :s)',
      ExpressionAttributeNames: { '#h': 'gsi1pk' },
      ExpressionAttributeValues: { ':h': { S: 'aud#1' }, ':s': { S: 'x' } },
      Select: 'COUNT',
    };
    const [access] = readDynamoDb('Query', body, session);
    expect(access?.resource).toBe(`${arn.table('book')}/index/gsi1`);
    expect(access?.context).toMatchObject({ 'dynamodb:LeadingKeys': ['aud#1'], 'dynamodb:Select': 'COUNT' });
  });

  test('of a transaction are those of its items, with the enclosing operation', () => {
    const TransactItems = [
      { Put: { TableName: 'book', Item: { pk: { S: '1' } } } },
      { ConditionCheck: { TableName: 'gate', Key: { pk: { S: '2' } }, ConditionExpression: 'a = :a' } },
      { Delete: { TableName: 'book', Key: { pk: { S: '3' } } } },
      { Update: { TableName: 'vault', Key: { pk: { S: '4' } }, UpdateExpression: 'REMOVE a' } },
    ];
    const accesses = readDynamoDb('TransactWriteItems', { TransactItems }, session);
    expect(accesses.map(access => [access.action, access.resource])).toEqual([
      ['dynamodb:PutItem', arn.table('book')],
      ['dynamodb:ConditionCheckItem', arn.table('gate')],
      ['dynamodb:DeleteItem', arn.table('book')],
      ['dynamodb:UpdateItem', arn.table('vault')],
    ]);
    for (const { context } of accesses)
      expect(context['dynamodb:EnclosingOperation']).toBe('TransactWriteItems');
  });

  test('of a batch are one per table, with the leading keys of all its items', () => {
    const RequestItems = {
      book: [{ PutRequest: { Item: { pk: { S: 'a' } } } }, { DeleteRequest: { Key: { pk: { S: 'b' } } } }],
      gate: [{ PutRequest: { Item: { pk: { S: 'c' } } } }],
    };
    const write = readDynamoDb('BatchWriteItem', { RequestItems }, session);
    expect(
      write.map(access => [access.action, access.resource, access.context['dynamodb:LeadingKeys']]),
    ).toEqual([
      ['dynamodb:BatchWriteItem', arn.table('book'), ['a', 'b']],
      ['dynamodb:BatchWriteItem', arn.table('gate'), ['c']],
    ]);
    const Keys = [{ pk: { S: 'a' } }, { pk: { S: 'b' } }];
    const read = readDynamoDb('BatchGetItem', { RequestItems: { book: { Keys } } }, session);
    expect(read[0]?.context['dynamodb:LeadingKeys']).toEqual(['a', 'b']);
  });
});

describe('KMS permissions', () => {
  const readKms = makeKmsAccessReader(makeKeyBook(smallDeployment.keys, 0));

  test('are asked of the key behind an alias, with every pair of the encryption context', () => {
    const body = {
      KeyId: 'alias/number',
      Plaintext: '',
      EncryptionContext: { use: 'phone-number', shopper: 'shp_1' },
    };
    const [access] = readKms('Encrypt', body, session);
    expect(access).toMatchObject({ action: 'kms:Encrypt', resource: arn.key('number') });
    expect(access?.context).toMatchObject({
      'kms:EncryptionContext:use': 'phone-number',
      'kms:EncryptionContext:shopper': 'shp_1',
      'kms:EncryptionContextKeys': ['use', 'shopper'],
      'kms:EncryptionAlgorithm': 'SYMMETRIC_DEFAULT',
      'kms:RequestAlias': 'alias/number',
      'kms:ResourceAliases': ['alias/number'],
      'kms:CallerAccount': '000000000000',
    });
  });

  test('of a MAC know its algorithm and no encryption context', () => {
    const [access] = readKms('GenerateMac', { KeyId: 'index', MacAlgorithm: 'HMAC_SHA_256' }, session);
    expect(access?.context).toMatchObject({ 'kms:MacAlgorithm': 'HMAC_SHA_256' });
    expect(access?.context).not.toHaveProperty(['kms:EncryptionContextKeys']);
    expect(access?.context).not.toHaveProperty(['kms:RequestAlias']);
  });
});

describe('IAM permissions', () => {
  const boundaryArn = 'arn:aws:iam::000000000000:policy/boundary';
  const roles = smallDeployment.roles.map(role =>
    role.name === 'custodian' ? { ...role, boundaryArn } : role,
  );
  const readIam = makeIamAccessReader(makeRoleBook(roles));

  test('to edit a role name its permissions boundary, if it has one', () => {
    const put = (RoleName: string): unknown =>
      readIam('PutRolePolicy', { RoleName, PolicyName: 'p' }, session);
    const action = 'iam:PutRolePolicy';
    const bounded = { 'iam:PermissionsBoundary': boundaryArn };
    expect(put('custodian')).toEqual([{ action, resource: arn.role('custodian'), context: bounded }]);
    expect(put('desk')).toEqual([{ action, resource: arn.role('desk'), context: {} }]);
  });
});

describe('STS permissions', () => {
  const form = {
    RoleArn: arn.role('custodian'),
    RoleSessionName: 'desk-1',
    ExternalId: 'epoch',
    SourceIdentity: 'stf_1',
    'Tags.member.1.Key': 'purpose',
    'Tags.member.1.Value': 'desk',
  };

  test('carry exactly the keys AWS gives each action', () => {
    const keys = stsAccesses('AssumeRole', form).map(access => [
      access.action,
      Object.keys(access.context).toSorted(),
    ]);
    expect(keys).toEqual([
      [
        'sts:AssumeRole',
        [
          'aws:RequestTag/purpose',
          'aws:TagKeys',
          'sts:ExternalId',
          'sts:RoleSessionName',
          'sts:SourceIdentity',
        ],
      ],
      ['sts:TagSession', ['aws:RequestTag/purpose', 'aws:TagKeys']],
      ['sts:SetSourceIdentity', ['sts:SourceIdentity']],
    ]);
  });

  test('are one only when neither tags nor a source identity are passed', () => {
    const plain = { RoleArn: arn.role('custodian'), RoleSessionName: 'desk-1' };
    expect(stsAccesses('AssumeRole', plain).map(access => access.action)).toEqual(['sts:AssumeRole']);
  });
});

describe('the global keys', () => {
  test('of a function name it; of the session it assumes they do not, but its tags and person', () => {
    const lambda = callers.issue(
      { roleArn: arn.role('desk'), sessionName: 'desk', functionArn: arn.desk },
      1000,
    );
    const custodian = callers.issue(
      {
        roleArn: arn.role('custodian'),
        sessionName: 'desk-1',
        parent: lambda,
        tags: { purpose: 'desk' },
        sourceIdentity: 'stf_1',
        durationSeconds: 900,
      },
      2000,
    );
    expect(globalKeys(lambda, 5000, 'ap-northeast-1', '000000000000')).toMatchObject({
      'lambda:SourceFunctionArn': arn.desk,
      'aws:PrincipalArn': arn.role('desk'),
      'aws:TokenIssueTime': '1970-01-01T00:00:01.000Z',
    });
    const assumed = globalKeys(custodian, 5000, 'ap-northeast-1', '000000000000');
    expect(assumed).toMatchObject({
      'aws:PrincipalTag/purpose': 'desk',
      'aws:SourceIdentity': 'stf_1',
      'aws:CurrentTime': '1970-01-01T00:00:05.000Z',
      'aws:PrincipalType': 'AssumedRole',
    });
    expect(assumed['aws:userid']).toMatch(/^AROA[0-9A-F]{17}:desk-1$/);
    expect(assumed).not.toHaveProperty(['lambda:SourceFunctionArn']);
  });
});

describe('a full trail', () => {
  const entry = (requestId: string): TrailEntry => ({
    at: '',
    principal: 'p',
    service: 'kms',
    operation: 'Decrypt',
    action: 'kms:Decrypt',
    resource: '*',
    context: {},
    sessionTags: {},
    decision: 'Allow',
    requestId,
  });

  test('drops the oldest, and cursors and late outcomes still meet the right entry', () => {
    const trail = makeTrail(10);
    const first = trail.add(entry('r0'));
    const records = Array.from({ length: 11 }, (_, at) => trail.add(entry(`r${at + 1}`)));
    first.settle({ error: 'TooLate' });
    records.at(-1)?.settle({ units: { read: 1, write: 0 } });
    const { items } = trail.list({ cursor: '5' });
    expect(items.map(item => item.requestId)).toEqual(['r5', 'r6', 'r7', 'r8', 'r9', 'r10', 'r11']);
    expect(items.at(-1)?.units).toEqual({ read: 1, write: 0 });
    expect(trail.list().items).toHaveLength(10);
    expect(trail.list().items.some(item => item.error !== undefined)).toBe(false);
  });
});
