import { createECDH, createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';

const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** A fresh P-256 private key as PKCS#8 DER. */
export function newPrivateKey(): Buffer {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'der' });
}

/** The public half of a private key as SubjectPublicKeyInfo DER, what GetPublicKey answers. */
export function publicKeyOf(privateKey: Buffer): Buffer {
  const key = createPrivateKey({ key: privateKey, type: 'pkcs8', format: 'der' });
  return createPublicKey(key).export({ type: 'spki', format: 'der' });
}

/**
 * Signs a 32-byte digest; the answer is DER. node:crypto always hashes for itself, so this is ECDSA of FIPS 186-5 6.4
 * with its curve arithmetic: a one-time ECDH key is the nonce and its public point.
 */
export function signDigest(privateKey: Buffer, digest: Buffer): Buffer {
  const nonce = createECDH('prime256v1');
  const point = nonce.generateKeys();
  const r = xOf(point) % order;
  const inverse = power(numberOf(nonce.getPrivateKey()), order - 2n);
  const s = (inverse * ((numberOf(digest) + r * secretOf(privateKey)) % order)) % order;
  return r === 0n || s === 0n ? signDigest(privateKey, digest) : toDer(r, s);
}

/** Whether a DER signature is the key's over a 32-byte digest (FIPS 186-5 6.4.2); one that is no signature is not. */
export function verifiesDigest(privateKey: Buffer, digest: Buffer, signature: Buffer): boolean {
  const [r, s] = fromDer(signature) ?? [0n, 0n];
  if (r === 0n || s === 0n || r >= order || s >= order) return false;
  const inverse = power(s, order - 2n);
  // u1·G + u2·Q is one multiple of G for whoever holds the private key.
  const multiple = (inverse * ((numberOf(digest) + r * secretOf(privateKey)) % order)) % order;
  if (multiple === 0n) return false;
  const place = createECDH('prime256v1');
  place.setPrivateKey(bytesOf(multiple));
  return xOf(place.getPublicKey()) % order === r;
}

/** SHA-256 of a message, the digest that ECDSA_SHA_256 signs. */
export function digestOf(message: Buffer): Buffer {
  return createHash('sha256').update(message).digest();
}

function secretOf(privateKey: Buffer): bigint {
  const key = createPrivateKey({ key: privateKey, type: 'pkcs8', format: 'der' });
  return numberOf(Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url'));
}

function xOf(point: Buffer): bigint {
  return numberOf(point.subarray(1, 33));
}

function numberOf(bytes: Buffer): bigint {
  return BigInt(`0x0${bytes.toString('hex')}`);
}

function bytesOf(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % order;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result = (result * square) % order;
    square = (square * square) % order;
  }
  return result;
}

function toDer(r: bigint, s: bigint): Buffer {
  const parts = Buffer.concat([r, s].map(integerOf));
  return Buffer.concat([Buffer.from([0x30, parts.length]), parts]);
}

function integerOf(value: bigint): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  const signed = (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
  return Buffer.concat([Buffer.from([2, signed.length]), signed]);
}

/** Only the one canonical spelling counts, so that no second text is the same signature. */
function fromDer(signature: Buffer): readonly [bigint, bigint] | undefined {
  const rLength = signature[3] ?? 0;
  const r = numberOf(signature.subarray(4, 4 + rLength));
  const s = numberOf(signature.subarray(6 + rLength));
  return toDer(r, s).equals(signature) ? [r, s] : undefined;
}
