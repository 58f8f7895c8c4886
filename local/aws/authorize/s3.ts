import { AwsError } from '../aws-error.ts';
import type { Body } from '../engine.ts';
import { requiredText, textAt } from '../fields.ts';
import { asksRetention, isBypass } from '../s3/retention.ts';
import { contextOf, type Access, type AccessReader } from './access.ts';

/**
 * S3 permissions: a version named is another action than the newest one, a retention sent with an object and a bypass
 * need their own besides. Actions and condition keys as in the Service Authorization Reference, Amazon S3.
 */
export function makeS3AccessReader(s3: { arnOf(bucket: string): string }): AccessReader {
  return (operation, body, session) => {
    const wanted = permissions[operation];
    if (wanted === undefined) throw new AwsError('NotImplemented', 'Not an operation of the local S3', 501);
    const bucket = s3.arnOf(requiredText(body, 'Bucket'));
    const common = { ...commonKeys, 's3:ResourceAccount': session.account, ...contentKey(body) };
    return wanted(body).map(({ action, on, keys }) => ({
      action: `s3:${action}`,
      resource: on === 'bucket' ? bucket : `${bucket}/${requiredText(body, 'Key')}`,
      context: contextOf({ ...common, ...keys }),
    }));
  };
}

type Keys = Readonly<Record<string, string | undefined>>;
type Wanted = { readonly action: string; readonly on: 'bucket' | 'object'; readonly keys?: Keys };

const permissions: Readonly<Record<string, (body: Body) => readonly Wanted[]>> = {
  PutObject: body => [
    { action: 'PutObject', on: 'object', keys: { ...putKeys(body), ...lockKeys(body) } },
    ...(asksRetention(body)
      ? [{ action: 'PutObjectRetention', on: 'object', keys: lockKeys(body) } as const]
      : []),
  ],
  GetObject: body => [ofVersion('GetObject', 'GetObjectVersion', body)],
  HeadObject: body => [ofVersion('GetObject', 'GetObjectVersion', body)],
  DeleteObject: body => [ofVersion('DeleteObject', 'DeleteObjectVersion', body), ...bypass(body)],
  ListObjectsV2: body => [{ action: 'ListBucket', on: 'bucket', keys: listKeys(body) }],
  ListObjectVersions: body => [{ action: 'ListBucketVersions', on: 'bucket', keys: listKeys(body) }],
  GetObjectRetention: () => [{ action: 'GetObjectRetention', on: 'object' }],
  PutObjectRetention: body => [
    { action: 'PutObjectRetention', on: 'object', keys: lockKeys(body) },
    ...bypass(body),
  ],
  GetBucketVersioning: () => [{ action: 'GetBucketVersioning', on: 'bucket' }],
  PutBucketVersioning: () => [{ action: 'PutBucketVersioning', on: 'bucket' }],
  GetObjectLockConfiguration: () => [{ action: 'GetBucketObjectLockConfiguration', on: 'bucket' }],
};

const commonKeys: Access['context'] = {
  's3:authType': 'REST-HEADER',
  's3:signatureversion': 'AWS4-HMAC-SHA256',
  's3:TlsVersion': '1.3',
};

function contentKey(body: Body): Keys {
  return { 's3:x-amz-content-sha256': textAt(body, 'ContentSHA256') };
}

function ofVersion(newest: string, named: string, body: Body): Wanted {
  const id = textAt(body, 'VersionId');
  if (id === undefined) return { action: newest, on: 'object' };
  return { action: named, on: 'object', keys: { 's3:VersionId': id } };
}

function bypass(body: Body): readonly Wanted[] {
  return isBypass(body) ? [{ action: 'BypassGovernanceRetention', on: 'object' }] : [];
}

function putKeys(body: Body): Keys {
  return {
    's3:if-none-match': textAt(body, 'IfNoneMatch'),
    's3:x-amz-acl': textAt(body, 'ACL'),
    's3:x-amz-server-side-encryption': textAt(body, 'ServerSideEncryption'),
    's3:ObjectCreationOperation': 'true',
  };
}

function lockKeys(body: Body): Keys {
  return {
    's3:object-lock-mode': textAt(body, 'ObjectLockMode'),
    's3:object-lock-retain-until-date': textAt(body, 'ObjectLockRetainUntilDate'),
  };
}

function listKeys(body: Body): Keys {
  return {
    's3:prefix': textAt(body, 'Prefix'),
    's3:max-keys': textAt(body, 'MaxKeys'),
    's3:delimiter': textAt(body, 'Delimiter'),
  };
}
