import type { AwsDeployment } from '../../../local/aws/world.ts';
import type { RoleResource, TableResource } from '../../../local/deployment.ts';
import type { PolicyDocument } from '../../../policy/request.ts';

const account = '000000000000';
const region = 'ap-northeast-1';

/** ARNs of the small deployment the tests of the local AWS run on. */
export const arn = {
  role: (name: string): string => `arn:aws:iam::${account}:role/${name}`,
  table: (name: string): string => `arn:aws:dynamodb:${region}:${account}:table/${name}`,
  queue: (name: string): string => `arn:aws:sqs:${region}:${account}:${name}`,
  key: (id: string): string => `arn:aws:kms:${region}:${account}:key/${id}`,
  secret: `arn:aws:secretsmanager:${region}:${account}:secret:login-AbCdEf`,
  desk: `arn:aws:lambda:${region}:${account}:function:desk`,
};

/** A statement list as a policy. */
export function policy(...statements: readonly object[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

/** The trust of a function's role. */
export const lambdaTrust = policy({
  Effect: 'Allow',
  Principal: { Service: 'lambda.amazonaws.com' },
  Action: 'sts:AssumeRole',
});

/** A role with its statements as one inline policy. */
export function role(name: string, trust: PolicyDocument, ...statements: readonly object[]): RoleResource {
  const policies = statements.length === 0 ? [] : [{ name: 'rights', document: policy(...statements) }];
  return { arn: arn.role(name), name, trust, policies, maxSessionSeconds: 3600 };
}

const desk = { AWS: arn.role('desk') };
const currentLogin = `{{resolve:secretsmanager:${arn.secret}:SecretString:externalId}}`;

const custodianTrust = policy(
  {
    Effect: 'Deny',
    Principal: '*',
    Action: 'sts:AssumeRole',
    Condition: { StringNotEquals: { 'sts:ExternalId': [currentLogin] } },
  },
  {
    Effect: 'Allow',
    Principal: desk,
    Action: 'sts:AssumeRole',
    Condition: {
      StringEquals: { 'aws:RequestTag/purpose': ['desk', 'disclosure'] },
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['purpose'] },
      StringLike: { 'sts:SourceIdentity': 'stf_*', 'sts:RoleSessionName': ['desk-*', 'disclosure-*'] },
    },
  },
  { Effect: 'Allow', Principal: desk, Action: ['sts:TagSession', 'sts:SetSourceIdentity'] },
);

const numberKeyPolicy = policy(
  {
    Sid: 'Seal',
    Effect: 'Allow',
    Principal: { AWS: arn.role('verify') },
    Action: 'kms:Encrypt',
    Resource: '*',
    Condition: { StringEquals: { 'kms:EncryptionContext:use': 'phone-number' } },
  },
  {
    Sid: 'Open',
    Effect: 'Allow',
    Principal: { AWS: arn.role('custodian') },
    Action: 'kms:Decrypt',
    Resource: '*',
    Condition: {
      StringEquals: { 'aws:PrincipalTag/purpose': ['desk', 'disclosure'] },
      StringLike: { 'aws:SourceIdentity': 'stf_*', 'aws:userid': '*:desk-*' },
    },
  },
  {
    Sid: 'NobodyElse',
    Effect: 'Deny',
    Principal: '*',
    Action: ['kms:Decrypt', 'kms:ReEncryptFrom'],
    Resource: '*',
    Condition: { ArnNotEquals: { 'aws:PrincipalArn': arn.role('custodian') } },
  },
  {
    Sid: 'Administer',
    Effect: 'Allow',
    Principal: { AWS: arn.role('operator') },
    Action: [
      'kms:DescribeKey',
      'kms:GetKeyPolicy',
      'kms:PutKeyPolicy',
      'kms:RotateKeyOnDemand',
      'kms:DisableKey',
      'kms:EnableKey',
    ],
    Resource: '*',
  },
);

const macKeyPolicy = policy({
  Effect: 'Allow',
  Principal: { AWS: arn.role('verify') },
  Action: ['kms:GenerateMac', 'kms:VerifyMac'],
  Resource: '*',
  Condition: { StringEquals: { 'kms:MacAlgorithm': 'HMAC_SHA_256' } },
});

function table(name: string, more: Partial<TableResource> = {}): TableResource {
  const definition = {
    AttributeDefinitions: ['pk', 'sk', 'gsi1pk', 'gsi1sk'].map(AttributeName => ({
      AttributeName,
      AttributeType: 'S',
    })),
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'gsi1',
        KeySchema: [
          { AttributeName: 'gsi1pk', KeyType: 'HASH' },
          { AttributeName: 'gsi1sk', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
    BillingMode: 'PAY_PER_REQUEST',
  };
  return { arn: arn.table(name), name, definition, ...more };
}

const hashOnly = {
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
};

const vaultPolicy = policy({
  Effect: 'Deny',
  Principal: '*',
  Action: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:Scan'],
  Resource: '*',
  Condition: { ArnNotEquals: { 'aws:PrincipalArn': arn.role('custodian') } },
});

const operatorRights = {
  Effect: 'Allow',
  Action: ['dynamodb:*', 'sqs:*', 'sns:*', 'iam:*', 'secretsmanager:*'],
  Resource: '*',
};

/** Three tables, three keys, a queue with its dead-letter queue, a secret, and roles from almighty to narrow. */
export const smallDeployment: AwsDeployment = {
  account,
  region,
  buckets: [],
  tables: [
    table('book'),
    { arn: arn.table('gate'), name: 'gate', definition: hashOnly, ttlAttribute: 'ttl' },
    { arn: arn.table('vault'), name: 'vault', definition: hashOnly, resourcePolicy: vaultPolicy },
  ],
  keys: [
    {
      arn: arn.key('number'),
      keyId: 'number',
      spec: 'SYMMETRIC_DEFAULT',
      usage: 'ENCRYPT_DECRYPT',
      aliases: ['alias/number'],
      policy: numberKeyPolicy,
    },
    {
      arn: arn.key('index'),
      keyId: 'index',
      spec: 'HMAC_256',
      usage: 'GENERATE_VERIFY_MAC',
      aliases: ['alias/index'],
      policy: macKeyPolicy,
    },
  ],
  queues: [
    {
      arn: arn.queue('lanes'),
      name: 'lanes',
      visibilityTimeoutSeconds: 60,
      retentionSeconds: 4 * 86_400,
      deadLetter: { arn: arn.queue('lanes-dead'), maxReceiveCount: 2 },
    },
    {
      arn: arn.queue('lanes-dead'),
      name: 'lanes-dead',
      visibilityTimeoutSeconds: 30,
      retentionSeconds: 14 * 86_400,
    },
  ],
  secrets: [
    {
      arn: arn.secret,
      name: 'login',
      template: '{"epoch":1}',
      generateKey: 'externalId',
      passwordLength: 43,
      excludePunctuation: true,
    },
  ],
  roles: [
    role('operator', lambdaTrust, operatorRights),
    role(
      'verify',
      lambdaTrust,
      { Effect: 'Allow', Action: ['dynamodb:PutItem', 'dynamodb:UpdateItem'], Resource: arn.table('book') },
      {
        Effect: 'Allow',
        Action: 'dynamodb:PutItem',
        Resource: arn.table('vault'),
      },
      {
        Effect: 'Deny',
        Action: 'dynamodb:PutItem',
        Resource: arn.table('vault'),
        Condition: {
          StringNotEquals: { 'dynamodb:ReturnValues': 'NONE' },
          Null: { 'dynamodb:ReturnValues': 'false' },
        },
      },
      { Effect: 'Allow', Action: ['dynamodb:Query'], Resource: `${arn.table('book')}/index/gsi1` },
      { Effect: 'Allow', Action: 'sns:Publish', NotResource: 'arn:aws:sns:*:*:*' },
    ),
    role('custodian', custodianTrust, {
      Effect: 'Allow',
      Action: 'dynamodb:GetItem',
      Resource: arn.table('vault'),
    }),
    role(
      'desk',
      lambdaTrust,
      {
        Effect: 'Allow',
        Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
        Resource: arn.role('custodian'),
      },
      { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: arn.secret },
      {
        Effect: 'Deny',
        Action: ['sts:AssumeRole', 'secretsmanager:GetSecretValue'],
        Resource: '*',
        Condition: { ArnNotEquals: { 'lambda:SourceFunctionArn': arn.desk } },
      },
    ),
    role('nobody', lambdaTrust),
  ],
  eventSources: [
    { queueArn: arn.queue('lanes'), functionArn: arn.desk, batchSize: 1, reportBatchItemFailures: true },
  ],
};
