import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  NoSuchKey,
  NotFound,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { archiveDeployment } from './archive-deployment.ts';
import { openWorld, type OpenWorld } from './open-world.ts';

let open: OpenWorld;
let s3: S3Client;
beforeAll(async () => {
  open = await openWorld(archiveDeployment);
  s3 = new S3Client(open.as('owner'));
});
afterAll(() => open.world.close());

const put = (
  Key: string,
  Body: NonNullable<PutObjectCommandInput['Body']>,
  more: Partial<PutObjectCommandInput> = {},
) => s3.send(new PutObjectCommand({ Bucket: 'versioned', Key, Body, ...more }));
const get = async (Key: string, VersionId?: string): Promise<string | undefined> => {
  const answer = await s3.send(
    new GetObjectCommand({ Bucket: 'versioned', Key, ...(VersionId === undefined ? {} : { VersionId }) }),
  );
  return answer.Body?.transformToString();
};

describe('an object', () => {
  test('comes back byte for byte, under any key, with its type, metadata and checksum', async () => {
    const Key = 'roots/2026 11/a+b é#1?.json';
    const bytes = Buffer.from([0, 255, 13, 10, 128]);
    const sent = await put(Key, bytes, { ContentType: 'application/json', Metadata: { hour: '12' } });
    const answer = await s3.send(new GetObjectCommand({ Bucket: 'versioned', Key, ChecksumMode: 'ENABLED' }));
    expect(Buffer.from((await answer.Body?.transformToByteArray()) ?? [])).toEqual(bytes);
    expect(answer).toMatchObject({
      ContentLength: 5,
      ContentType: 'application/json',
      Metadata: { hour: '12' },
      ETag: sent.ETag,
      VersionId: sent.VersionId,
      ChecksumCRC32: sent.ChecksumCRC32,
    });
    expect(Math.abs((answer.LastModified?.getTime() ?? 0) - open.clock.now())).toBeLessThan(5000);
  });

  test('may be sent as a stream, which the SDK cuts into chunks with the checksum behind', async () => {
    const ContentLength = 200_000;
    const stream = Readable.from([Buffer.alloc(150_000, 'a'), Buffer.alloc(50_000, 'b')]);
    const sent = await put('streamed', stream, { ContentLength });
    expect(sent.ChecksumCRC32).toBeDefined();
    expect(await get('streamed')).toBe('a'.repeat(150_000) + 'b'.repeat(50_000));
    const head = await s3.send(new HeadObjectCommand({ Bucket: 'versioned', Key: 'streamed' }));
    expect(head).toMatchObject({ ContentLength });
    expect(head.ContentEncoding).toBeUndefined();
  });

  test('that arrives changed is not kept', async () => {
    const wrong = put('changed', 'as sent', { ChecksumSHA256: Buffer.alloc(32).toString('base64') });
    await expect(wrong).rejects.toMatchObject({ name: 'BadDigest' });
    await expect(get('changed')).rejects.toThrow(NoSuchKey);
  });

  test('that is missing is NoSuchKey, NotFound without a body, NoSuchVersion, or NoSuchBucket', async () => {
    await expect(get('missing')).rejects.toThrow(NoSuchKey);
    const head = new HeadObjectCommand({ Bucket: 'versioned', Key: 'missing' });
    await expect(s3.send(head)).rejects.toThrow(NotFound);
    await put('there', 'x');
    await expect(get('there', 'no-such-version')).rejects.toMatchObject({ name: 'NoSuchVersion' });
    const nowhere = new GetObjectCommand({ Bucket: 'nowhere', Key: 'x' });
    await expect(s3.send(nowhere)).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  test('put only if there is none is refused where there is one, not where it was deleted', async () => {
    const once = () => put('once', 'first', { IfNoneMatch: '*' });
    await once();
    await expect(once()).rejects.toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { httpStatusCode: 412 },
    });
    await s3.send(new DeleteObjectCommand({ Bucket: 'versioned', Key: 'once' }));
    await once();
    expect(await get('once')).toBe('first');
  });

  test('put twenty times at once, only if there is none, is put once', async () => {
    const tries = Array.from({ length: 20 }, (_, at) => put('race', String(at), { IfNoneMatch: '*' }));
    const ends = await Promise.allSettled(tries);
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('is not served by halves: what is not followed here is NotImplemented', async () => {
    const refused = { name: 'NotImplemented', $metadata: { httpStatusCode: 501 } };
    const ranged = new GetObjectCommand({ Bucket: 'versioned', Key: 'there', Range: 'bytes=0-0' });
    await expect(s3.send(ranged)).rejects.toMatchObject(refused);
    const many = new DeleteObjectsCommand({ Bucket: 'versioned', Delete: { Objects: [{ Key: 'there' }] } });
    await expect(s3.send(many)).rejects.toMatchObject(refused);
    await expect(put('held', 'x', { ObjectLockLegalHoldStatus: 'ON' })).rejects.toMatchObject(refused);
    await expect(put('keyed', 'x', { ServerSideEncryption: 'aws:kms' })).rejects.toMatchObject(refused);
    await expect(put('public', 'x', { ACL: 'public-read' })).rejects.toMatchObject({
      name: 'AccessControlListNotSupported',
    });
  });
});

describe('versions', () => {
  test('keep the first content of an overwritten and deleted key readable', async () => {
    const first = await put('kept', 'first');
    const second = await put('kept', 'second');
    expect(await get('kept')).toBe('second');
    const marker = await s3.send(new DeleteObjectCommand({ Bucket: 'versioned', Key: 'kept' }));
    expect(marker.DeleteMarker).toBe(true);
    await expect(get('kept')).rejects.toThrow(NoSuchKey);
    expect(await get('kept', first.VersionId)).toBe('first');
    expect(await get('kept', second.VersionId)).toBe('second');
    await expect(get('kept', marker.VersionId)).rejects.toMatchObject({ name: 'MethodNotAllowed' });
    const { VersionId } = marker;
    await s3.send(new DeleteObjectCommand({ Bucket: 'versioned', Key: 'kept', VersionId }));
    expect(await get('kept')).toBe('second');
  });

  test('are listed by key, the newest first, with their markers, page by page', async () => {
    const ids = [await put('list/b', '1'), await put('list/b', '2')].map(({ VersionId }) => VersionId);
    const { VersionId: only } = await put('list/a', '1');
    const marker = await s3.send(new DeleteObjectCommand({ Bucket: 'versioned', Key: 'list/b' }));
    const page = (more: object) =>
      s3.send(new ListObjectVersionsCommand({ Bucket: 'versioned', Prefix: 'list/', ...more }));
    const all = await page({});
    expect(all.Versions?.map(({ Key, VersionId, IsLatest }) => [Key, VersionId, IsLatest])).toEqual([
      ['list/a', only, true],
      ['list/b', ids[1], false],
      ['list/b', ids[0], false],
    ]);
    expect(all.DeleteMarkers).toMatchObject([{ Key: 'list/b', VersionId: marker.VersionId, IsLatest: true }]);
    expect(all.IsTruncated).toBe(false);
    const first = await page({ MaxKeys: 2 });
    expect(first).toMatchObject({ IsTruncated: true, NextKeyMarker: 'list/b' });
    const rest = await page({ KeyMarker: first.NextKeyMarker, VersionIdMarker: first.NextVersionIdMarker });
    expect(rest.Versions?.map(({ VersionId }) => VersionId)).toEqual([ids[1], ids[0]]);
    expect((await page({ KeyMarker: 'list/a' })).Versions).toHaveLength(2);
  });

  test('end where they were never on: a put replaces, a delete removes', async () => {
    const Bucket = 'pages';
    const page = { Bucket, Key: 'index.html' };
    expect((await s3.send(new PutObjectCommand({ ...page, Body: 'one' }))).VersionId).toBeUndefined();
    await s3.send(new PutObjectCommand({ ...page, Body: 'two' }));
    expect((await s3.send(new ListObjectVersionsCommand({ Bucket }))).Versions).toMatchObject([
      { VersionId: 'null', IsLatest: true, Size: 3 },
    ]);
    await s3.send(new DeleteObjectCommand(page));
    expect((await s3.send(new ListObjectVersionsCommand({ Bucket }))).Versions).toBeUndefined();
  });

  test('can be suspended, and then one version called null is replaced beside those there are', async () => {
    const Bucket = 'versioned';
    const Status = (status: 'Enabled' | 'Suspended') =>
      s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: status } }));
    const first = await put('paused', 'first');
    await Status('Suspended');
    expect((await put('paused', 'second')).VersionId).toBe('null');
    await put('paused', 'third');
    await Status('Enabled');
    expect(await get('paused', 'null')).toBe('third');
    expect(await get('paused', first.VersionId)).toBe('first');
  });
});

