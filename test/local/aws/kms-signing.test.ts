import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import {
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GetPublicKeyCommand,
  KMSClient,
  SignCommand,
  VerifyCommand,
  type MessageType,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newPrivateKey, publicKeyOf, signDigest, verifiesDigest } from '../../../local/aws/kms/ecdsa.ts';
import { archiveDeployment } from './archive-deployment.ts';
import { openWorld, type OpenWorld } from './open-world.ts';
import { arn } from './small-deployment.ts';

let open: OpenWorld;
let owner: KMSClient;
beforeAll(async () => {
  open = await openWorld(archiveDeployment);
  owner = new KMSClient(open.as('owner'));
});
afterAll(() => open.world.close());

const root = Buffer.from('root of 12:00');
const digest = createHash('sha256').update(root).digest();
const SigningAlgorithm = 'ECDSA_SHA_256' as const;

const signature = async (Message: Buffer, MessageType: MessageType, kms = owner): Promise<Uint8Array> => {
  const command = new SignCommand({ KeyId: 'alias/signing', Message, MessageType, SigningAlgorithm });
  return (await kms.send(command)).Signature ?? new Uint8Array();
};
const publicKey = async () => {
  const { PublicKey = new Uint8Array() } = await owner.send(new GetPublicKeyCommand({ KeyId: 'signing' }));
  return createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
};

describe('a signature', () => {
  test('of a message, or of its digest, verifies with the public key alone', async () => {
    const key = await publicKey();
    expect(verify('sha256', root, key, await signature(root, 'RAW'))).toBe(true);
    expect(verify('sha256', root, key, await signature(digest, 'DIGEST'))).toBe(true);
    expect(verify('sha256', Buffer.from('another root'), key, await signature(root, 'RAW'))).toBe(false);
  });

  test('verifies in KMS; over another message, changed, or shortened it does not', async () => {
    const Signature = await signature(digest, 'DIGEST');
    const check = (Message: Buffer, sealed: Uint8Array): Promise<unknown> =>
      owner.send(
        new VerifyCommand({
          KeyId: 'signing',
          Message,
          Signature: sealed,
          SigningAlgorithm,
          MessageType: 'RAW',
        }),
      );
    expect(await check(root, Signature)).toMatchObject({ SignatureValid: true, KeyId: arn.key('signing') });
    const wrong = { name: 'KMSInvalidSignatureException' };
    await expect(check(Buffer.from('another root'), Signature)).rejects.toMatchObject(wrong);
    const changed = Uint8Array.from(Signature);
    changed[10] = (changed[10] ?? 0) ^ 1;
    await expect(check(root, changed)).rejects.toMatchObject(wrong);
    await expect(check(root, Signature.subarray(0, 20))).rejects.toMatchObject(wrong);
  });

  test('needs a digest of 32 bytes and a message of at most 4,096', async () => {
    const malformed = { name: 'ValidationException' };
    await expect(signature(root, 'DIGEST')).rejects.toMatchObject(malformed);
    await expect(signature(Buffer.alloc(4097), 'RAW')).rejects.toMatchObject(malformed);
    expect(await signature(Buffer.alloc(4096), 'RAW')).not.toHaveLength(0);
  });

  test('of our arithmetic and of OpenSSL agree, both ways and for many keys', () => {
    for (let at = 0; at < 40; at++) {
      const secret = newPrivateKey();
      const message = Buffer.from(`message ${at}`);
      const sum = createHash('sha256').update(message).digest();
      const key = createPublicKey({ key: publicKeyOf(secret), format: 'der', type: 'spki' });
      expect(verify('sha256', message, key, signDigest(secret, sum))).toBe(true);
      const theirs = sign('sha256', message, { key: secret, format: 'der', type: 'pkcs8' });
      expect(verifiesDigest(secret, sum, theirs)).toBe(true);
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      expect(verifiesDigest(secret, sum, sign('sha256', message, privateKey))).toBe(false);
    }
  });
});

describe('a signing key', () => {
  test('is described with its kind', async () => {
    const { KeyMetadata } = await owner.send(new DescribeKeyCommand({ KeyId: 'signing' }));
    expect(KeyMetadata).toMatchObject({
      KeySpec: 'ECC_NIST_P256',
      KeyUsage: 'SIGN_VERIFY',
      SigningAlgorithms: ['ECDSA_SHA_256'],
    });
    expect(KeyMetadata?.MacAlgorithms).toBeUndefined();
  });

  test('seals nothing, and other keys sign nothing', async () => {
    const misused = { name: 'InvalidKeyUsageException' };
    const Plaintext = Buffer.from('x');
    await expect(owner.send(new EncryptCommand({ KeyId: 'signing', Plaintext }))).rejects.toMatchObject(
      misused,
    );
    const sealed = await owner.send(new EncryptCommand({ KeyId: 'number', Plaintext }));
    const open = new DecryptCommand({ KeyId: 'signing', CiphertextBlob: sealed.CiphertextBlob });
    await expect(owner.send(open)).rejects.toMatchObject({ name: 'IncorrectKeyException' });
    for (const KeyId of ['number', 'index']) {
      const command = new SignCommand({ KeyId, Message: digest, MessageType: 'DIGEST', SigningAlgorithm });
      await expect(owner.send(command)).rejects.toMatchObject(misused);
      const shown = owner.send(new GetPublicKeyCommand({ KeyId }));
      await expect(shown).rejects.toMatchObject({ name: 'UnsupportedOperationException' });
    }
    const other = new SignCommand({ KeyId: 'signing', Message: root, SigningAlgorithm: 'ECDSA_SHA_384' });
    await expect(owner.send(other)).rejects.toMatchObject(misused);
  });

  test('signs for whom its policy says, and only so', async () => {
    const writer = new KMSClient(open.as('writer'));
    open.world.trail.clear();
    expect(await signature(digest, 'DIGEST', writer)).not.toHaveLength(0);
    expect(open.world.trail.list().items).toMatchObject([
      {
        action: 'kms:Sign',
        resource: arn.key('signing'),
        context: { 'kms:SigningAlgorithm': 'ECDSA_SHA_256', 'kms:MessageType': 'DIGEST' },
      },
    ]);
    const denied = { name: 'AccessDeniedException' };
    await expect(signature(root, 'RAW', writer)).rejects.toMatchObject(denied);
    await expect(signature(digest, 'DIGEST', new KMSClient(open.as('reader')))).rejects.toMatchObject(denied);
    const shown = writer.send(new GetPublicKeyCommand({ KeyId: 'signing' }));
    await expect(shown).rejects.toMatchObject(denied);
  });

  test('is the same after a restart', async () => {
    const before = await publicKey();
    const other = await openWorld(archiveDeployment, open.clock);
    await other.world.restore(await open.world.snapshot());
    const kms = new KMSClient(other.as('owner'));
    expect(verify('sha256', root, before, await signature(root, 'RAW', kms))).toBe(true);
    await other.world.close();
  });
});
