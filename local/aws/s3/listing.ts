import { AwsError } from '../aws-error.ts';
import type { Body } from '../engine.ts';
import { numberAt, textAt } from '../fields.ts';
import type { Bucket, ObjectVersion } from './buckets.ts';

/** s3:ListObjectsV2: keys in the order of their UTF-8 bytes, at most 1,000; the token is the last key answered. */
export function listObjects(bucket: Bucket, body: Body): Body {
  const maxKeys = pageSize(body);
  const token = textAt(body, 'ContinuationToken');
  const after = token === undefined ? (textAt(body, 'StartAfter') ?? '') : keyOfToken(token);
  const current = sortedKeys(bucket, body).flatMap(key => {
    const newest = bucket.objects.get(key)?.at(-1);
    return newest === undefined || newest.deleteMarker || compare(key, after) <= 0 ? [] : [{ key, newest }];
  });
  const page = current.slice(0, maxKeys);
  const last = page.at(-1)?.key;
  const more = current.length > page.length && last !== undefined;
  return {
    ...headOf(bucket, body, maxKeys, more),
    KeyCount: page.length,
    StartAfter: textAt(body, 'StartAfter'),
    ContinuationToken: token,
    ...(more ? { NextContinuationToken: tokenOf(last) } : {}),
    Contents: page.map(({ key, newest }) => entryOf(key, newest)),
  };
}

/** s3:ListObjectVersions: every version and delete marker, by key and then the newest first, at most 1,000. */
export function listVersions(bucket: Bucket, body: Body): Body {
  const maxKeys = pageSize(body);
  const all = sortedKeys(bucket, body).flatMap(key => {
    const versions = bucket.objects.get(key) ?? [];
    return versions.toReversed().map((version, place) => ({ key, version, IsLatest: String(place === 0) }));
  });
  const rest = all.slice(startOf(all, textAt(body, 'KeyMarker') ?? '', textAt(body, 'VersionIdMarker')));
  const page = rest.slice(0, maxKeys);
  const last = page.at(-1);
  const more = rest.length > page.length && last !== undefined;
  const entries = page.map(({ key, version, IsLatest }) => ({
    marker: version.deleteMarker,
    entry: { ...entryOf(key, version), VersionId: version.id, IsLatest },
  }));
  return {
    ...headOf(bucket, body, maxKeys, more),
    KeyMarker: textAt(body, 'KeyMarker'),
    VersionIdMarker: textAt(body, 'VersionIdMarker'),
    ...(more ? { NextKeyMarker: last.key, NextVersionIdMarker: last.version.id } : {}),
    Version: entries.filter(({ marker }) => !marker).map(({ entry }) => entry),
    DeleteMarker: entries.filter(({ marker }) => marker).map(({ entry }) => entry),
  };
}

type Listed = { readonly key: string; readonly version: ObjectVersion };

/** A key marker alone skips all versions of that key, with a version id those up to it. */
function startOf(all: readonly Listed[], key: string, id: string | undefined): number {
  const named = all.findIndex(listed => listed.key === key && listed.version.id === id);
  if (named >= 0) return named + 1;
  const next = all.findIndex(listed => compare(listed.key, key) > 0);
  return next < 0 ? all.length : next;
}

function headOf(bucket: Bucket, body: Body, maxKeys: number, more: boolean): Body {
  return {
    Name: bucket.resource.name,
    Prefix: textAt(body, 'Prefix') ?? '',
    MaxKeys: maxKeys,
    IsTruncated: String(more),
  };
}

function entryOf(key: string, version: ObjectVersion): Body {
  const common = { Key: key, LastModified: new Date(version.atMs).toISOString() };
  if (version.deleteMarker) return common;
  return { ...common, ETag: version.etag, Size: version.content.length, StorageClass: 'STANDARD' };
}

function sortedKeys(bucket: Bucket, body: Body): readonly string[] {
  if (textAt(body, 'Delimiter') !== undefined || textAt(body, 'EncodingType') !== undefined) {
    throw new AwsError('NotImplemented', 'The local S3 lists without delimiter and encoding type', 501);
  }
  const prefix = textAt(body, 'Prefix') ?? '';
  return [...bucket.objects.keys()].filter(key => key.startsWith(prefix)).sort(compare);
}

function compare(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

function pageSize(body: Body): number {
  const asked = numberAt(body, 'MaxKeys') ?? 1000;
  if (asked < 0) throw new AwsError('InvalidArgument', 'Argument maxKeys must be an integer from 0');
  return Math.min(asked, 1000);
}

function tokenOf(key: string): string {
  return Buffer.from(`after ${key}`).toString('base64');
}

function keyOfToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString();
  if (!text.startsWith('after ')) {
    throw new AwsError('InvalidArgument', 'The continuation token provided is incorrect');
  }
  return text.slice('after '.length);
}
