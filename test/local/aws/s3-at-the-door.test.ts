import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeS3AccessReader } from '../../../local/aws/authorize/s3.ts';
import { makeCallerRegistry } from '../../../local/aws/caller.ts';
import { archiveDeployment } from './archive-deployment.ts';
import { openWorld, type ClientConfig, type OpenWorld } from './open-world.ts';
import { arn } from './small-deployment.ts';

let open: OpenWorld;
let owner: ClientConfig;
beforeAll(async () => {
  open = await openWorld(archiveDeployment);
  owner = open.as('owner');
});
beforeEach(() => {
  open.world.trail.clear();
  open.world.faults.clear();
});
afterAll(() => open.world.close());

const root = { Bucket: 'roots', Key: 'roots/1.json' };
const denied = { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } };
const as = (role: string): S3Client => new S3Client(open.as(role));
const put = (client: S3Client, more: object = {}) =>
  client.send(new PutObjectCommand({ ...root, Body: 'root', ...more }));

describe('the policies in force', () => {
  test('let a writer add a root and never overwrite one', async () => {
    const writer = as('writer');
    await expect(put(writer)).rejects.toMatchObject(denied);
    await put(writer, { IfNoneMatch: '*' });
    await expect(put(writer, { IfNoneMatch: '*' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    const elsewhere = new PutObjectCommand({ Bucket: 'sealed', Key: 'x', Body: 'x', IfNoneMatch: '*' });
    await expect(writer.send(elsewhere)).rejects.toMatchObject(denied);
  });

  test('of the bucket deny what the caller has by itself, and give what it has not', async () => {
    const list = (client: S3Client, Prefix: string) =>
      client.send(new ListObjectsV2Command({ Bucket: 'roots', Prefix }));
    const reader = as('reader');
    expect((await list(reader, 'roots/')).KeyCount).toBeGreaterThan(0);
    await expect(list(reader, 'other/')).rejects.toMatchObject(denied);
    await expect(list(as('writer'), 'roots/')).rejects.toMatchObject(denied);
    const { VersionId } = await put(as('owner'), { Key: 'roots/bypassed' });
    const bypass = { Bucket: 'roots', Key: 'roots/bypassed', VersionId, BypassGovernanceRetention: true };
    for (const name of ['operator', 'writer', 'nobody']) {
      await expect(as(name).send(new DeleteObjectCommand(bypass))).rejects.toMatchObject(denied);
    }
    await as('owner').send(new DeleteObjectCommand(bypass));
  });

  test('ask for more when a version is named or a retention is sent along', async () => {
    const { VersionId } = await as('owner').send(new HeadObjectCommand(root));
    await as('reader').send(new GetObjectCommand(root));
    await expect(as('reader').send(new GetObjectCommand({ ...root, VersionId }))).rejects.toMatchObject(
      denied,
    );
    const own = {
      Key: 'roots/own-retention',
      IfNoneMatch: '*',
      ObjectLockMode: 'COMPLIANCE',
      ObjectLockRetainUntilDate: new Date(open.clock.now() + 3_600_000),
    };
    await expect(put(as('writer'), own)).rejects.toMatchObject(denied);
  });

  test('do not let a caller without a key in', async () => {
    const credentials = { ...owner.credentials, accessKeyId: 'ASIAUNKNOWN' };
    const stranger = new S3Client({ ...owner, credentials }).send(new GetObjectCommand(root));
    await expect(stranger).rejects.toMatchObject({ name: 'InvalidAccessKeyId' });
  });
});

describe('S3 keeps to itself', () => {
  test('from who may not list, that an object is missing', async () => {
    const missing = { Bucket: 'roots', Key: 'roots/missing' };
    await expect(as('writer').send(new GetObjectCommand(missing))).rejects.toMatchObject(denied);
    const head = as('writer').send(new HeadObjectCommand(missing));
    await expect(head).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
    await expect(as('owner').send(new GetObjectCommand(missing))).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
  });

  test('from who may not read a retention, the lock of an object', async () => {
    const shown = async (role: string) => (await as(role).send(new HeadObjectCommand(root))).ObjectLockMode;
    expect(await shown('reader')).toBe('GOVERNANCE');
    expect(await shown('writer')).toBeUndefined();
  });
});

describe('S3 permissions', () => {
  const read = makeS3AccessReader({ arnOf: name => `arn:aws:s3:::${name}` });
  const session = makeCallerRegistry().issue({ roleArn: arn.role('owner'), sessionName: 'test' }, 0);
  const object = { Bucket: 'roots', Key: 'a/b' };
  const retention = { ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: '2027-01-01T00:00:00.000Z' };

  test.each<[string, object, readonly string[], string]>([
    ['GetObject', object, ['s3:GetObject'], 'roots/a/b'],
    ['GetObject', { ...object, VersionId: 'v' }, ['s3:GetObjectVersion'], 'roots/a/b'],
    ['HeadObject', { ...object, VersionId: 'v' }, ['s3:GetObjectVersion'], 'roots/a/b'],
    ['PutObject', object, ['s3:PutObject'], 'roots/a/b'],
    ['PutObject', { ...object, ...retention }, ['s3:PutObject', 's3:PutObjectRetention'], 'roots/a/b'],
    ['DeleteObject', object, ['s3:DeleteObject'], 'roots/a/b'],
    [
      'DeleteObject',
      { ...object, VersionId: 'v', BypassGovernanceRetention: 'true' },
      ['s3:DeleteObjectVersion', 's3:BypassGovernanceRetention'],
      'roots/a/b',
    ],
    ['GetObjectRetention', object, ['s3:GetObjectRetention'], 'roots/a/b'],
    [
      'PutObjectRetention',
      { ...object, BypassGovernanceRetention: 'true' },
      ['s3:PutObjectRetention', 's3:BypassGovernanceRetention'],
      'roots/a/b',
    ],
    ['ListObjectsV2', { Bucket: 'roots' }, ['s3:ListBucket'], 'roots'],
    ['ListObjectVersions', { Bucket: 'roots' }, ['s3:ListBucketVersions'], 'roots'],
    ['PutBucketVersioning', { Bucket: 'roots' }, ['s3:PutBucketVersioning'], 'roots'],
    ['GetObjectLockConfiguration', { Bucket: 'roots' }, ['s3:GetBucketObjectLockConfiguration'], 'roots'],
  ])('of %s %j are %j on %s', (operation, body, actions, resource) => {
    const accesses = read(operation, { ...body }, session);
    expect(accesses.map(access => access.action)).toEqual(actions);
    expect(new Set(accesses.map(access => access.resource))).toEqual(new Set([`arn:aws:s3:::${resource}`]));
  });

  test('name the condition keys of what was asked, and no others', () => {
    const keysOf = (operation: string, body: object): object =>
      Object.assign({}, ...read(operation, { ...body }, session).map(access => access.context)) as object;
    const put = { ...object, IfNoneMatch: '*', ACL: 'bucket-owner-full-control', ...retention };
    expect(keysOf('PutObject', put)).toMatchObject({
      's3:if-none-match': '*',
      's3:x-amz-acl': 'bucket-owner-full-control',
      's3:object-lock-mode': 'COMPLIANCE',
      's3:object-lock-retain-until-date': '2027-01-01T00:00:00.000Z',
    });
    expect(keysOf('PutObject', object)).not.toHaveProperty(['s3:if-none-match']);
    expect(keysOf('GetObject', { ...object, VersionId: 'v' })).toMatchObject({ 's3:VersionId': 'v' });
    const listed = keysOf('ListObjectsV2', { Bucket: 'roots', Prefix: 'a/', MaxKeys: '5' });
    expect(listed).toMatchObject({ 's3:prefix': 'a/', 's3:max-keys': '5' });
    expect(keysOf('ListObjectsV2', { Bucket: 'roots' })).not.toHaveProperty(['s3:prefix']);
  });
});

describe('the trail', () => {
  test('shows the object, the condition and the prefix', async () => {
    await put(as('owner'), { Key: 'roots/shown', IfNoneMatch: '*' });
    await as('owner').send(new ListObjectsV2Command({ Bucket: 'roots', Prefix: 'roots/' }));
    expect(open.world.trail.list({ service: 's3' }).items).toMatchObject([
      {
        operation: 'PutObject',
        action: 's3:PutObject',
        resource: 'arn:aws:s3:::roots/roots/shown',
        context: { 's3:if-none-match': '*' },
      },
      {
        operation: 'ListObjectsV2',
        action: 's3:ListBucket',
        resource: 'arn:aws:s3:::roots',
        context: { 's3:prefix': 'roots/' },
      },
    ]);
  });
});

describe('a planted fault', () => {
  const plan = (kind: 'throttle' | 'error' | 'conflict' | 'lost-reply' | 'hang', next = 1): void =>
    open.world.faults.plan({ service: 's3', operation: 'PutObject', kind, next });
  const once = (): S3Client => new S3Client({ ...owner, maxAttempts: 1 });
  let at = 0;
  const fresh = () => ({ Key: `roots/fault-${at++}`, IfNoneMatch: '*' });

  test('is worded as S3 words it', async () => {
    plan('throttle');
    const slow = { name: 'SlowDown', $metadata: { httpStatusCode: 503 } };
    await expect(put(once(), fresh())).rejects.toMatchObject(slow);
    plan('error');
    const failed = { name: 'InternalError', $metadata: { httpStatusCode: 500 } };
    await expect(put(once(), fresh())).rejects.toMatchObject(failed);
    plan('conflict');
    const conflict = { name: 'OperationAborted', $metadata: { httpStatusCode: 409 } };
    await expect(put(once(), fresh())).rejects.toMatchObject(conflict);
  });

  test('that throttles is got over by the SDK', async () => {
    plan('throttle', 2);
    expect((await put(new S3Client(owner), fresh())).$metadata.attempts).toBe(3);
  });

  test('that loses the reply takes effect, so that the retry meets what it made itself', async () => {
    plan('lost-reply');
    await expect(put(new S3Client(owner), fresh())).rejects.toMatchObject({ name: 'PreconditionFailed' });
  });

  test('that hangs does nothing and never answers', async () => {
    plan('hang');
    const object = fresh();
    const sent = once().send(new PutObjectCommand({ ...root, Body: 'root', ...object }), {
      abortSignal: AbortSignal.timeout(150),
    });
    await expect(sent).rejects.toMatchObject({ name: 'AbortError' });
    const head = new HeadObjectCommand({ ...root, Key: object.Key });
    await expect(as('owner').send(head)).rejects.toMatchObject({ name: 'NotFound' });
  });
});

describe('a restart', () => {
  test('keeps objects, versions, retentions and versioning', async () => {
    const client = as('owner');
    const bytes = Buffer.from([0, 255]);
    const first = await put(client, { Key: 'kept', Body: bytes });
    await put(client, { Key: 'kept', Body: 'second' });
    await client.send(new DeleteObjectCommand({ Bucket: 'roots', Key: 'kept' }));
    const Suspended = { Bucket: 'versioned', VersioningConfiguration: { Status: 'Suspended' } } as const;
    await client.send(new PutBucketVersioningCommand(Suspended));
    const other = await openWorld(archiveDeployment, open.clock);
    await other.world.restore(await open.world.snapshot());
    const again = new S3Client(other.as('owner'));
    const version = { Bucket: 'roots', Key: 'kept', VersionId: first.VersionId };
    const read = await again.send(new GetObjectCommand(version));
    expect(Buffer.from((await read.Body?.transformToByteArray()) ?? [])).toEqual(bytes);
    expect(read).toMatchObject({ ObjectLockMode: 'GOVERNANCE', ETag: first.ETag });
    await expect(again.send(new DeleteObjectCommand(version))).rejects.toMatchObject(denied);
    const gone = again.send(new GetObjectCommand({ Bucket: 'roots', Key: 'kept' }));
    await expect(gone).rejects.toMatchObject({ name: 'NoSuchKey' });
    const plain = await again.send(new PutObjectCommand({ Bucket: 'versioned', Key: 'x', Body: 'x' }));
    expect(plain.VersionId).toBe('null');
    await other.world.close();
  });
});

describe('the dump', () => {
  test('shows every version of every object as text, also what was packed', async () => {
    const client = as('owner');
    await put(client, { Key: 'dumped', Body: 'overwritten-text', Metadata: { note: 'noted' } });
    await put(client, { Key: 'dumped', Body: gzipSync('packed-text') });
    const text = await open.world.dump();
    expect(text).toMatch(/^bucket roots dumped \S+ .*noted.* overwritten-text$/m);
    expect(text).toMatch(/^bucket roots dumped \S+ .* packed-text$/m);
  });
});
