import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
  type ObjectVersion,
} from '@aws-sdk/client-s3';
import { readRoot, writeRoot, type Root, type RootArchive } from '../domain/register-root.ts';
import type { RootReader, StandingRoot } from '../domain/root-check.ts';
import { awsTimeouts } from './dynamo.ts';

/** The client; one per function, made at cold start. */
export const makeS3Client = () => new S3Client({ requestHandler: awsTimeouts });

const folder = 'roots/';
const keyOf = (number: number) => `${folder}${String(number).padStart(9, '0')}.json`;

/** The number in a key; undefined where the key is not of a root. */
function numberIn(key: string): number | undefined {
  const digits = /^roots\/(\d{9})\.json$/u.exec(key)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

async function readObject(
  s3: S3Client,
  Bucket: string,
  Key: string,
  VersionId?: string,
): Promise<Root | undefined> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }));
  return Body === undefined ? undefined : readRoot(await Body.transformToString());
}

/** Puts roots where they stay: each key is written once, under a lock that the bucket gives it. */
export function makeRootArchive(bucket: string, s3 = makeS3Client()): RootArchive {
  return {
    put: async root => {
      const put = new PutObjectCommand({
        Bucket: bucket,
        Key: keyOf(root.number),
        Body: writeRoot(root),
        ContentType: 'application/json',
        IfNoneMatch: '*',
      });
      try {
        await s3.send(put);
        return true;
      } catch (error) {
        if (error instanceof Error && error.name === 'PreconditionFailed') return false;
        throw error;
      }
    },
    read: number => readObject(s3, bucket, keyOf(number)),
  };
}

/** All versions of all roots, as listed: by key, and within a key from the newest to the oldest. */
async function* versions(s3: S3Client, Bucket: string): AsyncGenerator<ObjectVersion> {
  let marker: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
  for (let more = true; more; ) {
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: folder, ...marker }));
    yield* page.Versions ?? [];
    more = page.IsTruncated === true;
    marker = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
  }
}

type Version = { readonly number: number; readonly key: string; readonly versionId: string | undefined };

/** The oldest version of each root: a lock keeps versions, but nobody is kept from laying a newer one over them. */
async function* firstVersions(s3: S3Client, bucket: string): AsyncGenerator<Version> {
  let oldest: Version | undefined;
  for await (const { Key: key = '', VersionId: versionId } of versions(s3, bucket)) {
    const number = numberIn(key);
    if (number === undefined) continue;
    if (oldest !== undefined && oldest.number !== number) yield oldest;
    oldest = { number, key, versionId };
  }
  if (oldest !== undefined) yield oldest;
}

/** Roots read at once. */
const atOnce = 16;

/** Reads the roots in order, some at a time. */
export function makeRootReader(bucket: string, s3 = makeS3Client()): RootReader {
  const readAll = (wanted: readonly Version[]) =>
    Promise.all(
      wanted.map(async ({ number, key, versionId }): Promise<StandingRoot> => {
        const root = await readObject(s3, bucket, key, versionId);
        return root === undefined ? { number } : { number, root };
      }),
    );
  return {
    roots: async function* roots() {
      let wanted: Version[] = [];
      for await (const version of firstVersions(s3, bucket)) {
        wanted.push(version);
        if (wanted.length < atOnce) continue;
        yield* await readAll(wanted);
        wanted = [];
      }
      yield* await readAll(wanted);
    },
  };
}
