import * as z from 'zod';
import type { KeyResource, QueueResource, SecretResource, TableResource } from '../deployment.ts';
import { type Resource, type Resources, readProperties } from './resources.ts';

const documentSchema = z.object({
  Version: z.string().optional(),
  Id: z.string().optional(),
  Statement: z.unknown(),
});

/** An IAM policy document as it stands in a template. */
export const policyDocument = documentSchema.transform(document => ({
  Statement: document.Statement,
  ...(document.Version === undefined ? {} : { Version: document.Version }),
  ...(document.Id === undefined ? {} : { Id: document.Id }),
}));

const tableSchema = z.object({
  AttributeDefinitions: z.array(z.unknown()),
  KeySchema: z.array(z.unknown()),
  GlobalSecondaryIndexes: z.array(z.record(z.string(), z.unknown())).optional(),
  LocalSecondaryIndexes: z.array(z.unknown()).optional(),
  BillingMode: z.literal('PAY_PER_REQUEST'),
  TimeToLiveSpecification: z.object({ AttributeName: z.string(), Enabled: z.unknown() }).optional(),
  ResourcePolicy: z.object({ PolicyDocument: policyDocument }).optional(),
});

/** The tables, each with the input of its CreateTable call. */
export function readTables(resources: Resources): readonly TableResource[] {
  return resources.ofType('AWS::DynamoDB::Table').map(resource => {
    const table = readProperties(tableSchema, resource);
    return {
      arn: arnOf(resource),
      name: resource.ref,
      definition: {
        TableName: resource.ref,
        AttributeDefinitions: table.AttributeDefinitions,
        KeySchema: table.KeySchema,
        BillingMode: table.BillingMode,
        ...(table.GlobalSecondaryIndexes && { GlobalSecondaryIndexes: table.GlobalSecondaryIndexes }),
        ...(table.LocalSecondaryIndexes && { LocalSecondaryIndexes: table.LocalSecondaryIndexes }),
      },
      ...(table.TimeToLiveSpecification && { ttlAttribute: table.TimeToLiveSpecification.AttributeName }),
      ...(table.ResourcePolicy && { resourcePolicy: table.ResourcePolicy.PolicyDocument }),
    };
  });
}

const keySchema = z.object({
  KeyPolicy: policyDocument,
  KeySpec: z.enum(['SYMMETRIC_DEFAULT', 'HMAC_256', 'ECC_NIST_P256']).default('SYMMETRIC_DEFAULT'),
  KeyUsage: z.enum(['ENCRYPT_DECRYPT', 'GENERATE_VERIFY_MAC', 'SIGN_VERIFY']).default('ENCRYPT_DECRYPT'),
});

const aliasSchema = z.object({ AliasName: z.string(), TargetKeyId: z.string() });

/** The KMS keys with their policies and aliases. */
export function readKeys(resources: Resources): readonly KeyResource[] {
  const aliases = resources.ofType('AWS::KMS::Alias').map(resource => readProperties(aliasSchema, resource));
  return resources.ofType('AWS::KMS::Key').map(resource => {
    const key = readProperties(keySchema, resource);
    const arn = arnOf(resource);
    return {
      arn,
      keyId: resource.ref,
      spec: key.KeySpec,
      usage: key.KeyUsage,
      aliases: aliases
        .filter(alias => alias.TargetKeyId === arn || alias.TargetKeyId === resource.ref)
        .map(alias => alias.AliasName),
      policy: key.KeyPolicy,
    };
  });
}

const queueSchema = z.object({
  VisibilityTimeout: z.coerce.number().default(30),
  MessageRetentionPeriod: z.coerce.number().default(345_600),
  RedrivePolicy: z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number() }).optional(),
});

const queuePolicySchema = z.object({ Queues: z.array(z.string()), PolicyDocument: policyDocument });

/** The SQS queues; a queue policy is found by the queue's URL. */
export function readQueues(resources: Resources): readonly QueueResource[] {
  const policies = resources
    .ofType('AWS::SQS::QueuePolicy')
    .map(resource => readProperties(queuePolicySchema, resource));
  return resources.ofType('AWS::SQS::Queue').map(resource => {
    const queue = readProperties(queueSchema, resource);
    const policy = policies.find(candidate => candidate.Queues.includes(resource.ref));
    return {
      arn: arnOf(resource),
      name: resource.attributes['QueueName'] ?? '',
      visibilityTimeoutSeconds: queue.VisibilityTimeout,
      retentionSeconds: queue.MessageRetentionPeriod,
      ...(queue.RedrivePolicy && {
        deadLetter: {
          arn: queue.RedrivePolicy.deadLetterTargetArn,
          maxReceiveCount: queue.RedrivePolicy.maxReceiveCount,
        },
      }),
      ...(policy && { resourcePolicy: policy.PolicyDocument }),
    };
  });
}

const secretSchema = z.object({
  GenerateSecretString: z
    .object({
      SecretStringTemplate: z.string().optional(),
      GenerateStringKey: z.string().optional(),
      PasswordLength: z.coerce.number().default(32),
      ExcludePunctuation: z.coerce.boolean().default(false),
    })
    .default({ PasswordLength: 32, ExcludePunctuation: false }),
});

const secretPolicySchema = z.object({ SecretId: z.string(), ResourcePolicy: policyDocument });

/** The secrets and how their first value is made; a value written into the template itself is refused. */
export function readSecrets(resources: Resources): readonly SecretResource[] {
  const policies = resources
    .ofType('AWS::SecretsManager::ResourcePolicy')
    .map(resource => readProperties(secretPolicySchema, resource));
  return resources.ofType('AWS::SecretsManager::Secret').map(resource => {
    const { GenerateSecretString: born } = readProperties(secretSchema, resource);
    const policy = policies.find(candidate => candidate.SecretId === resource.ref);
    return {
      arn: resource.ref,
      name: resource.ref.split(':secret:')[1]?.slice(0, -7) ?? resource.ref,
      passwordLength: born.PasswordLength,
      excludePunctuation: born.ExcludePunctuation,
      ...(born.SecretStringTemplate !== undefined && { template: born.SecretStringTemplate }),
      ...(born.GenerateStringKey !== undefined && { generateKey: born.GenerateStringKey }),
      ...(policy && { resourcePolicy: policy.ResourcePolicy }),
    };
  });
}

function arnOf(resource: Resource): string {
  return resource.attributes['Arn'] ?? resource.ref;
}