describe('a list of objects', () => {
  const list = (more: object) =>
    s3.send(new ListObjectsV2Command({ Bucket: 'versioned', Prefix: 'day/', ...more }));
  const keys = (answer: { Contents?: readonly { Key?: string | undefined }[] | undefined }) =>
    answer.Contents?.map(({ Key }) => Key);

  test('is in the order of keys, by prefix, after a key, page by page, without what is deleted', async () => {
    for (const hour of ['03', '01', '04 & <5>', '02', '00']) await put(`day/${hour}`, hour);
    await put('other', 'x');
    await s3.send(new DeleteObjectCommand({ Bucket: 'versioned', Key: 'day/00' }));
    const all = await list({});
    expect(keys(all)).toEqual(['day/01', 'day/02', 'day/03', 'day/04 & <5>']);
    expect(all).toMatchObject({ KeyCount: 4, IsTruncated: false, Prefix: 'day/', Name: 'versioned' });
    expect(all.Contents?.[0]).toMatchObject({ Size: 2, ETag: expect.stringMatching(/^"[0-9a-f]{32}"$/) });
    expect(keys(await list({ StartAfter: 'day/02' }))).toEqual(['day/03', 'day/04 & <5>']);
    const first = await list({ MaxKeys: 3 });
    expect(keys(first)).toHaveLength(3);
    expect(first.IsTruncated).toBe(true);
    const rest = await list({ MaxKeys: 3, ContinuationToken: first.NextContinuationToken });
    expect(keys(rest)).toEqual(['day/04 & <5>']);
    expect(rest.NextContinuationToken).toBeUndefined();
  });

  test('is empty where nothing is, and refuses a token of someone else and a delimiter', async () => {
    const empty = await list({ Prefix: 'none/' });
    expect([empty.KeyCount, empty.Contents]).toEqual([0, undefined]);
    const token = list({ ContinuationToken: 'made-up' });
    await expect(token).rejects.toMatchObject({ name: 'InvalidArgument' });
    await expect(list({ Delimiter: '/' })).rejects.toMatchObject({ name: 'NotImplemented' });
  });
});
