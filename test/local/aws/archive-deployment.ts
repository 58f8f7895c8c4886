import type { BucketResource, KeyResource } from '../../../local/deployment.ts';
import type { AwsDeployment } from '../../../local/aws/world.ts';
import { arn, lambdaTrust, policy, role, smallDeployment } from './small-deployment.ts';

const bucketArn = (name: string): string => `arn:aws:s3:::${name}`;
const objects = `${bucketArn('roots')}/*`;

/** The archive's bucket policy: a root is only ever added, nobody is let past its retention, and readers list `roots/`. */
const rootsPolicy = policy(
  {
    Sid: 'OnlyNewRoots',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:PutObject',
    Resource: objects,
    Condition: {
      Null: { 's3:if-none-match': 'true' },
      ArnEquals: { 'aws:PrincipalArn': arn.role('writer') },
    },
  },
  {
    Sid: 'NobodyPasses',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:BypassGovernanceRetention',
    Resource: objects,
    Condition: { ArnNotEquals: { 'aws:PrincipalArn': arn.role('owner') } },
  },
  {
    Sid: 'Reader',
    Effect: 'Allow',
    Principal: { AWS: arn.role('reader') },
    Action: 's3:ListBucket',
    Resource: bucketArn('roots'),
    Condition: { StringLike: { 's3:prefix': 'roots/*' } },
  },
  {
    Sid: 'Delivery',
    Effect: 'Allow',
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: objects,
    Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
  },
);

const bucket = (name: string, more: Partial<BucketResource> = {}): BucketResource => ({
  arn: bucketArn(name),
  name,
  versioned: true,
  lockable: false,
  ...more,
});

const signingKey: KeyResource = {
  arn: arn.key('signing'),
  keyId: 'signing',
  spec: 'ECC_NIST_P256',
  usage: 'SIGN_VERIFY',
  aliases: ['alias/signing'],
  policy: policy(
    {
      Effect: 'Allow',
      Principal: { AWS: arn.role('writer') },
      Action: 'kms:Sign',
      Resource: '*',
      Condition: {
        StringEquals: { 'kms:SigningAlgorithm': 'ECDSA_SHA_256', 'kms:MessageType': 'DIGEST' },
      },
    },
    {
      Effect: 'Allow',
      Principal: { AWS: arn.role('owner') },
      Action: 'kms:*',
      Resource: '*',
    },
  ),
};

const openPolicy = policy({
  Effect: 'Allow',
  Principal: { AWS: arn.role('owner') },
  Action: 'kms:*',
  Resource: '*',
});

const allow = (Action: string | readonly string[], Resource: string): object => ({
  Effect: 'Allow',
  Action,
  Resource,
});

/**
 * The small deployment with buckets (`roots` under governance and `sealed` under compliance by default, `lockable`
 * without a default, `pages` without versions), a signing key, and an owner, a writer and a reader of them.
 */
export const archiveDeployment: AwsDeployment = {
  ...smallDeployment,
  buckets: [
    bucket('roots', {
      lockable: true,
      objectLock: { mode: 'GOVERNANCE', days: 30 },
      resourcePolicy: rootsPolicy,
    }),
    bucket('sealed', { lockable: true, objectLock: { mode: 'COMPLIANCE', days: 30 } }),
    bucket('lockable', { lockable: true }),
    bucket('versioned'),
    bucket('pages', { versioned: false }),
  ],
  keys: [...smallDeployment.keys.map(key => ({ ...key, policy: openPolicy })), signingKey],
  roles: [
    ...smallDeployment.roles,
    role('owner', lambdaTrust, allow(['s3:*', 'kms:*'], '*')),
    role('writer', lambdaTrust, allow(['s3:PutObject', 's3:GetObject'], objects)),
    role('reader', lambdaTrust, allow(['s3:GetObject', 's3:GetObjectRetention'], objects)),
  ],
};
