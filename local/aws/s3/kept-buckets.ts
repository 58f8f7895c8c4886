import type { Bucket, ObjectVersion } from './buckets.ts';

type KeptVersion = Omit<ObjectVersion, 'content'> & { readonly content: string };

type KeptBucket = {
  readonly name: string;
  readonly versioning?: 'Enabled' | 'Suspended';
  readonly objects: readonly (readonly [key: string, versions: readonly KeptVersion[]])[];
};

/** The buckets as JSON, contents in base64. */
export function keptBuckets(buckets: readonly Bucket[]): readonly KeptBucket[] {
  return buckets.map(({ resource, versioning, objects }) => ({
    name: resource.name,
    ...(versioning === undefined ? {} : { versioning }),
    objects: [...objects].map(([key, versions]) => [key, versions.map(keptVersion)] as const),
  }));
}

/** Fills the deployed buckets with what those of the same name held; lock and policy are the ones deployed now. */
export function restoreBuckets(buckets: readonly Bucket[], state: unknown): void {
  const saved = state as readonly KeptBucket[];
  for (const bucket of buckets) {
    const old = saved.find(candidate => candidate.name === bucket.resource.name);
    if (old === undefined) continue;
    if (old.versioning !== undefined && !bucket.resource.lockable) bucket.versioning = old.versioning;
    bucket.objects.clear();
    for (const [key, versions] of old.objects) bucket.objects.set(key, versions.map(versionFrom));
  }
}

function keptVersion(version: ObjectVersion): KeptVersion {
  return { ...version, content: version.content.toString('base64') };
}

function versionFrom(kept: KeptVersion): ObjectVersion {
  return { ...kept, content: Buffer.from(kept.content, 'base64') };
}
