import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AwsError } from '../aws-error.ts';

/** The parts a ciphertext carries in clear: which key and which of its versions sealed it. */
export type BlobHead = { readonly keyId: string; readonly version: number };

const mark = Buffer.from('LK01');

/** AES-256-GCM under one version of a key; the sorted encryption context is the additional authenticated data. */
export function seal(
  head: BlobHead,
  secret: Buffer,
  plaintext: Buffer,
  context: Readonly<Record<string, string>>,
): Buffer {
  const keyId = Buffer.from(head.keyId);
  const prefix = Buffer.concat([mark, Buffer.from([keyId.length]), keyId, Buffer.from([head.version])]);
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', secret, iv);
  cipher.setAAD(Buffer.concat([prefix, contextBytes(context)]));
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([prefix, iv, cipher.getAuthTag(), sealed]);
}

/** Reads the head of a ciphertext; InvalidCiphertextException when it is none of ours. */
export function readHead(blob: Buffer): BlobHead {
  const length = blob[4] ?? 0;
  if (!blob.subarray(0, 4).equals(mark) || blob.length < 6 + length + 28) throw invalidCiphertext();
  return { keyId: blob.subarray(5, 5 + length).toString(), version: blob[5 + length] ?? 0 };
}

/** Opens a ciphertext; another context, key or a changed byte is InvalidCiphertextException. */
export function open(blob: Buffer, secret: Buffer, context: Readonly<Record<string, string>>): Buffer {
  const at = 6 + (blob[4] ?? 0);
  const decipher = createDecipheriv('aes-256-gcm', secret, blob.subarray(at, at + 12));
  decipher.setAAD(Buffer.concat([blob.subarray(0, at), contextBytes(context)]));
  decipher.setAuthTag(blob.subarray(at + 12, at + 28));
  try {
    return Buffer.concat([decipher.update(blob.subarray(at + 28)), decipher.final()]);
  } catch {
    throw invalidCiphertext();
  }
}

/** What KMS says to any ciphertext that does not open; it has no message there either. */
export function invalidCiphertext(): AwsError {
  return new AwsError('InvalidCiphertextException', '');
}

function contextBytes(context: Readonly<Record<string, string>>): Buffer {
  return Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))));
}
