import {
  DecryptCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateMacCommand,
  GetKeyPolicyCommand,
  KMSClient,
  PutKeyPolicyCommand,
  RotateKeyOnDemandCommand,
  VerifyMacCommand,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AwsDeployment } from '../../../local/aws/world.ts';
import { openWorld, type OpenWorld } from './open-world.ts';
import { arn, policy, smallDeployment } from './small-deployment.ts';

const anything = policy({
  Effect: 'Allow',
  Principal: { AWS: arn.role('operator') },
  Action: 'kms:*',
  Resource: '*',
});
const openKeys: AwsDeployment = {
  ...smallDeployment,
  keys: smallDeployment.keys.map(key => ({ ...key, policy: anything })),
};

let open: OpenWorld;
let kms: KMSClient;
beforeAll(async () => {
  open = await openWorld(openKeys);
  kms = new KMSClient(open.as('operator'));
});
afterAll(() => open.world.close());

const number = '+819012345678';
const context = { use: 'phone-number', shopper: 'shp_1' };
const seal = async (
  text = number,
  EncryptionContext: Record<string, string> = context,
): Promise<Uint8Array> => {
  const command = new EncryptCommand({
    KeyId: 'alias/number',
    Plaintext: Buffer.from(text),
    EncryptionContext,
  });
  return (await kms.send(command)).CiphertextBlob ?? new Uint8Array();
};
const unseal = async (
  CiphertextBlob: Uint8Array,
  EncryptionContext?: Record<string, string>,
): Promise<string> => {
  const command = new DecryptCommand({
    CiphertextBlob,
    ...(EncryptionContext === undefined ? {} : { EncryptionContext }),
  });
  return Buffer.from((await kms.send(command)).Plaintext ?? []).toString();
};

describe('a sealed text', () => {
  test('opens with its context in any order of keys', async () => {
    const blob = await seal();
    expect(await unseal(blob, { shopper: 'shp_1', use: 'phone-number' })).toBe(number);
    expect(Buffer.from(blob).toString('latin1')).not.toContain(number);
  });

  test('does not open with another context, none, or a changed byte', async () => {
    const blob = await seal();
    const refused = { name: 'InvalidCiphertextException' };
    await expect(unseal(blob, { ...context, shopper: 'shp_2' })).rejects.toMatchObject(refused);
    await expect(unseal(blob)).rejects.toMatchObject(refused);
    const changed = Uint8Array.from(blob);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    await expect(unseal(changed, context)).rejects.toMatchObject(refused);
    await expect(unseal(Buffer.from('no ciphertext of ours'), context)).rejects.toMatchObject(refused);
  });

  test('is another one each time and survives rotations of the key', async () => {
    const [one, two] = [await seal(), await seal()];
    expect(Buffer.from(one).equals(Buffer.from(two))).toBe(false);
    await kms.send(new RotateKeyOnDemandCommand({ KeyId: 'number' }));
    expect(await unseal(one, context)).toBe(number);
    const newer = await seal();
    expect(await unseal(newer, context)).toBe(number);
  });

  test('holds at most 4,096 bytes', async () => {
    expect(await unseal(await seal('x'.repeat(4096)), context)).toHaveLength(4096);
    await expect(seal('x'.repeat(4097))).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('does not open while its key is disabled', async () => {
    const blob = await seal();
    await kms.send(new DisableKeyCommand({ KeyId: 'number' }));
    await expect(unseal(blob, context)).rejects.toMatchObject({ name: 'DisabledException' });
    await kms.send(new EnableKeyCommand({ KeyId: 'number' }));
    expect(await unseal(blob, context)).toBe(number);
  });

  test('a data key opens to the same bytes it came with', async () => {
    const made = await kms.send(new GenerateDataKeyCommand({ KeyId: 'number', KeySpec: 'AES_256' }));
    const opened = await kms.send(new DecryptCommand({ CiphertextBlob: made.CiphertextBlob }));
    expect(made.Plaintext).toHaveLength(32);
    expect(opened.Plaintext).toEqual(made.Plaintext);
  });
});

describe('a MAC', () => {
  const macOf = async (text: string): Promise<Uint8Array> => {
    const command = new GenerateMacCommand({
      KeyId: 'alias/index',
      Message: Buffer.from(text),
      MacAlgorithm: 'HMAC_SHA_256',
    });
    return (await kms.send(command)).Mac ?? new Uint8Array();
  };

  test('is the same for the same text and another for another', async () => {
    expect(await macOf('a')).toEqual(await macOf('a'));
    expect(await macOf('a')).not.toEqual(await macOf('b'));
    expect(await macOf('a')).toHaveLength(32);
  });

  test('verifies, and a wrong one does not', async () => {
    const verify = async (text: string) =>
      kms.send(
        new VerifyMacCommand({
          KeyId: 'index',
          Message: Buffer.from(text),
          Mac: await macOf('a'),
          MacAlgorithm: 'HMAC_SHA_256',
        }),
      );
    expect(await verify('a')).toMatchObject({ MacValid: true });
    await expect(verify('b')).rejects.toMatchObject({ name: 'KMSInvalidMacException' });
  });

  test('and a seal each need a key of their kind', async () => {
    const wrong = new EncryptCommand({ KeyId: 'index', Plaintext: Buffer.from('x') });
    await expect(kms.send(wrong)).rejects.toMatchObject({ name: 'InvalidKeyUsageException' });
  });
});

describe('a key', () => {
  test('is described by id, ARN, alias and alias ARN', async () => {
    for (const KeyId of [
      'number',
      arn.key('number'),
      'alias/number',
      arn.key('number').replace('key/', 'alias/'),
    ]) {
      const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
      expect(KeyMetadata).toMatchObject({
        Arn: arn.key('number'),
        KeyState: 'Enabled',
        KeySpec: 'SYMMETRIC_DEFAULT',
      });
    }
    const missing = kms.send(new DescribeKeyCommand({ KeyId: 'alias/none' }));
    await expect(missing).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  test('follows a new key policy from the next call on', async () => {
    const stranger = new KMSClient(open.as('nobody'));
    const look = (): Promise<unknown> => stranger.send(new DescribeKeyCommand({ KeyId: 'index' }));
    await expect(look()).rejects.toMatchObject({ name: 'AccessDeniedException' });
    const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId: 'index' }));
    expect(JSON.parse(Policy ?? '')).toEqual(anything);
    const wider = policy({
      Effect: 'Allow',
      Principal: { AWS: [arn.role('operator'), arn.role('nobody')] },
      Action: 'kms:*',
      Resource: '*',
    });
    await kms.send(new PutKeyPolicyCommand({ KeyId: 'index', Policy: JSON.stringify(wider) }));
    expect(await look()).toMatchObject({ KeyMetadata: { KeyId: 'index' } });
    const broken = kms.send(new PutKeyPolicyCommand({ KeyId: 'index', Policy: '{' }));
    await expect(broken).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException' });
  });
});
