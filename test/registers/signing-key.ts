import { generateKeyPairSync, sign } from 'node:crypto';
import { isSignedBy, textOf, type RootSigner } from '../../lambdas/domain/register-root.ts';

/** A key as KMS would hold it. What it found of a signature is remembered: the same roots are checked many times. */
export function makeTestSigner(keyId = 'arn:aws:kms:ap-northeast-1:000000000000:key/signing'): RootSigner {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const found = new Map<string, boolean>();
  return {
    keyId,
    sign: async root => ({
      ...root,
      signature: sign('sha256', Buffer.from(textOf(root)), privateKey).toString('base64'),
    }),
    verify: async root => {
      if (root.keyId !== keyId) return false;
      const asked = `${textOf(root)} ${root.signature}`;
      const known = found.get(asked) ?? isSignedBy(spki, root);
      found.set(asked, known);
      return known;
    },
  };
}
