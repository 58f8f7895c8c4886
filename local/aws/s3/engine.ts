import type { PolicyDocument } from '../../../policy/request.ts';
import type { BucketResource } from '../../deployment.ts';
import { AwsError } from '../aws-error.ts';
import type { Body, Engine } from '../engine.ts';
import { textAt } from '../fields.ts';
import { bucketOf, makeBucketBook, type Bucket, type ObjectVersion } from './buckets.ts';
import { keptBuckets, restoreBuckets } from './kept-buckets.ts';
import { listObjects, listVersions } from './listing.ts';
import { deleteObject, getObject, putObject, readable } from './objects.ts';
import { changeRetention, retentionAnswer } from './retention.ts';

/** S3, and what the dump and the door ask of it besides. */
export type S3 = Engine & {
  /** The ARN of a bucket by name; NoSuchBucket where there is none. */
  arnOf(bucket: string): string;
  /** The bucket policy that guards a bucket or object ARN. */
  policyOf(arn: string): PolicyDocument | undefined;
  /** Every version of every object, delete markers too. */
  versions(): readonly { readonly bucket: string; readonly key: string; readonly version: ObjectVersion }[];
};

/** S3 over the deployed buckets: objects, versions, retention and listing; all other verbs answer NotImplemented. */
export function makeS3(resources: readonly BucketResource[]): S3 {
  const buckets = makeBucketBook(resources);
  return {
    handle: async (operation, body, call) => {
      const run = operations[operation];
      if (run === undefined) throw new AwsError('NotImplemented', 'Not an operation of the local S3', 501);
      return { body: run(bucketOf(buckets, body), body, call.nowMs) };
    },
    arnOf: name => buckets.find(name).resource.arn,
    policyOf: arn => {
      const bucketArn = arn.split('/')[0];
      return resources.find(resource => resource.arn === bucketArn)?.resourcePolicy;
    },
    versions: () => buckets.all().flatMap(versionsIn),
    snapshot: async () => keptBuckets(buckets.all()),
    restore: async state => restoreBuckets(buckets.all(), state),
  };
}

const operations: Readonly<Record<string, (bucket: Bucket, body: Body, nowMs: number) => Body>> = {
  PutObject: putObject,
  GetObject: (bucket, body) => getObject(bucket, body, true),
  HeadObject: (bucket, body) => getObject(bucket, body, false),
  DeleteObject: deleteObject,
  ListObjectsV2: listObjects,
  ListObjectVersions: listVersions,
  GetObjectRetention: (bucket, body) => retentionAnswer(bucket, readable(bucket, body)),
  PutObjectRetention: (bucket, body, nowMs) => {
    changeRetention(bucket, readable(bucket, body), body, nowMs);
    return {};
  },
  GetBucketVersioning: ({ versioning }) => ({ Status: versioning }),
  PutBucketVersioning: (bucket, body) => {
    const status = textAt(body, 'Status');
    if (status !== 'Enabled' && status !== 'Suspended') {
      throw new AwsError('IllegalVersioningConfigurationException', 'The status is Enabled or Suspended');
    }
    if (bucket.resource.lockable && status !== 'Enabled') {
      throw new AwsError(
        'InvalidBucketState',
        'An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.',
        409,
      );
    }
    bucket.versioning = status;
    return {};
  },
  GetObjectLockConfiguration: ({ resource }) => {
    if (!resource.lockable) {
      throw new AwsError(
        'ObjectLockConfigurationNotFoundError',
        'Object Lock configuration does not exist for this bucket',
        404,
      );
    }
    const { objectLock } = resource;
    const rule = objectLock && { DefaultRetention: { Mode: objectLock.mode, Days: objectLock.days } };
    return { ObjectLockEnabled: 'Enabled', Rule: rule };
  },
};

function versionsIn({ resource, objects }: Bucket): ReturnType<S3['versions']> {
  return [...objects].flatMap(([key, versions]) =>
    versions.map(version => ({ bucket: resource.name, key, version })),
  );
}
