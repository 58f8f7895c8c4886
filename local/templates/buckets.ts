import * as z from 'zod';
import type { BucketResource } from '../deployment.ts';
import { type Resources, readProperties } from './resources.ts';
import { policyDocument } from './stores.ts';

const defaultRetention = z.object({
  Mode: z.enum(['GOVERNANCE', 'COMPLIANCE']),
  Days: z.coerce.number().int().min(1).optional(),
  Years: z.coerce.number().int().min(1).optional(),
});

const bucketSchema = z.object({
  VersioningConfiguration: z.object({ Status: z.enum(['Enabled', 'Suspended']) }).optional(),
  ObjectLockEnabled: z.boolean().default(false),
  ObjectLockConfiguration: z
    .object({ Rule: z.object({ DefaultRetention: defaultRetention }).optional() })
    .optional(),
  // The local S3 calls no key and sends no events, so a bucket that would is refused.
  BucketEncryption: z
    .object({
      ServerSideEncryptionConfiguration: z.array(
        z.object({ ServerSideEncryptionByDefault: z.object({ SSEAlgorithm: z.literal('AES256') }) }),
      ),
    })
    .optional(),
  NotificationConfiguration: z.undefined().optional(),
});

const bucketPolicySchema = z.object({ Bucket: z.string(), PolicyDocument: policyDocument });

const daysOfYear = 365;

/** The S3 buckets with their policies, versioning and object lock. */
export function readBuckets(resources: Resources): readonly BucketResource[] {
  const policies = resources
    .ofType('AWS::S3::BucketPolicy')
    .map(resource => readProperties(bucketPolicySchema, resource));
  return resources.ofType('AWS::S3::Bucket').map(resource => {
    const bucket = readProperties(bucketSchema, resource);
    const lockable = bucket.ObjectLockEnabled;
    const rule = lockable ? bucket.ObjectLockConfiguration?.Rule?.DefaultRetention : undefined;
    const policy = policies.find(candidate => candidate.Bucket === resource.ref);
    return {
      arn: resource.attributes['Arn'] ?? resource.ref,
      name: resource.ref,
      versioned: lockable || bucket.VersioningConfiguration?.Status === 'Enabled',
      lockable,
      ...(rule && {
        objectLock: { mode: rule.Mode, days: rule.Days ?? (rule.Years ?? 0) * daysOfYear },
      }),
      ...(policy && { resourcePolicy: policy.PolicyDocument }),
    };
  });
}
