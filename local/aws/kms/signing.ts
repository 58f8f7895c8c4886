import { AwsError } from '../aws-error.ts';
import type { Body } from '../engine.ts';
import { requiredText, textAt } from '../fields.ts';
import { digestOf, publicKeyOf, signDigest, verifiesDigest } from './ecdsa.ts';
import { refuseUnusable, type Key, type KeyBook } from './keys.ts';

const algorithm = 'ECDSA_SHA_256';

/** kms:Sign with ECDSA_SHA_256, over a message of at most 4,096 bytes or its SHA-256 digest; the signature is DER. */
export function sign(keys: KeyBook, body: Body): Body {
  const key = signingKey(keys, body);
  const signature = signDigest(privateKeyOf(key), digestIn(body));
  return { KeyId: key.arn, Signature: signature.toString('base64'), SigningAlgorithm: algorithm };
}

/** kms:Verify; a wrong signature is KMSInvalidSignatureException. */
export function verify(keys: KeyBook, body: Body): Body {
  const key = signingKey(keys, body);
  const signature = Buffer.from(requiredText(body, 'Signature'), 'base64');
  if (!verifiesDigest(privateKeyOf(key), digestIn(body), signature)) {
    throw new AwsError('KMSInvalidSignatureException', '');
  }
  return { KeyId: key.arn, SignatureValid: true, SigningAlgorithm: algorithm };
}

/** kms:GetPublicKey as SubjectPublicKeyInfo DER; keys that have no public half are refused. */
export function getPublicKey(keys: KeyBook, body: Body): Body {
  const key = keys.find(requiredText(body, 'KeyId'));
  refuseUnusable(key);
  if (key.usage !== 'SIGN_VERIFY') {
    throw new AwsError(
      'UnsupportedOperationException',
      `${key.arn} key spec is ${key.spec}, which has no public key`,
    );
  }
  return {
    KeyId: key.arn,
    PublicKey: publicKeyOf(privateKeyOf(key)).toString('base64'),
    KeySpec: key.spec,
    CustomerMasterKeySpec: key.spec,
    KeyUsage: key.usage,
    SigningAlgorithms: [algorithm],
  };
}

function signingKey(keys: KeyBook, body: Body): Key {
  const key = keys.find(requiredText(body, 'KeyId'));
  refuseUnusable(key);
  if (key.usage !== 'SIGN_VERIFY') {
    throw new AwsError('InvalidKeyUsageException', `${key.arn} key usage is ${key.usage}`);
  }
  if (requiredText(body, 'SigningAlgorithm') !== algorithm) {
    throw new AwsError('InvalidKeyUsageException', `The algorithm is incompatible with key spec ${key.spec}`);
  }
  return key;
}

function digestIn(body: Body): Buffer {
  const message = Buffer.from(requiredText(body, 'Message'), 'base64');
  const type = textAt(body, 'MessageType') ?? 'RAW';
  if (type === 'RAW' && message.length <= 4096) return digestOf(message);
  if (type === 'DIGEST' && message.length === 32) return message;
  throw new AwsError(
    'ValidationException',
    'A RAW message has at most 4096 bytes, a DIGEST for ECDSA_SHA_256 has 32',
  );
}

function privateKeyOf(key: Key): Buffer {
  const [secret] = key.material;
  if (secret === undefined) throw new Error('a key without material');
  return secret;
}
