import { randomBytes } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import type { Body } from '../engine.ts';
import { numberAt, objectAt, requiredText, textAt, textsIn } from '../fields.ts';
import { refuseUnusable, type Key, type KeyBook } from './keys.ts';
import { invalidCiphertext, open, readHead, seal } from './sealed-blob.ts';

const algorithm = 'SYMMETRIC_DEFAULT';

/** kms:Encrypt: at most 4,096 bytes of plaintext. */
export function encrypt(keys: KeyBook, body: Body): Body {
  const key = encryptionKey(keys.find(requiredText(body, 'KeyId')));
  const plaintext = Buffer.from(requiredText(body, 'Plaintext'), 'base64');
  if (plaintext.length > 4096) {
    throw new AwsError(
      'ValidationException',
      "Value at 'plaintext' must have length less than or equal to 4096",
    );
  }
  const sealed = sealUnder(key, plaintext, contextAt(body, 'EncryptionContext'));
  return { CiphertextBlob: sealed, KeyId: key.arn, EncryptionAlgorithm: algorithm };
}

/** kms:Decrypt: the key is named by the ciphertext; a KeyId given must be that key. */
export function decrypt(keys: KeyBook, body: Body): Body {
  const blob = Buffer.from(requiredText(body, 'CiphertextBlob'), 'base64');
  const key = decryptionKey(keys, blob, textAt(body, 'KeyId'));
  const plaintext = openWith(key, blob, contextAt(body, 'EncryptionContext'));
  return { Plaintext: plaintext.toString('base64'), KeyId: key.arn, EncryptionAlgorithm: algorithm };
}

/** kms:ReEncrypt: opens under the source key and context, seals under the destination's. */
export function reEncrypt(keys: KeyBook, body: Body): Body {
  const blob = Buffer.from(requiredText(body, 'CiphertextBlob'), 'base64');
  const source = decryptionKey(keys, blob, textAt(body, 'SourceKeyId'));
  const destination = encryptionKey(keys.find(requiredText(body, 'DestinationKeyId')));
  const plaintext = openWith(source, blob, contextAt(body, 'SourceEncryptionContext'));
  return {
    CiphertextBlob: sealUnder(destination, plaintext, contextAt(body, 'DestinationEncryptionContext')),
    SourceKeyId: source.arn,
    KeyId: destination.arn,
    SourceEncryptionAlgorithm: algorithm,
    DestinationEncryptionAlgorithm: algorithm,
  };
}

/** kms:GenerateDataKey and its WithoutPlaintext form: random bytes (AES_128, AES_256 or NumberOfBytes) and their seal. */
export function generateDataKey(keys: KeyBook, body: Body, withPlaintext: boolean): Body {
  const key = encryptionKey(keys.find(requiredText(body, 'KeyId')));
  const bytes = numberAt(body, 'NumberOfBytes') ?? (textAt(body, 'KeySpec') === 'AES_128' ? 16 : 32);
  if (bytes < 1 || bytes > 1024) throw new AwsError('ValidationException', 'NumberOfBytes must be 1 to 1024');
  const dataKey = randomBytes(bytes);
  const sealed = sealUnder(key, dataKey, contextAt(body, 'EncryptionContext'));
  const answer = { CiphertextBlob: sealed, KeyId: key.arn };
  return withPlaintext ? { ...answer, Plaintext: dataKey.toString('base64') } : answer;
}

/** The key a ciphertext names, for authorization before it is opened. */
export function keyOfCiphertext(keys: KeyBook, text: string): Key {
  const head = readHead(Buffer.from(text, 'base64'));
  const key = keys.all().find(candidate => candidate.keyId === head.keyId);
  if (key === undefined) throw invalidCiphertext();
  return key;
}

function decryptionKey(keys: KeyBook, blob: Buffer, keyId: string | undefined): Key {
  const key = keyOfCiphertext(keys, blob.toString('base64'));
  if (keyId !== undefined && keys.find(keyId) !== key) {
    throw new AwsError(
      'IncorrectKeyException',
      'The key ID in the request does not identify a key that can perform this operation.',
    );
  }
  return encryptionKey(key);
}

function encryptionKey(key: Key): Key {
  refuseUnusable(key);
  if (key.usage !== 'ENCRYPT_DECRYPT') {
    throw new AwsError('InvalidKeyUsageException', `${key.arn} key usage is ${key.usage}`);
  }
  return key;
}

function sealUnder(key: Key, plaintext: Buffer, context: Readonly<Record<string, string>>): string {
  const version = key.material.length - 1;
  const secret = key.material[version];
  if (secret === undefined) throw new Error('a key without material');
  return seal({ keyId: key.keyId, version }, secret, plaintext, context).toString('base64');
}

function openWith(key: Key, blob: Buffer, context: Readonly<Record<string, string>>): Buffer {
  const secret = key.material[readHead(blob).version];
  if (secret === undefined) throw invalidCiphertext();
  return open(blob, secret, context);
}

function contextAt(body: Body, name: string): Record<string, string> {
  return textsIn(objectAt(body, name));
}
