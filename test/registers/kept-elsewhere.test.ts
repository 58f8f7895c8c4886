import { KMSClient } from '@aws-sdk/client-kms';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeRootSigner } from '../../lambdas/aws/kms-root-signer.ts';
import { makeRootArchive, makeRootReader } from '../../lambdas/aws/s3-archive.ts';
import { beforeRoots, nextRoot, placeAfter, type Root } from '../../lambdas/domain/register-root.ts';
import type { StandingRoot } from '../../lambdas/domain/root-check.ts';
import { startAws, type AwsWorld } from '../../local/aws/world.ts';
import { makeClock } from '../../local/clock.ts';
import { archiveDeployment } from '../local/aws/archive-deployment.ts';
import { arn } from '../local/aws/small-deployment.ts';

let world: AwsWorld;

const clientOf = <C>(make: new (config: object) => C, role: string): C => {
  const credentials = world.issueCredentials({ roleArn: arn.role(role), sessionName: 'test' });
  return new make({ region: archiveDeployment.region, endpoint: world.endpoint, credentials });
};

function someRoots(count: number): Root[] {
  let last = beforeRoots;
  return Array.from({ length: count }, (_, at) => {
    const heads = [{ kind: 'consents', chain: `consents#${at}`, sequence: 1, hash: 'a'.repeat(64) }] as const;
    const root = nextRoot(last, (at + 1) * 3_600_000, heads, undefined);
    last = placeAfter(root);
    return root;
  });
}

beforeAll(async () => {
  world = await startAws({ port: 0, clock: makeClock(), deployment: archiveDeployment });
});

afterAll(() => world.close());

describe('roots in S3', () => {
  const open = () => {
    const owner = clientOf(S3Client, 'owner');
    return { owner, archive: makeRootArchive('lockable', owner), reader: makeRootReader('lockable', owner) };
  };
  const readAll = async () => {
    const found: StandingRoot[] = [];
    for await (const root of open().reader.roots()) found.push(root);
    return found;
  };

  test('are put once, read back, and listed in order, many at a time', async () => {
    const { archive } = open();
    expect(await readAll()).toEqual([]);
    const roots = someRoots(40);
    for (const root of roots) expect(await archive.put(root)).toBe(true);
    const [first] = roots;
    if (first === undefined) throw new Error('there is a root');
    expect(await archive.put({ ...first, toMs: 1 })).toBe(false);
    expect(await archive.read(1)).toEqual(first);
    expect(await readAll()).toEqual(roots.map(root => ({ number: root.number, root })));
  });

  test('count by their first version: nothing laid over one, and no marker of deletion, changes what is read', async () => {
    const { owner } = open();
    const before = await readAll();
    const Bucket = 'lockable';
    await owner.send(new PutObjectCommand({ Bucket, Key: 'roots/000000007.json', Body: 'something else' }));
    await owner.send(new PutObjectCommand({ Bucket, Key: 'roots/000000007.json', Body: 'and again' }));
    await owner.send(new DeleteObjectCommand({ Bucket, Key: 'roots/000000009.json' }));
    expect(await readAll()).toEqual(before);
  });

  test('that cannot be read are handed on as such, and other files are no roots', async () => {
    const { owner } = open();
    const Bucket = 'lockable';
    await owner.send(new PutObjectCommand({ Bucket, Key: 'roots/000000041.json', Body: '{"number": 41}' }));
    await owner.send(new PutObjectCommand({ Bucket, Key: 'roots/readme.txt', Body: 'hello' }));
    expect((await readAll()).slice(40)).toEqual([{ number: 41 }]);
  });
});

describe('the signature of a root', () => {
  const signerAs = (role: string, keyArn = arn.key('signing')) =>
    makeRootSigner(keyArn, () => clientOf(KMSClient, role));

  test('is made by KMS and checked by the public half of the key', async () => {
    const [root] = someRoots(1);
    if (root === undefined) throw new Error('there is a root');
    const keyed = nextRoot(beforeRoots, root.toMs, root.heads, arn.key('signing'));
    const signed = await signerAs('writer')?.sign(keyed);
    if (signed === undefined) throw new Error('there is a signer');
    const owner = signerAs('owner');
    expect(await owner?.verify(signed)).toBe(true);
    expect(await owner?.verify({ ...signed, toMs: signed.toMs + 1 })).toBe(false);
    expect(await owner?.verify({ ...signed, keyId: arn.key('another') })).toBe(false);
    expect(await owner?.verify(keyed)).toBe(false);
    expect(await owner?.verify({ ...signed, signature: 'bm90aGluZw==' })).toBe(false);
  });

  test('is not asked for where the stage has no key', () => {
    expect(signerAs('owner', '')).toBeUndefined();
  });
});
