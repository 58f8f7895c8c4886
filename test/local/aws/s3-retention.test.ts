import {
  DeleteObjectCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectRetentionCommand,
  S3Client,
  type ObjectLockRetention,
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

const daySeconds = 86_400;
const inDays = (days: number): Date => new Date(open.clock.now() + days * daySeconds * 1000);
const refused = { name: 'AccessDenied', message: 'Access Denied because object protected by object lock.' };

let made = 0;
/** A new object in a bucket; answers what names its version. */
const locked = async (Bucket: string, more: Partial<PutObjectCommandInput> = {}) => {
  const object = { Bucket, Key: `object-${made++}` };
  const { VersionId } = await s3.send(new PutObjectCommand({ ...object, Body: 'root', ...more }));
  return { ...object, VersionId };
};
type Version = Awaited<ReturnType<typeof locked>>;
const remove = (version: Version, BypassGovernanceRetention?: boolean) =>
  s3.send(
    new DeleteObjectCommand({
      ...version,
      ...(BypassGovernanceRetention === undefined ? {} : { BypassGovernanceRetention }),
    }),
  );
const retain = (version: Version, Retention: ObjectLockRetention, bypass = false) =>
  s3.send(
    new PutObjectRetentionCommand({
      ...version,
      Retention,
      ...(bypass ? { BypassGovernanceRetention: true } : {}),
    }),
  );
const retentionOf = async (version: Version) =>
  (await s3.send(new GetObjectRetentionCommand(version))).Retention;

describe('a version under retention', () => {
  test('is retained by the default of its bucket from the moment it is put', async () => {
    const { RetainUntilDate, Mode } = (await retentionOf(await locked('roots'))) ?? {};
    expect(Mode).toBe('GOVERNANCE');
    expect(Math.abs((RetainUntilDate?.getTime() ?? 0) - inDays(30).getTime())).toBeLessThan(5000);
    expect((await retentionOf(await locked('sealed')))?.Mode).toBe('COMPLIANCE');
  });

  test('cannot be deleted until its time is over, and then it can', async () => {
    const version = await locked('sealed');
    await expect(remove(version)).rejects.toMatchObject(refused);
    await expect(remove(version, true)).rejects.toMatchObject(refused);
    open.clock.advance(29 * daySeconds);
    await expect(remove(version)).rejects.toMatchObject(refused);
    open.clock.advance(2 * daySeconds);
    await remove(version);
    await expect(s3.send(new GetObjectCommand(version))).rejects.toMatchObject({ name: 'NoSuchVersion' });
  });

  test('under governance goes before its time only to a caller who asks to pass over it', async () => {
    const version = await locked('roots');
    await expect(remove(version)).rejects.toMatchObject(refused);
    await remove(version, true);
    await expect(s3.send(new GetObjectCommand(version))).rejects.toMatchObject({ name: 'NoSuchVersion' });
  });

  test('stays readable when its key is overwritten and deleted, which the lock does not forbid', async () => {
    const version = await locked('sealed');
    const { Bucket, Key } = version;
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'forged' }));
    expect((await s3.send(new DeleteObjectCommand({ Bucket, Key }))).DeleteMarker).toBe(true);
    const first = await s3.send(new GetObjectCommand(version));
    expect(await first.Body?.transformToString()).toBe('root');
    expect(first).toMatchObject({ ObjectLockMode: 'COMPLIANCE' });
    await expect(remove(version)).rejects.toMatchObject(refused);
  });

  test('may be sent with a retention of its own, whole, in the future, and only where there is a lock', async () => {
    const own = { ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: inDays(90) } as const;
    const version = await locked('roots', own);
    expect(await retentionOf(version)).toEqual({
      Mode: 'COMPLIANCE',
      RetainUntilDate: own.ObjectLockRetainUntilDate,
    });
    const malformed = { name: 'InvalidArgument' };
    await expect(locked('roots', { ...own, ObjectLockRetainUntilDate: inDays(-1) })).rejects.toMatchObject(
      malformed,
    );
    await expect(locked('roots', { ObjectLockMode: 'COMPLIANCE' })).rejects.toMatchObject(malformed);
    await expect(locked('versioned', own)).rejects.toMatchObject({ name: 'InvalidRequest' });
  });

  test('has none where the bucket gives none', async () => {
    const missing = { name: 'NoSuchObjectLockConfiguration' };
    await expect(retentionOf(await locked('lockable'))).rejects.toMatchObject(missing);
    await remove(await locked('lockable'));
    await expect(retentionOf(await locked('versioned'))).rejects.toMatchObject({ name: 'InvalidRequest' });
  });
});

