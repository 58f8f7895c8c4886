import { createHash } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import type { Body } from '../engine.ts';
import { requiredText, textAt } from '../fields.ts';
import {
  addVersion,
  noSuchKey,
  removeVersion,
  versionOf,
  type Bucket,
  type ObjectVersion,
} from './buckets.ts';
import { checkedSums, refuseUnproven } from './checksums.ts';
import { isBypass, refuseLocked, retentionOfNew } from './retention.ts';

const keptAsSent = ['ContentType', 'ContentEncoding', 'CacheControl'];

/** s3:PutObject. `If-None-Match: *` is refused while the newest version is no delete marker. */
export function putObject(bucket: Bucket, body: Body, nowMs: number): Body {
  const key = requiredText(body, 'Key');
  refuseExisting(bucket, key, body);
  const content = contentOf(body);
  const sums = checkedSums(body, content);
  const retention = retentionOfNew(bucket, body, nowMs);
  if (retention !== undefined) refuseUnproven(body);
  const sent = keptAsSent.map(name => [name, textAt(body, name)] as const);
  const version = addVersion(bucket, key, {
    atMs: nowMs,
    content,
    etag: `"${createHash('md5').update(content).digest('hex')}"`,
    stored: {
      Metadata: body['Metadata'] ?? {},
      ...Object.fromEntries(sent.filter(([, value]) => value !== undefined)),
      ...sums,
    },
    deleteMarker: false,
    ...(retention === undefined ? {} : { retention }),
  });
  return { ETag: version.etag, ...versionId(bucket, version), ...encrypted, ...sums };
}

/** s3:GetObject, and s3:HeadObject without the content. Checksums come only where the call asks for them. */
export function getObject(bucket: Bucket, body: Body, withContent: boolean): Body {
  const version = readable(bucket, body);
  const { content, retention, stored } = version;
  const shown = Object.entries(stored).filter(
    ([name]) => !name.startsWith('Checksum') || textAt(body, 'ChecksumMode') === 'ENABLED',
  );
  return {
    ContentLength: String(content.length),
    ContentType: 'application/octet-stream',
    ...Object.fromEntries(shown),
    ETag: version.etag,
    LastModified: new Date(version.atMs).toUTCString(),
    ...versionId(bucket, version),
    ...encrypted,
    ...(retention && {
      ObjectLockMode: retention.mode,
      ObjectLockRetainUntilDate: new Date(retention.untilMs).toISOString(),
    }),
    ...(withContent ? { Body: content } : {}),
  };
}

/** The version a call reads; a delete marker is NoSuchKey as the newest, MethodNotAllowed when it is named. */
export function readable(bucket: Bucket, body: Body): ObjectVersion {
  const version = versionOf(bucket, body);
  if (!version.deleteMarker) return version;
  if (textAt(body, 'VersionId') === undefined) throw noSuchKey();
  throw new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405);
}

/** s3:DeleteObject: with a version id that version goes for good; without, a versioned bucket only marks the key. */
export function deleteObject(bucket: Bucket, body: Body, nowMs: number): Body {
  const key = requiredText(body, 'Key');
  const id = textAt(body, 'VersionId');
  if (id !== undefined) {
    const found = bucket.objects.get(key)?.find(version => version.id === id);
    if (found !== undefined) refuseLocked(found, isBypass(body), nowMs);
    const marker = removeVersion(bucket, key, id)?.deleteMarker === true;
    return { VersionId: id, ...(marker ? { DeleteMarker: 'true' } : {}) };
  }
  if (bucket.versioning === undefined) {
    removeVersion(bucket, key, 'null');
    return {};
  }
  const marker = { atMs: nowMs, content: Buffer.alloc(0), etag: '', stored: {}, deleteMarker: true };
  return { DeleteMarker: 'true', VersionId: addVersion(bucket, key, marker).id };
}

const encrypted = { ServerSideEncryption: 'AES256' };

function versionId(bucket: Bucket, version: ObjectVersion): Body {
  return bucket.versioning === undefined ? {} : { VersionId: version.id };
}

function contentOf(body: Body): Buffer {
  const content = body['Body'];
  return Buffer.isBuffer(content) ? content : Buffer.alloc(0);
}

function refuseExisting(bucket: Bucket, key: string, body: Body): void {
  const condition = textAt(body, 'IfNoneMatch');
  if (condition === undefined) return;
  if (condition !== '*') {
    throw new AwsError('NotImplemented', 'If-None-Match takes * only when an object is put', 501);
  }
  const newest = bucket.objects.get(key)?.at(-1);
  if (newest === undefined || newest.deleteMarker) return;
  throw new AwsError(
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    412,
  );
}
