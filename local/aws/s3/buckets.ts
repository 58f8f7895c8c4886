import { randomBytes } from 'node:crypto';
import type { BucketResource } from '../../deployment.ts';
import { AwsError } from '../aws-error.ts';
import type { Body } from '../engine.ts';
import { requiredText, textAt } from '../fields.ts';
import type { Retention } from './retention.ts';

/** One version of an object; `stored` are the members that come back as they were sent (content type, metadata, checksum). */
export type ObjectVersion = {
  readonly id: string;
  readonly atMs: number;
  readonly content: Buffer;
  readonly etag: string;
  readonly stored: Body;
  readonly deleteMarker: boolean;
  retention?: Retention;
};

/** A bucket as it stands now: versions by key, the newest last. `versioning` is absent until it is first enabled. */
export type Bucket = {
  readonly resource: BucketResource;
  versioning?: 'Enabled' | 'Suspended';
  readonly objects: Map<string, ObjectVersion[]>;
};

/** The buckets of the deployment. */
export type BucketBook = {
  /** NoSuchBucket where there is none. */
  find(name: string): Bucket;
  all(): readonly Bucket[];
};

/** Makes each deployed bucket, empty; object lock brings versioning with it. */
export function makeBucketBook(resources: readonly BucketResource[]): BucketBook {
  const buckets = resources.map(newBucket);
  return {
    find: name => {
      const found = buckets.find(bucket => bucket.resource.name === name);
      if (found === undefined) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
      return found;
    },
    all: () => buckets,
  };
}

/** The bucket a call names. */
export function bucketOf(buckets: BucketBook, body: Body): Bucket {
  return buckets.find(requiredText(body, 'Bucket'));
}

/** The version a call means: the one it names or the newest, delete markers included; NoSuchVersion or NoSuchKey. */
export function versionOf(bucket: Bucket, body: Body): ObjectVersion {
  const versions = bucket.objects.get(requiredText(body, 'Key')) ?? [];
  const id = textAt(body, 'VersionId');
  const found = id === undefined ? versions.at(-1) : versions.find(version => version.id === id);
  if (found !== undefined) return found;
  throw id === undefined
    ? noSuchKey()
    : new AwsError('NoSuchVersion', 'The specified version does not exist.', 404);
}

/** What S3 says of a key without an object. */
export function noSuchKey(): AwsError {
  return new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
}

/** Adds a version; without versioning, or while that is suspended, it takes the place of the one called `null`. */
export function addVersion(bucket: Bucket, key: string, version: Omit<ObjectVersion, 'id'>): ObjectVersion {
  const id = bucket.versioning === 'Enabled' ? randomBytes(24).toString('base64url') : 'null';
  const added = { ...version, id };
  if (id === 'null') removeVersion(bucket, key, id);
  bucket.objects.set(key, [...(bucket.objects.get(key) ?? []), added]);
  return added;
}

/** Takes a version away for good; answers it, or undefined where there is none of that id. */
export function removeVersion(bucket: Bucket, key: string, id: string): ObjectVersion | undefined {
  const versions = bucket.objects.get(key) ?? [];
  const left = versions.filter(version => version.id !== id);
  if (left.length === 0) bucket.objects.delete(key);
  else bucket.objects.set(key, left);
  return versions.find(version => version.id === id);
}

function newBucket(resource: BucketResource): Bucket {
  const objects = new Map<string, ObjectVersion[]>();
  return resource.versioned ? { resource, objects, versioning: 'Enabled' } : { resource, objects };
}
