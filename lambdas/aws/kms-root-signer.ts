import { GetPublicKeyCommand, SignCommand, type KMSClient } from '@aws-sdk/client-kms';
import { isSignedBy, type RootSigner } from '../domain/register-root.ts';
import { makeKmsClient } from './kms-number-sealer.ts';

/**
 * Signs roots with an asymmetric key (ECDSA over P-256) and checks signatures with its public half, which is fetched
 * once. Without a key, as the stage says, there is no signer.
 */
export function makeRootSigner(
  keyArn: string,
  client: () => KMSClient = makeKmsClient,
): RootSigner | undefined {
  if (keyArn === '') return undefined;
  const kms = client();
  let publicKey: Promise<Uint8Array> | undefined;
  const fetchKey = async () => {
    const { PublicKey: bytes } = await kms.send(new GetPublicKeyCommand({ KeyId: keyArn }));
    if (bytes === undefined) throw new Error('KMS answered without a public key');
    return bytes;
  };
  return {
    keyId: keyArn,
    sign: async root => {
      const command = new SignCommand({
        KeyId: keyArn,
        Message: Buffer.from(root.hash, 'hex'),
        MessageType: 'DIGEST',
        SigningAlgorithm: 'ECDSA_SHA_256',
      });
      const { Signature: signature } = await kms.send(command);
      if (signature === undefined) throw new Error('KMS answered without a signature');
      return { ...root, signature: Buffer.from(signature).toString('base64') };
    },
    verify: async root => {
      publicKey ??= fetchKey();
      return root.keyId === keyArn && isSignedBy(await publicKey, root);
    },
  };
}