describe('a retention', () => {
  test('under compliance may be lengthened, not shortened, weakened or lifted, by anyone', async () => {
    const version = await locked('sealed');
    await retain(version, { Mode: 'COMPLIANCE', RetainUntilDate: inDays(60) });
    await expect(
      retain(version, { Mode: 'COMPLIANCE', RetainUntilDate: inDays(40) }, true),
    ).rejects.toMatchObject(refused);
    await expect(
      retain(version, { Mode: 'GOVERNANCE', RetainUntilDate: inDays(90) }, true),
    ).rejects.toMatchObject(refused);
    await expect(retain(version, {}, true)).rejects.toMatchObject(refused);
    open.clock.advance(50 * daySeconds);
    await expect(remove(version)).rejects.toMatchObject(refused);
  });

  test('under governance may be lengthened and made compliance; shortened and lifted only by passing over it', async () => {
    const version = await locked('roots');
    await retain(version, { Mode: 'GOVERNANCE', RetainUntilDate: inDays(60) });
    const shorter = { Mode: 'GOVERNANCE', RetainUntilDate: inDays(1) } as const;
    await expect(retain(version, shorter)).rejects.toMatchObject(refused);
    await expect(retain(version, {})).rejects.toMatchObject(refused);
    await retain(version, shorter, true);
    await retain(version, { Mode: 'COMPLIANCE', RetainUntilDate: inDays(2) });
    await expect(remove(version, true)).rejects.toMatchObject(refused);
    const other = await locked('roots');
    await retain(other, {}, true);
    await remove(other);
  });
});

describe('a bucket with object lock', () => {
  test('keeps its versions: versioning cannot be suspended', async () => {
    const suspend = new PutBucketVersioningCommand({
      Bucket: 'sealed',
      VersioningConfiguration: { Status: 'Suspended' },
    });
    await expect(s3.send(suspend)).rejects.toMatchObject({
      name: 'InvalidBucketState',
      $metadata: { httpStatusCode: 409 },
    });
    const now = await s3.send(new GetBucketVersioningCommand({ Bucket: 'sealed' }));
    expect(now.Status).toBe('Enabled');
  });

  test('says what it locks and for how long', async () => {
    const lockOf = (Bucket: string) => s3.send(new GetObjectLockConfigurationCommand({ Bucket }));
    expect((await lockOf('roots')).ObjectLockConfiguration).toEqual({
      ObjectLockEnabled: 'Enabled',
      Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 30 } },
    });
    expect((await lockOf('lockable')).ObjectLockConfiguration).toEqual({ ObjectLockEnabled: 'Enabled' });
    await expect(lockOf('versioned')).rejects.toMatchObject({ name: 'ObjectLockConfigurationNotFoundError' });
  });

  test('takes only what proves that it arrived whole', async () => {
    const plain = new S3Client({ ...open.as('owner'), requestChecksumCalculation: 'WHEN_REQUIRED' });
    const bare = (Bucket: string) => plain.send(new PutObjectCommand({ Bucket, Key: 'bare', Body: 'x' }));
    await expect(bare('roots')).rejects.toMatchObject({ name: 'InvalidRequest' });
    expect((await bare('lockable')).ChecksumCRC32).toBeUndefined();
  });
});
